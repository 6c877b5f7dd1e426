"""The answer to the written question: from a package and from a notebook, in any encoding."""

import io
import json
import time
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.intake.answers import ANSWER_LINE, EMPTY
from autograder.intake.submissions import Submitted, read_submission
from support import ROOT

CODE = "import math\ndef chance_cost(num_classes=10):\n    return math.log(num_classes)\n"
TEXT = "Größere Netze sind besser.\n\n- 4 units: 60 %\n- 64 units: 90 %"
BEGIN = "<!-- BEGIN QUESTION -->\n\n## q8: in your words\n\nWhat did you see?"
PLACE = "_Type your answer here, replacing this text._"
END = "<!-- END QUESTION -->\n\n## Hand in"


def package(folder: Path, **files: bytes | str) -> Submitted:
    """A package read with these files beside its code."""
    path = folder / "alice.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("digits/evaluation.py", CODE)
        for name, data in files.items():
            archive.writestr(name, data)
    return read_submission(path)


def notebook(folder: Path, *cells: object) -> Submitted:
    """A notebook read with these cells, after one of code."""
    path = folder / "alice.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell(CODE), *cells]), path)
    return read_submission(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_packages_answer_is_read_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    read = package(tmp_path, **{"digits/written_answer.md": TEXT.encode(encoding)})
    assert read.answers[0] == TEXT
    assert list(read.files) == ["digits/evaluation.py"] and read.note == ""


@pytest.mark.parametrize(
    "path",
    [
        "written_answer.md",
        "digits/Written_Answer.MD",
        "digits/written_answer.md.txt",
        "digits/notes/written_answer.txt",
        "elsewhere/written_answer",
    ],
)
def test_it_is_found_wherever_it_lies(tmp_path: Path, path: str) -> None:
    read = package(tmp_path, **{path: TEXT})
    assert read.answers[0] == TEXT and list(read.files) == ["digits/evaluation.py"]


def test_only_what_the_student_has_written_is_the_answer(tmp_path: Path) -> None:
    above = "# q8: in your words\n\nWhat did you see?\n\n"
    name = "digits/written_answer.md"
    assert package(tmp_path, **{name: f"{above}{ANSWER_LINE}\r\n\r\n{TEXT}\r\n"}).answers[0] == TEXT
    assert (
        package(tmp_path, **{name: f"{above}{ANSWER_LINE}\n\n{EMPTY}\n\n{TEXT}"}).answers[0] == TEXT
    )
    assert package(tmp_path, **{name: f"{TEXT}\n\n{ANSWER_LINE}\n\n{EMPTY}\n"}).answers[0] == TEXT
    assert package(tmp_path, **{name: f"# q8\n\n{ANSWER_LINE}\n\n{EMPTY}\n"}).answers == ()


def test_a_heading_of_the_students_own_is_part_of_the_answer(tmp_path: Path) -> None:
    text = f"# q8\n\nWhat did you see?\n\n{ANSWER_LINE}\n\n# 64 units are best\n\nBy far."
    read = package(tmp_path, **{"digits/written_answer.md": text})
    assert read.answers[0] == "# 64 units are best\n\nBy far."


def test_a_notebook_may_hold_the_answer_that_the_package_does_not(tmp_path: Path) -> None:
    cells = new_notebook(cells=[new_markdown_cell(TEXT, id="write-answer"), new_code_cell(CODE)])
    given = {"digits.ipynb": nbformat.writes(cells), "digits/written_answer.md": "# q8\n\nWhat?"}
    assert package(tmp_path, **given).answers == ("What?", TEXT)


def test_an_answer_in_a_file_that_is_no_text_is_not_passed_over_in_silence(tmp_path: Path) -> None:
    read = package(tmp_path, **{"digits/written_answer.pdf": b"%PDF-1.7"})
    assert read.answers == ()
    assert read.note == (
        "digits/written_answer.pdf: not read; please write your answer into written_answer.md."
    )


def test_an_answer_is_bounded_and_has_no_characters_that_are_not_shown(tmp_path: Path) -> None:
    read = package(tmp_path, **{"digits/written_answer.md": "a\x1b[31mb\u202ec\0\n" + "x" * 10**6})
    assert read.answers[0].startswith("abc\nxxx") and len(read.answers[0]) == 20_000


@pytest.mark.parametrize(
    "part",
    ["x", "<!-- Your answer ", "<!--", "<!-- ", "# ", "\n# ", " ", "<!-- Your answer -->", "\x1b["],
)
def test_no_answer_takes_long_to_read(tmp_path: Path, part: str) -> None:
    begun = time.perf_counter()
    package(tmp_path, **{"digits/written_answer.md": (part * 5_000_000)[:4_900_000]})
    assert time.perf_counter() - begun < 5


def test_code_in_an_answer_is_no_code_of_the_submission(tmp_path: Path) -> None:
    read = package(tmp_path, **{"digits/written_answer.md": "def train(): pass"})
    assert b"train" not in b"".join(read.files.values())


def test_a_notebooks_answer_is_what_stands_between_the_marks(tmp_path: Path) -> None:
    begin, end = new_markdown_cell(BEGIN), new_markdown_cell(END)
    place = new_markdown_cell(PLACE, id="write-answer")
    asked = "What did you see?"
    assert (
        notebook(tmp_path, begin, new_markdown_cell(TEXT), end).answers[0] == f"{asked}\n\n{TEXT}"
    )
    more = (new_markdown_cell(TEXT), new_code_cell("see the table"))
    assert (
        notebook(tmp_path, begin, place, *more, end).answers[0].endswith(f"{TEXT}\n\nsee the table")
    )
    assert notebook(tmp_path, begin, place, end).answers[0] == asked  # which is the prompt
    assert notebook(tmp_path, new_markdown_cell(TEXT)).answers == ()


def test_a_notebook_without_the_marks_has_the_cell_that_was_made_for_it(tmp_path: Path) -> None:
    cell = new_markdown_cell(TEXT, id="write-answer")
    assert notebook(tmp_path, cell, new_markdown_cell("## Hand in")).answers[0] == TEXT


def test_a_notebooks_code_is_numbered_and_limited_as_before(tmp_path: Path) -> None:
    long = new_markdown_cell("x" * 11_000_000)
    read = notebook(tmp_path, long, new_code_cell("x = 1"), new_markdown_cell(TEXT))
    assert list(read.files) == ["code cell 1", "code cell 2"]


def test_the_answer_beside_a_notebook_counts_where_there_is_none_in_it(tmp_path: Path) -> None:
    both = io.BytesIO()
    with zipfile.ZipFile(both, "w") as archive:
        cells = new_notebook(cells=[new_code_cell(CODE)])
        archive.writestr("digits.ipynb", nbformat.writes(cells))
        archive.writestr("written_answer.md", TEXT)
    (tmp_path / "a.zip").write_bytes(both.getvalue())
    read = read_submission(tmp_path / "a.zip")
    assert read.answers[0] == TEXT and list(read.files) == ["code cell 1"]


def test_an_id_that_is_too_long_or_no_text_does_not_matter(tmp_path: Path) -> None:
    tree = json.loads(nbformat.writes(new_notebook(cells=[new_code_cell(CODE)])))
    for id in ("x" * 1_000, {"a": 1}, None):
        tree["cells"][0]["id"] = id
        (tmp_path / "a.ipynb").write_text(json.dumps(tree))
        assert list(read_submission(tmp_path / "a.ipynb").files) == ["code cell 1"]


def test_the_released_notebook_has_no_answer_but_the_prompt() -> None:
    answer = read_submission(ROOT / "assignment" / "digits.ipynb").answers[0]
    assert "Which hyperparameters did you try" in answer and "Type your answer" not in answer
