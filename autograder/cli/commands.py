"""The commands of the instructor's tool."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..classroom.stopping import Commands
from ..lms import system_names
from ..project import CHECKS, ROOT
from ..sandbox.isolation import LEVELS
from .inputs import Refused, project_folder, read_data, read_rubric

if TYPE_CHECKING:
    from ..lms.exports import Finish

PATH = click.Path(path_type=Path)
SEED = click.option("--seed", type=click.IntRange(0, 2**31 - 1), help="Repeats a grade exactly.")
ISOLATION = click.option(
    "--isolation",
    default="auto",
    show_default=True,
    type=click.Choice(["auto", *LEVELS]),
    help="How a student's code is shut in.",
)
JOBS = click.option(
    "--jobs", type=click.IntRange(1), help="Graders at work side by side.  [default: one a core]"
)
DATA = click.option(
    "--data", default="sample", show_default=True, metavar="sample|mnist|DIR", help="Digits to use."
)


@click.group(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="autograder")
def main() -> None:
    """Grade the assignment "Recognise handwritten digits with PyTorch"."""


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=PATH)
@click.option("--out", default="results", show_default=True, type=PATH, help="For the results.")
@DATA
@SEED
@ISOLATION
@JOBS
@click.option("--only", metavar="q4", help="Grade this question only; other points stay.")
@click.option("--fresh", is_flag=True, help="Grade again what has a grade that still holds.")
@click.option(
    "--cluster", metavar="ADDRESS", help="Grade on a Dask cluster, such as tcp://host:8786."
)
@click.option("--similar", is_flag=True, help="Point out submissions that are like each other.")
@click.option("--export", type=click.Choice(system_names()),
              help="Write the grades for an LMS, too.")  # fmt: skip
@click.option("--roster", type=PATH, help="For --export: the students, as the LMS exports them.")
@click.option("--column", metavar="NAME", help="For --export: the roster's column for the grades.")
def grade(
    paths: tuple[Path, ...],
    out: Path,
    data: str,
    seed: int | None,
    isolation: str,
    jobs: int | None,
    only: str | None,
    fresh: bool,
    cluster: str | None,
    similar: bool,
    export: str | None,
    roster: Path | None,
    column: str | None,
) -> None:
    """Grade submissions: folders, archives or notebooks, a folder of them, or an LMS's archive."""
    from ..intake.bulk import BulkError, arrange
    from ..scratch import Scratch
    from .grade import Wishes, grade_paths

    finish = prepare_export(export, out, roster, column)
    with Scratch() as scratch:
        try:
            arranged, left_out = arrange(paths, scratch)
        except BulkError as error:
            raise Refused(str(error)) from None
        for line in left_out:
            click.echo(f"left out of {line}", err=True)
        wishes = Wishes(data, seed, isolation, jobs, only, fresh, cluster, similar)
        grade_paths(arranged, out, wishes, finish)


def prepare_export(
    kind: str | None, out: Path, path: Path | None, title: str | None
) -> "Finish | None":
    """Read the roster before anything is graded; return what writes the export at the end."""
    if kind is None:
        if path is not None or title is not None:
            raise Refused("--roster and --column are for --export; say which one.")
        return None
    from ..lms.exports import prepare
    from ..lms.roster import RosterError
    from ..lms.system import ExportError

    try:
        return prepare(kind, out, path, title, read_rubric(), click.echo)
    except (ExportError, RosterError) as error:
        raise Refused(str(error)) from None


@main.command()
@click.option("--out", default="results/demo", show_default=True, type=PATH)
@SEED
@ISOLATION
@JOBS
def demo(out: Path, seed: int | None, isolation: str, jobs: int | None) -> None:
    """Grade a small example class on the embedded digits."""
    import tempfile

    from .demo import write_class
    from .grade import Wishes, grade_paths

    solution, assignment = project_folder("solution"), project_folder("assignment")
    with tempfile.TemporaryDirectory(prefix="demo-") as folder:
        write_class(solution, assignment, Path(folder))
        wishes = Wishes("sample", seed, isolation, jobs, fresh=True)
        grade_paths([Path(folder)], out, wishes)


@main.command()
@click.option("--check", is_flag=True, help="Write nothing; fail if assignment/ is out of date.")
@click.option("--out", default="dist", show_default=True, type=click.Path(path_type=Path),
              help="Folder for the archives.")  # fmt: skip
@click.option("--repo", metavar="OWNER/NAME", help="On GitHub, where students find it: for Colab.")
def release(check: bool, out: Path, repo: str | None) -> None:
    """Write assignment/, its archive, and autograders for Otter and Gradescope."""
    import tempfile

    from ..gradescope.bundle import write_gradescope
    from ..otter.release import release_notebook, write_autograder
    from ..release.assignment import differences, write_archive, write_assignment
    from ..release.github import is_repository, linked_repository
    from ..release.handout import ReleaseError

    rubric = read_rubric()
    solution, assignment = project_folder("solution"), ROOT / "assignment"
    if repo is not None and not is_repository(repo):
        raise Refused(f"`{repo}` is no repository on GitHub: --repo takes OWNER/NAME.")
    if check and repo is None and (assignment / "README.md").is_file():
        repo = linked_repository((assignment / "README.md").read_text("utf-8"))
    try:
        notebook = release_notebook(solution, CHECKS, rubric, repo)
        if not check:
            write_assignment(solution, CHECKS, rubric, assignment, notebook.files, repo)
            archives = [write_archive(assignment, out), write_autograder(notebook, out)]
            archives += [write_gradescope(ROOT, out)]
            click.echo(f"wrote assignment/, {', '.join(map(str, archives))}")
            return
        with tempfile.TemporaryDirectory() as folder:
            expected = Path(folder) / "assignment"
            write_assignment(solution, CHECKS, rubric, expected, notebook.files, repo)
            found = differences(expected, assignment)
    except ReleaseError as error:
        raise Refused(str(error)) from None
    if found:
        raise Refused("assignment/ is out of date; run `autograder release`:\n" + "\n".join(found))
    click.echo("assignment/ is what solution/ makes")


@main.command()
@click.option("--runs", default=20, show_default=True, type=click.IntRange(2),
              help="Trainings of each solution.")  # fmt: skip
@DATA
@click.option("--jobs", default=2, show_default=True, type=click.IntRange(1))
@click.option("--only", type=click.Choice(["q2", "q4", "q6"]), help="Measure one question.")
@click.option("--out", default="results/thresholds", show_default=True, type=PATH,
              help="Folder for the numbers and the plot.")  # fmt: skip
def calibrate(runs: int, data: str, jobs: int, only: str | None, out: Path) -> None:
    """Measure what correct solutions reach, and propose thresholds."""
    from ..quality.calibrate import candidates, measure, propose
    from ..quality.calibration_report import line, write_numbers, write_plot
    from ..quality.zoo import read_zoo
    from ..sandbox.isolation import choose

    rubric, digits = read_rubric(), read_data(data)
    _, entry = rubric.exam_for(digits.name)
    found = candidates(read_zoo(project_folder("tests/zoo")), project_folder("solution"))
    found = [one for one in found if only in (None, one.question)]
    measured = measure(found, rubric, digits, choose("auto"), -(-runs // 2), jobs)
    proposals = list(propose(measured))
    thresholds = {one.question: getattr(entry, one.question).threshold for one in proposals}
    out.mkdir(parents=True, exist_ok=True)
    write_numbers(measured, out / f"{digits.name}.csv")
    write_plot(measured, proposals, thresholds, digits.name, out / f"{digits.name}.png")
    for proposal in proposals:
        click.echo(line(proposal, thresholds[proposal.question]))
    click.echo(f"numbers and plot in {out}")


@main.command()
@click.argument("kind", required=False, type=click.Choice(["correct", "mistakes", "attacks"]))
@click.option("--pairs", default=24, show_default=True, type=click.IntRange(0),
              help="Pairs of mistakes to grade as well.")  # fmt: skip
@click.option("--jobs", default=2, show_default=True, type=click.IntRange(1))
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0, 2**31 - 1))
@click.option("--isolation", type=click.Choice(["auto", *LEVELS, "all"]),
              help="A level of isolation.  [default: auto; all for attacks]")  # fmt: skip
@click.option("--table", type=PATH, help="Write specimens, questions and hints to this file.")
def zoo(
    kind: str | None, pairs: int, jobs: int, seed: int, isolation: str | None, table: Path | None
) -> None:
    """Grade the submissions of the zoo, and say which are not graded as they should be."""
    specimens_folder, solution = project_folder("tests/zoo"), project_folder("solution")
    if kind == "attacks":
        from .attacks import run_zoo

        if not run_zoo(isolation or "all", seed, table):
            sys.exit(1)
        return
    if isolation == "all":
        raise Refused("--isolation all is for the attacks.")
    isolation = isolation or "auto"
    from functools import partial

    from rich.console import Console

    from ..classroom.pool import grade_here
    from ..quality.report import zoo_page, zoo_problems
    from ..quality.zoo import KINDS, ZooError, grade_zoo, read_zoo, sample_pairs, summary
    from ..sandbox.isolation import IsolationError, choose

    rubric = read_rubric()
    try:
        specimens = read_zoo(specimens_folder, [kind] if kind else KINDS)
        level = choose(isolation)
    except (ZooError, IsolationError) as error:
        raise Refused(str(error)) from None
    specimens += sample_pairs(specimens, pairs, seed)
    digits = read_data("sample")
    grade_tasks = partial(grade_here, rubric, digits, level, seed, jobs=jobs)
    outcomes = []
    console = Console()
    with console.status("starting") as status:
        for outcome in grade_zoo(specimens, solution, grade_tasks, seed):
            outcomes.append(outcome)
            status.update(f"graded {len(outcomes)} of {len(specimens)}")
    if table:
        table.write_text(zoo_page(outcomes), encoding="utf-8")
    if any(outcome.problems for outcome in outcomes):
        console.print(zoo_problems(outcomes))
    click.echo(summary(outcomes))
    if any(outcome.problems for outcome in outcomes):
        sys.exit(1)


@main.group()
def data() -> None:
    """Show and prepare datasets."""


@data.command("status")
def show_data() -> None:
    """Show which datasets are there."""
    from rich.console import Console
    from rich.table import Table

    from ..datasets.catalogue import DEFAULT_CACHE, status

    table = Table("data", "there", "images", "MB", "folder", "what to do", box=None)
    for row in status(DEFAULT_CACHE):
        there, size = "yes" if row.present else "no", f"{row.size / 1e6:.1f}"
        table.add_row(row.name, there, f"{row.images:,}", size, str(row.folder), row.advice)
    Console().print(table)


@data.command("fetch")
@click.option("--mirror", "mirrors", multiple=True, metavar="URL",
              help="Folder of the four archives; may be repeated.")  # fmt: skip
def fetch_data(mirrors: tuple[str, ...]) -> None:
    """Expand the embedded digits and download MNIST, where they are not there yet."""
    from ..datasets.catalogue import DEFAULT_CACHE, DatasetError, fetch_mnist, sample_root

    try:
        click.echo(f"the embedded digits are in {sample_root(DEFAULT_CACHE)}")
        click.echo(f"MNIST is in {fetch_mnist(DEFAULT_CACHE, mirrors, report=click.echo)}")
    except DatasetError as error:
        raise Refused(str(error)) from None
