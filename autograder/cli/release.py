"""Write assignment/, its archive, and autograders for Otter, Gradescope and Classroom 50."""

import subprocess
import sys
import tempfile
from pathlib import Path

import click

from ..datasets.layout import DatasetError
from ..datasets.named import DIGITS, NAMED
from ..gradescope.bundle import write_gradescope
from ..otter.release import release_notebook, write_autograder
from ..project import CHECKS, ROOT, project_folder
from ..quality.adapting.doctor import find_gaps
from ..release.assignment import differences, files_of, write_archive, write_assignment
from ..release.classroom50 import write_classroom50
from ..release.github import is_repository, linked_repository
from ..release.handout import ReleaseError, handout_path
from ..release.own_data import about_digits, follow, follows, grader_files, write_data
from ..rubric.rubric import Rubric
from .exit import Refused
from .inputs import read_data, read_rubric
from .options import LANGUAGE, PATH


@click.command(help=__doc__)
@click.option("--check", is_flag=True, help="Write nothing; fail if assignment/ is out of date.")
@click.option(
    "--out", default="dist", show_default=True, type=PATH, help="Folder for the archives."
)
@click.option("--repo", metavar="OWNER/NAME", help="On GitHub, where students find it: for Colab.")
@LANGUAGE
def command(check: bool, out: Path, repo: str | None, language: str | None) -> None:
    """Write what the solution makes, or compare it with what is there."""
    rubric = read_rubric(language)
    solution, assignment = project_folder("solution"), ROOT / "assignment"
    if _shape_is_other(rubric.data, solution, check):  # modules that are loaded have the old one
        again = ["--out", str(out), *(["--repo", repo] if repo else [])]
        again += ["--language", language] if language else []
        command = [sys.executable, "-m", "autograder.cli", "release", *again]
        sys.exit(subprocess.run(command, check=False).returncode)
    if repo is not None and not is_repository(repo):
        raise Refused(f"`{repo}` is no repository on GitHub: --repo takes OWNER/NAME.")
    if check and repo is None and (assignment / "README.md").is_file():
        repo = linked_repository((assignment / "README.md").read_text("utf-8"))
    try:
        notebook = release_notebook(solution, CHECKS, rubric, repo)
        if not check:
            write_assignment(solution, CHECKS, rubric, assignment, notebook.files, repo)
            archives = [write_archive(assignment, out), write_autograder(notebook, out)]
            data = None if rubric.data in DIGITS else read_data(None, rubric)
            own = grader_files(rubric.data, data) if data and rubric.data not in NAMED else {}
            archives += [write_gradescope(ROOT, out, own)]
            archives += [write_classroom50(files_of(assignment), rubric, out)]
            archives += [write_data(data, out)] if data else []
            click.echo(f"wrote assignment/, {', '.join(map(str, archives))}")
            for gap in [*find_gaps(solution.parent), *_about_digits(rubric, solution)]:
                click.echo(f"to do: {gap}", err=True)
            return
        with tempfile.TemporaryDirectory() as folder:
            expected = Path(folder) / "assignment"
            write_assignment(solution, CHECKS, rubric, expected, notebook.files, repo)
            found = differences(expected, assignment)
    except ReleaseError as error:
        raise Refused(str(error)) from None
    if found:
        raise Refused("assignment/ is out of date; run `autograder release`:\n" + "\n".join(found))
    if gaps := find_gaps(solution.parent):
        raise Refused("not all places agree:\n" + "\n".join(map(str, gaps)))
    click.echo("assignment/ is what solution/ makes")


def _about_digits(rubric: Rubric, solution: Path) -> list[str]:
    """Return what is left to write where the data are no digits: a line, or none."""
    handout = handout_path(solution, rubric.language)
    lines = [] if rubric.data in DIGITS else about_digits(handout)
    if not lines:
        return []
    numbers = ", ".join(map(str, lines))
    return [f"solution/{handout.name}, lines {numbers}: say what your images are, not digits"]


def _shape_is_other(data: str, solution: Path, check: bool) -> bool:
    """Make both `shape.py` follow the data; say whether they were others.

    Raises `Refused` without the data, and where they are others and it is only to `check`.
    """
    try:
        if not check:
            return follow(data, solution)
        if follows(data, solution):
            return False
    except DatasetError as error:
        raise Refused(str(error)) from None
    raise Refused("the images in grading.yml have another shape: run `autograder release`")
