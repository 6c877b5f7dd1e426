"""Whatever file the handout names is in the folder that students have, in either form."""

import re
from pathlib import Path

import nbformat
import pytest

from autograder.release.assignment import assignment_files
from support import CHECKS, ROOT, SOLUTION
from support.release import RUBRIC

NAMED = re.compile(
    r"`([\w./-]+\.(?:py|md|ipynb|ini|txt|toml|yml|yaml|json|csv|zip|npz)|[\w./-]+/)`"
)
LINKED = re.compile(r"\]\(([^)#][^)]*)\)")
APPEAR = {
    "data_cache/",
    "figures/",
    ".venv/",
    "submission.zip",
    "assignment.zip",
}  # when it is used
SHORT = {"data.py", "models.py", "costs.py", "training.py", "evaluation.py", "experiments.py"}


def named_files(text: str) -> set[str]:
    """The files and folders that a text names in code, or links to."""
    linked = {one for one in LINKED.findall(text) if not re.match(r"https?:|data:", one)}
    return {*NAMED.findall(text)} | linked


def missing(text: str, files: set[str]) -> set[str]:
    """Those that are not among `files`, and do not appear when the assignment is used."""
    folders = {f"{parent.as_posix()}/" for file in files for parent in Path(file).parents}
    known = files | folders | APPEAR | {f"digits/{name}" for name in SHORT}
    return {one for one in named_files(text) if one not in known and f"digits/{one}" not in known}


@pytest.fixture(scope="module")
def released() -> set[str]:
    folder = ROOT / "assignment"
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_every_file_that_the_package_s_handout_names_is_there(released: set[str]) -> None:
    text = (ROOT / "assignment" / "README.md").read_text("utf-8")
    assert {"pytest.ini", "digits/plots.py", "images/weights.png"} <= named_files(text)
    assert missing(text, released) == set()
    assert missing("See `grading.yml` and [this](docs/course.md).", released) == {
        "grading.yml",
        "docs/course.md",
    }


def test_every_file_that_the_notebook_names_is_there(released: set[str]) -> None:
    notebook = nbformat.read(ROOT / "assignment" / "digits.ipynb", as_version=4)
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert missing(text, released) == set()


def test_every_file_is_there_without_a_written_question_too() -> None:
    files = assignment_files(SOLUTION, CHECKS, RUBRIC)
    text = files["README.md"].decode()
    assert missing(text, {*files, "digits.ipynb"}) == set()


def test_every_docstring_names_files_that_are_there(released: set[str]) -> None:
    for path in sorted((ROOT / "assignment" / "digits").glob("*.py")):
        assert missing(path.read_text("utf-8"), released) <= {"root/MNIST/raw"}, path.name


def test_the_page_leads_to_places_that_it_has() -> None:
    text = (ROOT / "assignment" / "README.md").read_text("utf-8")
    heads = {
        re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-")
        for head in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    }
    assert {*re.findall(r"\]\(#([^)]+)\)", text)} <= heads


def test_q5_comes_before_q4_in_both_forms() -> None:
    text = (ROOT / "assignment" / "README.md").read_text("utf-8")
    cells = nbformat.read(ROOT / "assignment" / "digits.ipynb", as_version=4).cells
    for whole in (text, "\n".join(cell.source for cell in cells)):
        assert whole.index("\n## q5: ") < whole.index("\n## q4: ")
        assert whole.index("def evaluate" if "def train(" in whole else "## q5") < whole.index(
            "def train(" if "def train(" in whole else "## q4"
        )
