"""Write assignment/, its archive, and autograders for Otter, Gradescope and Classroom 50."""

import sys
import tempfile
from pathlib import Path

import click

from ..datasets.layout import DatasetError
from ..datasets.named import DIGITS, has_name
from ..files import write_zip
from ..gradescope.bundle import write_gradescope
from ..otter.release import release_notebook, write_autograder
from ..project import CHECKS, ROOT, project_folder
from ..quality.adapting.doctor import find_gaps
from ..quality.adapting.tree import GRADING
from ..release.assignment import differences, files_of, write_archive, write_assignment
from ..release.classroom50 import write_classroom50
from ..release.github import is_repository
from ..release.handout import ReleaseError, handout_path
from ..release.own_data import about_digits, follow, follows, titles_about_digits
from ..rubric.rubric import Rubric
from .adapted import repository_of, run_release
from .exit import Refused
from .inputs import read_rubric
from .options import LANGUAGE, PATH

ASSIGNMENT = ROOT / "assignment"


@click.command(help=__doc__)
@click.option("--check", is_flag=True, help="Write nothing; fail if assignment/ is out of date.")
@click.option(
    "--out", default="dist", show_default=True, type=PATH, help="Folder for the archives."
)
@click.option("--repo", metavar="OWNER/NAME", help="On GitHub, where students find it: for Colab.")
@LANGUAGE
def command(check: bool, out: Path, repo: str | None, language: str | None) -> None:
    """Write what the solution makes, or compare it with what is there."""
    if repo is not None and not is_repository(repo):
        raise Refused(f"`{repo}` is no repository on GitHub: --repo takes OWNER/NAME.")
    rubric, solution = read_rubric(language), project_folder("solution")
    try:
        if check:
            _check(rubric, solution, repo)
        elif follow(rubric.data, solution):  # modules that are loaded have the old shape
            options = ["--out", str(out)]
            options += ["--repo", repo] if repo else []
            options += ["--language", language] if language else []
            sys.exit(run_release(options))
        else:
            _write(rubric, solution, repo, out)
    except (DatasetError, ReleaseError) as error:
        raise Refused(str(error)) from None


def _write(rubric: Rubric, solution: Path, repo: str | None, out: Path) -> None:
    """Write the assignment and the archives, and say what is still to be done."""
    own, given = ({}, {}) if rubric.data in DIGITS else _data_files(rubric)
    notebook = release_notebook(solution, CHECKS, rubric, repo)
    write_assignment(solution, CHECKS, rubric, ASSIGNMENT, notebook.files, repo)
    archives = [
        write_archive(ASSIGNMENT, out),
        write_autograder(notebook, out),
        write_gradescope(ROOT, out, own),
        write_classroom50(files_of(ASSIGNMENT), rubric, out),
    ]
    if given:
        archives.append(write_zip(out / "data.zip", given))
    click.echo(f"wrote assignment/, {', '.join(map(str, archives))}")
    for gap in [*find_gaps(ROOT), *_about_digits(rubric, solution)]:
        click.echo(f"to do: {gap}", err=True)


def _data_files(rubric: Rubric) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Return files of the data by path: what a grader elsewhere needs, and what students do."""
    # They import PyTorch, which takes seconds, and which the digits do without.
    from ..release.data_files import grader_files, student_files  # noqa: PLC0415
    from .data_inputs import read_data  # noqa: PLC0415

    data = read_data(None, rubric)
    return {} if has_name(rubric.data) else grader_files(rubric.data, data), student_files(data)


def _about_digits(rubric: Rubric, solution: Path) -> list[str]:
    """Return where something speaks of digits although the data are others: a line a file."""
    if rubric.data in DIGITS:
        return []
    handout = handout_path(solution, rubric.language)
    grading = (ROOT / GRADING).read_text("utf-8")
    found = {
        f"solution/{handout.name}": about_digits(handout),
        GRADING: titles_about_digits(grading),
    }
    return [
        f"{name}, line {', '.join(map(str, lines))}: say what your images are, not digits"
        for name, lines in found.items()
        if lines
    ]


def _check(rubric: Rubric, solution: Path, repo: str | None) -> None:
    """Raise `Refused` where the assignment is not what the solution makes, or places disagree."""
    if not follows(rubric.data, solution):
        raise Refused("the images in grading.yml have another shape: run `autograder release`")
    repo = repo or repository_of(ASSIGNMENT)
    notebook = release_notebook(solution, CHECKS, rubric, repo)
    with tempfile.TemporaryDirectory() as folder:
        expected = Path(folder) / "assignment"
        write_assignment(solution, CHECKS, rubric, expected, notebook.files, repo)
        found = differences(expected, ASSIGNMENT)
    if found:
        raise Refused("assignment/ is out of date; run `autograder release`:\n" + "\n".join(found))
    if gaps := find_gaps(ROOT):
        raise Refused("not all places agree:\n" + "\n".join(map(str, gaps)))
    click.echo("assignment/ is what solution/ makes")
