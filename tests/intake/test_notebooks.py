"""Notebooks: what is read of them, and what a failing cell costs."""

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v3 import new_code_cell as cell_of_v3
from nbformat.v3 import new_notebook as notebook_of_v3
from nbformat.v3 import new_worksheet
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.grading.setup import Options
from autograder.intake import notebooks
from autograder.intake.classes import find_submissions
from autograder.intake.limits import IntakeError
from autograder.intake.submissions import read_submission
from autograder.quality.zoo import problems, read_specimen
from autograder.release.assignment import make_skeleton
from autograder.results.grade import Grade
from support import SOLUTION, ZOO

QUESTIONS = ("q1", "q2", "q3", "q4", "q5", "q6", "q7")
FILES = ("data", "models", "costs", "training", "evaluation", "experiments")
CHANCE = "import math\ndef chance_cost(num_classes=10):\n    return math.log(num_classes)"


def notebook(*cells: str) -> bytes:
    """A notebook with these code cells, and text between them."""
    both = [cell for text in cells for cell in (new_markdown_cell("# text"), new_code_cell(text))]
    return nbformat.writes(new_notebook(cells=both)).encode()


def long_notebook(count: int) -> bytes:
    """A notebook with so many code cells, which nbformat would take seconds to make."""
    code = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    cells = [code | {"source": text} for text in [CHANCE, *["x = 1"] * (count - 1)]]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}).encode()


def reference_cells() -> list[str]:
    """The reference as the cells of a notebook."""
    texts = [(SOLUTION / "digits" / f"{name}.py").read_text("utf-8") for name in FILES]
    kept = [[line for line in text.split("\n") if "from ." not in line] for text in texts]
    return ["\n".join(lines) for lines in kept]


def skeleton_cells() -> list[str]:
    """The cells of a notebook in which nothing is written yet."""
    return [make_skeleton(text, "a cell", QUESTIONS) for text in reference_cells()]


# Reading


def read_notebook(data: bytes, shown: str) -> dict[str, bytes]:
    """The code cells of a notebook in memory."""
    return notebooks.read_notebook(io.BytesIO(data), shown).cells


def codes(files: dict[str, bytes]) -> list[str]:
    """The texts of the cells that were read."""
    return [data.decode() for data in files.values()]


def test_only_code_cells_are_read_and_counted() -> None:
    files = read_notebook(notebook("import torch", "", CHANCE), "a.ipynb")
    assert files == {"code cell 1": b"import torch", "code cell 3": CHANCE.encode()}


def test_all_formats_are_read_as_nbformat_reads_them() -> None:
    new = new_notebook(cells=[new_code_cell("é = 1\n\nb = 2\n"), new_code_cell(CHANCE)])
    old = notebook_of_v3(
        worksheets=[
            new_worksheet(cells=[cell_of_v3("é = 1\n\nb = 2\n")]),
            new_worksheet(cells=[cell_of_v3(CHANCE)]),
        ]
    )
    for version, tree in ((4, new), (3, old)):
        text = nbformat.writes(tree, version=version)
        theirs = nbformat.reads(text, as_version=4)
        ours = codes(read_notebook(text.encode(), "a.ipynb"))
        assert (
            ours == [cell.source for cell in theirs.cells if cell.cell_type == "code"][-len(ours) :]
        )
        assert ours == ["é = 1\n\nb = 2\n", CHANCE]
    lines = ["import math", "def chance_cost(n):", "    return 2"]
    code = {"cell_type": "code", "language": "python", "outputs": [], "input": lines}
    sheet = {"cells": [code, {"cell_type": "markdown", "source": ["no code"]}]}
    oldest = {"nbformat": 2, "metadata": {"name": "old"}, "worksheets": [sheet]}
    theirs = nbformat.reads(json.dumps(oldest), as_version=4)
    assert codes(read_notebook(json.dumps(oldest).encode(), "a.ipynb")) == [theirs.cells[0].source]
    joined = {"cells": [{"cell_type": "code", "source": CHANCE}]}  # one text and not lines
    assert codes(read_notebook(json.dumps(joined).encode("utf-8-sig"), "a.ipynb")) == [CHANCE]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "a.ipynb is empty; please download the notebook again"),
        (b"\xef\xbb\xbf \n", "a.ipynb is empty; please download"),
        (bytes(1_000), "a.ipynb is empty; please download the notebook again"),
        (b"<!DOCTYPE html><html>", "a.ipynb is a web page and no notebook"),
        (
            b"\xef\xbb\xbf<html><head><title>Sign in - Google Accounts</title>",
            'a.ipynb is a web page ("Sign in - Google Accounts") and no notebook; please download',
        ),
        (b"%PDF-1.4", "a.ipynb is a PDF and no notebook"),
        (
            b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
            "a.ipynb is a pointer of Git LFS to a file that is elsewhere and no notebook;",
        ),
        (
            b'{"": "WARNING! DO NOT EDIT", "doc_id": "1xyz", "email": "jane@uni.example"}',
            "a.ipynb is a shortcut of Google Drive to a file that is elsewhere and no notebook;",
        ),
        (b'{"cells": [', "a.ipynb is damaged and cannot be read"),
        (b'{\n<<<<<<< HEAD\n"cells": []}', "a merge conflict of Git's"),
        (b"[" * 100_000, "damaged"),
        (b"9" * 10_000, "damaged"),
        (b"9 ", "is no Jupyter notebook"),
        (b'{"cells": [{"outputs": [[1, 2], "cell_type": "code"}]}', "damaged"),
        (b'{"cells": [{"outputs": [}', "damaged"),
        (b'{"cells" []}', "damaged"),
        (b'{"cells": [] "nbformat": 4}', "damaged"),
        (b"{7: []}", "damaged"),
        (b'{"a": ' + b"[" * 2_000 + b"]" * 2_000 + b"}", "damaged"),
        (b"\xff\xfe\x00", "is empty"),
        (b"\xff\xfe{", "damaged"),
        (b"[]", "is no Jupyter notebook"),
        (b'{"cells": 3}', "is no Jupyter notebook"),
        (b'{"worksheets": 3}', "is no Jupyter notebook"),
        (b'{"cells": []}', "has no code in it"),
        (b'{"cells": [null, {"cell_type": "code", "source": [1, null]}]}', "has no code in it"),
        (notebook(), "has no code in it"),
        (notebook(" \n"), "has no code in it"),
        (notebook("print(1)"), "defines nothing that the assignment asks for"),
        (notebook("evaluate(model)\nprint(accuracy == 1)"), "defines nothing"),
        (long_notebook(1_001), "more than 1,000 cells"),
        (notebook(CHANCE, f"x = '{'x' * 5_000_000}'"), "more than 1,000 cells or 5 MB"),
        (notebook(CHANCE, f"x = '{'x' * 10_000_000}'"), "more than 1,000 cells or 5 MB"),
    ],
)
def test_what_cannot_be_graded_is_refused_in_one_sentence(data: bytes, message: str) -> None:
    with pytest.raises(IntakeError) as caught:
        read_notebook(data, "a.ipynb")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


# Handing in


@pytest.fixture
def hand_in(tmp_path: Path) -> Callable[..., Path]:
    """Write a folder with these files."""

    def write(**files: str | bytes) -> Path:
        folder = tmp_path / "alice"
        for name, data in files.items():
            path = folder / name.replace("__", "/").replace("_ipynb", ".ipynb").replace(
                "_py", ".py"
            )
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return folder

    return write


FULL = notebook(*reference_cells())
EMPTY = notebook(*skeleton_cells())
CELLS = {f"code cell {number}" for number in range(1, 7)}


def test_a_notebook_alone_is_a_submission_and_takes_what_lies_beside_it(
    hand_in: Callable[..., Path],
) -> None:
    folder = hand_in(digits_ipynb=FULL, helper_py="x = 1", tests__a_py="1", notes="n")
    assert read_submission(folder / "digits.ipynb").files.keys() == CELLS
    assert find_submissions([folder]).submissions == (folder,)
    assert read_submission(folder).files.keys() == CELLS | {"helper.py", "notes"}


def test_a_notebook_in_an_archive_is_read(hand_in: Callable[..., Path], tmp_path: Path) -> None:
    folder = hand_in(work__my_ipynb=FULL, work__helper_py="x = 1")
    archive = shutil.make_archive(str(tmp_path / "bob"), "zip", folder)
    assert read_submission(Path(archive)).files.keys() == CELLS | {"helper.py"}
    (folder / "work" / "my.ipynb").unlink()
    (folder / "work" / "helper.py").unlink()
    shutil.move(archive, folder / "export.zip")
    assert read_submission(folder).files.keys() == CELLS | {"helper.py"}


def test_the_notebook_with_most_written_is_taken(hand_in: Callable[..., Path]) -> None:
    folder = hand_in(digits_ipynb=EMPTY, mine_ipynb=FULL, scratch_ipynb=notebook("1 + 1"))
    assert read_submission(folder).files["code cell 1"].decode() == reference_cells()[0]


def test_notebooks_between_which_there_is_no_choice_are_listed(
    hand_in: Callable[..., Path],
) -> None:
    folder = hand_in(one_ipynb=FULL, two_ipynb=notebook("import torch", *reference_cells()))
    with pytest.raises(IntakeError, match=r"in them, one\.ipynb, two\.ipynb; please hand in one"):
        read_submission(folder)
    (folder / "two.ipynb").write_bytes(FULL)  # a mere copy
    assert read_submission(folder).files.keys() == CELLS


def test_notebooks_of_which_none_can_be_graded_are_listed(hand_in: Callable[..., Path]) -> None:
    folder = hand_in(one_ipynb=b"", two_ipynb=notebook("1 + 1"))
    with pytest.raises(IntakeError, match=r"2 notebooks, one\.ipynb, two\.ipynb, and none can be"):
        read_submission(folder)


@pytest.mark.parametrize("other", [b"", notebook("1 + 1"), EMPTY, FULL])
def test_a_package_that_is_written_goes_before_the_notebook(
    hand_in: Callable[..., Path], other: bytes
) -> None:
    names = {
        f"digits__{name}_py": text for name, text in zip(FILES, reference_cells(), strict=True)
    }
    submitted = read_submission(hand_in(digits_ipynb=other, **names))
    assert "digits/data.py" in submitted.files
    assert not CELLS & submitted.files.keys()
    assert not submitted.note


def test_a_notebook_that_is_written_goes_before_the_untouched_package(
    hand_in: Callable[..., Path],
) -> None:
    names = {f"digits__{name}_py": text for name, text in zip(FILES, skeleton_cells(), strict=True)}
    submitted = read_submission(hand_in(digits_ipynb=FULL, **names))
    assert submitted.files.keys() >= CELLS
    assert submitted.note.startswith("The notebook digits.ipynb was graded")


def test_a_notebook_that_is_too_large_is_told_to_shrink(hand_in: Callable[..., Path]) -> None:
    folder = hand_in(my_ipynb=b"")
    with (folder / "my.ipynb").open("wb") as file:
        file.truncate(200_000_001)
    for path in (folder, folder / "my.ipynb"):
        with pytest.raises(IntakeError, match=r"^my\.ipynb is larger than 200 MB; please clear"):
            read_submission(path)


# Grading


@pytest.fixture
def grade(grader: Any, rubric: Any, tmp_path: Path) -> Callable[..., Grade]:
    """Grade a notebook, or some of its questions."""

    def start(cells: list[str], *only: str) -> Grade:
        path = tmp_path / "student.ipynb"
        path.write_bytes(notebook(*cells))
        questions = tuple(question for question in rubric.questions if question.id in only)
        found: Grade = grader.grade(path, "student", Options(questions=questions or None))
        return found

    return start


def lost(grade: Grade) -> set[str]:
    """The questions in which points were lost."""
    assert not grade.fault, [result.details for result in grade.results if result.status == "fault"]
    return {item.question.id for item in grade.question_scores if item.score < item.max_score}


TRAINING = [  # as students have them between their definitions
    "%matplotlib inline\n!pip install otter-grader\nimport otter\ngrader = otter.Notebook()",
    "device = 'cuda' if torch.cuda.is_available() else 'cpu'\ntorch.manual_seed(0)",
    "mnist = load_mnist()\nmodel = MLP()\ncosts = train(model, mnist, mnist)",
    "cost, accuracy = evaluate(model, mnist)\naccuracy = accuracy(model, mnist)",
    "grader.check('q4')",
    "raise SystemExit",
    "while True: pass",
]


def test_the_reference_as_a_notebook_gets_every_point(
    grade: Callable[..., Grade], rubric: Any
) -> None:
    cells = reference_cells()
    found = grade([*TRAINING[:2], *cells[:3], *TRAINING[2:4], *cells[3:], *TRAINING[2:]])
    assert lost(found) == set()
    assert found.score == rubric.points > 0


def test_an_untouched_notebook_gets_nothing_and_a_hint_for_every_question(
    grade: Callable[..., Grade],
) -> None:
    found = grade(skeleton_cells())
    assert found.total == 0
    assert all("still to be written" in result.hint for result in found.failed)
    assert {result.cause for result in found.failed} == {"unwritten"}


def test_a_cell_with_a_syntax_error_costs_its_own_questions_and_is_named(
    grade: Callable[..., Grade],
) -> None:
    cells = reference_cells()
    cells[3] = cells[3].replace("optimizer.step()", "optimizer.step(")
    found = grade(cells, "q1", "q3", "q4", "q5")
    assert lost(found) == {"q4"}
    line = cells[3][: cells[3].index("optimizer.step(\n")].count("\n") + 1
    place = f"line {line} of the code cell `{cells[3].strip().splitlines()[0]}`"
    assert {place in result.hint for result in found.failed} == {True}


def test_an_error_in_a_function_is_told_with_its_cell_and_line(grade: Callable[..., Grade]) -> None:
    found = grade([*TRAINING[:2], "def chance_cost(num_classes=10):\n    return math.log(2)"], "q5")
    (result,) = [one for one in found.failed if one.check.name == "test_chance_cost"]
    assert result.hint == (
        "NameError: name 'math' is not defined (while calling chance_cost, line 2 of the code cell"
        " `def chance_cost(num_classes=10):`). That is the name of a library, or of a part of one:"
        " what uses it must import it first."
    )
    assert 'File "code cell 3", line 2, in chance_cost\n    return math.log(2)' in result.details


@pytest.mark.slow
@pytest.mark.parametrize("name", ["correct/functional_mlp", "mistakes/q3_sign"])
def test_a_specimen_of_the_zoo_loses_as_a_notebook_what_it_loses_as_a_package(
    grade: Callable[..., Grade], name: str
) -> None:
    specimen = read_specimen(ZOO / f"{name}.py")
    assert list(problems(specimen, grade([*reference_cells(), specimen.code]))) == []
