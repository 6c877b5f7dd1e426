"""Write assignment/, its archive, and autograders for Otter, Gradescope and Classroom 50."""

import tempfile
from pathlib import Path

import click

from ..gradescope.bundle import write_gradescope
from ..otter.release import release_notebook, write_autograder
from ..project import CHECKS, ROOT, project_folder
from ..quality.adapting.doctor import find_gaps
from ..release.assignment import differences, files_of, write_archive, write_assignment
from ..release.classroom50 import write_classroom50
from ..release.github import is_repository, linked_repository
from ..release.handout import ReleaseError
from .exit import Refused
from .inputs import read_rubric
from .options import PATH


@click.command(help=__doc__)
@click.option("--check", is_flag=True, help="Write nothing; fail if assignment/ is out of date.")
@click.option(
    "--out", default="dist", show_default=True, type=PATH, help="Folder for the archives."
)
@click.option("--repo", metavar="OWNER/NAME", help="On GitHub, where students find it: for Colab.")
def command(check: bool, out: Path, repo: str | None) -> None:
    """Write what the solution makes, or compare it with what is there."""
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
            archives += [write_classroom50(files_of(assignment), rubric, out)]
            click.echo(f"wrote assignment/, {', '.join(map(str, archives))}")
            for gap in find_gaps(solution.parent):
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
