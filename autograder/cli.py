"""The commands of the instructor's tool."""

import secrets
import sys
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[1]
DATA = click.option(
    "--data", default="sample", show_default=True, metavar="sample|mnist|DIR", help="Digits to use."
)
BAD_INPUT, OUR_FAULT = 2, 3


class Refused(click.ClickException):
    """Bad arguments, a bad grading.yml, or nothing to grade."""

    exit_code = BAD_INPUT


class Fault(click.ClickException):
    """The grader itself failed."""

    exit_code = OUR_FAULT


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="autograder")
def main() -> None:
    """Grade the assignment "Recognise handwritten digits with PyTorch"."""


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path))
@click.option("--out", default="results", show_default=True, type=click.Path(path_type=Path),
              help="Folder for the results.")  # fmt: skip
@DATA
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), help="Makes a grade reproducible.")
@click.option("--isolation", default="auto", show_default=True,
              type=click.Choice(["auto", "bwrap", "user", "process"]), help="How code is shut in.")  # fmt: skip
@click.option("--only", metavar="q4", help="Grade this question only.")
def grade(
    paths: tuple[Path, ...], out: Path, data: str, seed: int | None, isolation: str, only: str | None
) -> None:
    """Grade submissions: folders or archives, or a folder of them."""
    grade_paths(paths, out, data, seed, isolation, only)


@main.command()
@click.option("--out", default="results/demo", show_default=True, type=click.Path(path_type=Path))
@click.option("--seed", type=click.IntRange(0, 2**31 - 1))
@click.option("--isolation", default="auto", type=click.Choice(["auto", "bwrap", "user", "process"]))
def demo(out: Path, seed: int | None, isolation: str) -> None:
    """Grade a small example class on the embedded digits."""
    import tempfile

    from .demo import write_class

    with tempfile.TemporaryDirectory(prefix="demo-") as folder:
        write_class(ROOT / "solution", ROOT / "assignment", Path(folder))
        grade_paths((Path(folder),), out, "sample", seed, isolation, None)


def grade_paths(
    paths: tuple[Path, ...], out: Path, data: str, seed: int | None, isolation: str, only: str | None
) -> None:
    """Grade, with progress on the way and tables at the end."""
    from .intake import find_submissions
    from .rubric import RubricError, load_rubric
    from .sandbox.isolation import INSTALL, IsolationError, choose

    try:
        found = find_submissions(paths)
        rubric = load_rubric(ROOT / "grading.yml", ROOT / "autograder" / "checks")
        rubric = rubric.only(only) if only else rubric
        level = choose(isolation)
    except FileNotFoundError as error:
        raise Refused(f"there is no {error.filename or error}.") from None
    except (RubricError, IsolationError) as error:
        raise Refused(str(error)) from None
    if not found:
        raise Refused("there is nothing to grade: no submission was found.")
    seed = secrets.randbelow(2**31) if seed is None else seed

    from rich.console import Console

    console = Console()
    note = f" ({level.note})" if level.note else ""
    console.print(f"isolation {level.level}{note}; data {data}; seed {seed}", markup=False)
    if level.level != "bwrap" and INSTALL not in level.note:
        console.print("full isolation needs bubblewrap on Linux; see the README", markup=False)

    from .batch import grade_all
    from .datasets import DEFAULT_CACHE, DatasetError, load
    from .grading import Grader
    from .report.terminal import class_table, grade_table
    from .sandbox.host import SandboxError

    try:
        digits = load(data, DEFAULT_CACHE)
    except DatasetError as error:
        raise Refused(str(error)) from None
    name, _ = rubric.exam_for(digits.name)
    if name != digits.name:
        console.print(f"thresholds are those of {name}: none were measured for {digits.name}")
    try:
        with Grader(rubric, digits, level, seed) as grader, console.status("starting") as status:
            grades = grade_all(
                grader,
                found,
                out,
                progress=lambda who, question: status.update(f"{who}: {question}"),
                done=lambda one: console.print(
                    f"{one.name}: "
                    + ("the grader failed" if one.fault else f"{one.total:g} points")
                    + f", {one.seconds:.1f} s",
                    markup=False,
                    highlight=False,
                ),
            )
    except (SandboxError, OSError) as error:
        raise Fault(f"the grader failed, and no grade is lost that is in {out}: {error}") from None
    console.print()
    console.print(grade_table(grades[0]) if len(grades) == 1 else class_table(grades))
    console.print(f"results in {out}/", markup=False)
    if any(grade.fault for grade in grades):
        raise Fault("the grader itself failed on a submission; see its result for what happened.")


@main.group()
def data() -> None:
    """Show and prepare datasets."""


@data.command()
def status() -> None:
    """Show which datasets are there."""
    from rich.console import Console
    from rich.table import Table

    from .datasets import DEFAULT_CACHE
    from .datasets import status as rows

    table = Table("data", "there", "images", "size", "where, or what to do", box=None)
    for row in rows(DEFAULT_CACHE):
        table.add_row(*map(str, row))
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main())
