"""Makes the student's notebook and Otter's autograder, by running `otter assign` on the master.

The same sources give the same bytes: what Otter numbers or dates by chance is replaced.
"""

import importlib.util
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import nbformat

from ..files import write_zip
from ..probing.questions import STANDINS
from ..project import EMBEDDED_DIGITS, GRADER_PACKAGE
from ..release.assignment import KIT_DOCSTRING
from ..release.handout import ReleaseError
from ..release.kit import PUBLIC_FACES, kit_module, modules_for, words_of
from ..rubric.rubric import Rubric
from .master_cells import Cell, code, markdown, master_cells

NOTEBOOK = "digits.ipynb"
AUTOGRADER = "autograder.zip"
EXAM = "sample"  # the exam that goes along in Otter's autograder
OTTER_SEED = 1
GRADING_FACE = "otter/graded"  # what Otter's autograder has beyond the student's kit
REQUIREMENTS = ("pydantic>=2.6", "pytest>=8.0", "PyYAML>=6.0.1", "torch>=2.4", "torchvision>=0.19")
PROGRAMS = ("setup.sh", "run_autograder")
GENERATED = {  # ids for the cells that Otter Assign makes
    r'grader\.check\("(\w+)"\)': r"check-\1",
    r"_Type your answer here.*": "write-answer",
    r"<!-- END QUESTION -->\s*": "written-end",
}
KEPT_METADATA = {"cellView", "deletable", "editable", "jupyter", "tags"}  # of a cell
KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
DECORATOR = re.compile(r'@test_case\((points=\S+), (hidden=\w+), \n +failure_message=(".*")\)')


@dataclass(frozen=True)
class NotebookRelease:
    """What `otter assign` made: files of the assignment by path, and of Otter's autograder."""

    files: dict[str, bytes]
    autograder: dict[str, bytes]


def release_notebook(
    solution: Path, checks: Path, rubric: Rubric, repo: str | None = None
) -> NotebookRelease:
    """Make the notebook, its Otter tests and Otter's autograder; raises `ReleaseError`.

    `solution` is the folder with `digits/` and the handout, `checks` the one with `public/` and
    `hidden/`, `repo` where students open the notebook from, `owner/name` on GitHub.
    """
    cells = master_cells(solution, rubric, repo)
    with tempfile.TemporaryDirectory(prefix="otter-") as name:
        folder = Path(name)
        (folder / NOTEBOOK).write_bytes(write_notebook(cells))
        (folder / "requirements.txt").write_text("\n".join([*REQUIREMENTS, ""]))
        run_otter("assign", NOTEBOOK, "out", "--no-run-tests", "--no-pdfs", cwd=folder)
        student, (archive,) = folder / "out" / "student", folder.glob("out/autograder/*.zip")
        made = nbformat.read(student / NOTEBOOK, as_version=4)
        files = {NOTEBOOK: write_notebook(finish(made.cells, cells))}
        for path in sorted((student / "tests").glob("*.py")):
            files[f"tests/{path.name}"] = named(path.read_bytes())
        with zipfile.ZipFile(archive) as content:
            autograder = {name: content.read(name) for name in sorted(content.namelist())}
    for name in autograder:
        if name.startswith("tests/"):
            autograder[name] = named(autograder[name])
    return NotebookRelease(files, autograder | grading_files(checks, rubric))


def write_autograder(release: NotebookRelease, out: Path) -> Path:
    """Write Otter's autograder in the folder `out` and return its path."""
    return write_zip(out / AUTOGRADER, release.autograder, PROGRAMS)


def run_otter(*arguments: str, cwd: Path) -> str:
    """Run Otter's command line in a folder and return what it printed; raises `ReleaseError`."""
    if importlib.util.find_spec("otter") is None:
        raise ReleaseError('Otter is not installed; run `pip install "autograder[release]"`.')
    done = subprocess.run(
        [sys.executable, "-m", "otter", *arguments], cwd=cwd, capture_output=True, encoding="utf-8"
    )
    if done.returncode:
        message = "\n".join(done.stderr.strip().split("\n")[-3:])
        raise ReleaseError(f"`otter {arguments[0]}` failed: {message}")
    return done.stdout


def finish(made: list[Cell], cells: list[Cell]) -> list[Cell]:
    """Return the student's cells with the ids of the master's and no word about the solutions."""
    known = {cell.id for cell in cells}
    return [_finished(cell, cell.id if cell.id in known else _id(cell.source)) for cell in made]


def named(test: bytes) -> bytes:
    """Call Otter's test cases by the title of our checks; Otter Assign only numbers them."""
    return DECORATOR.sub(r"@test_case(\n    name=\3,\n    \1, \2\n)", test.decode()).encode()


def write_notebook(cells: list[Cell]) -> bytes:
    """Return the file of a notebook of these cells."""
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=KERNEL)
    nbformat.validate(notebook)
    text: str = nbformat.writes(notebook)
    return f"{text.rstrip()}\n".encode()


def _finished(cell: Cell, id: str) -> Cell:
    if cell.cell_type == "markdown":
        return markdown(id, cell.source, _metadata(cell))
    metadata = _metadata(cell)
    if not id.startswith("check-"):
        for lock in ("deletable", "editable"):  # code is there to be played with
            metadata.pop(lock, None)
    return code(id, cell.source, metadata)


def _metadata(cell: Cell) -> dict[str, object]:
    metadata = {key: value for key, value in cell.metadata.items() if key in KEPT_METADATA}
    tags = [tag for tag in metadata.pop("tags", []) if tag == "otter_ignore"]
    return metadata | ({"tags": tags} if tags else {})


def _id(source: str) -> str:
    """Return the id of a cell that Otter Assign made."""
    for pattern, id in GENERATED.items():
        if found := re.fullmatch(pattern, source):
            return found.expand(id)
    raise ReleaseError(f"`otter assign` made a cell that is not known here: {source[:60]!r}.")


def grading_files(checks: Path, rubric: Rubric) -> dict[str, bytes]:
    """Return what Otter's autograder needs in `tests/`, a folder that no submission can replace."""
    files = {"tests/kit/__init__.py": KIT_DOCSTRING.encode()}
    stand_ins = {f"grading/standins/{one}" for found in STANDINS.values() for one in found}
    language = rubric.language
    hidden = f"checking/hints/{language}/hidden"
    words = *words_of(language), *([hidden] if (GRADER_PACKAGE / f"{hidden}.py").is_file() else [])
    for name in (*modules_for((*PUBLIC_FACES, GRADING_FACE, *words)), *sorted(stand_ins)):
        files[f"tests/kit/{name}.py"] = kit_module(name, language)
    for path in sorted((checks / "public").glob("test_q*.py")):
        files[f"tests/checks/{path.name}"] = path.read_bytes()
    for path in sorted((checks / "hidden").glob("test_q*.py")):
        files[f"tests/kit/hidden/{path.name}"] = path.read_bytes()
    files[f"tests/{EMBEDDED_DIGITS.name}"] = EMBEDDED_DIGITS.read_bytes()
    exam = {"seed": OTTER_SEED, "entry": rubric.exams[EXAM].model_dump()}
    files["tests/kit/exam.json"] = json.dumps(exam, indent=1).encode()
    return files
