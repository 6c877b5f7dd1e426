"""Notebooks: what is read of them, what is run of them, and what a failing cell costs."""

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent
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
from autograder.probing.cells import MODULE, Cells
from autograder.probing.statements import parse
from autograder.probing.student_error import StudentError
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
    return notebooks.read_notebook(io.BytesIO(data), shown)


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
    ("data", "said"),
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
        (notebook(CHANCE, *["x = 1"] * 1_001), "more than 1,000 cells"),
        (notebook(CHANCE, f"x = '{'x' * 5_000_000}'"), "more than 1,000 cells or 5 MB"),
        (notebook(CHANCE, f"x = '{'x' * 10_000_000}'"), "more than 1,000 cells or 5 MB"),
    ],
)
def test_what_cannot_be_graded_is_refused_in_one_sentence(data: bytes, said: str) -> None:
    with pytest.raises(IntakeError) as caught:
        read_notebook(data, "a.ipynb")
    assert said in str(caught.value)
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
    import shutil

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


# Running


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Cells]]:
    """Run a notebook in this process."""
    import sys

    before = dict(sys.modules)
    path = list(sys.path)

    def start(*cells: str, names: tuple[str, ...] = ("evaluate",), **parts: Any) -> Cells:
        for number, text in enumerate(cells, 1):
            (tmp_path / f"code cell {number}").write_text(dedent(text).strip("\n"), "utf-8")
        return Cells(tmp_path, names, parts)

    monkeypatch.chdir(tmp_path)
    yield start
    sys.path[:] = path
    for name in sys.modules.keys() - before.keys():
        del sys.modules[name]


DEFINITION = "def evaluate():\n    return WHAT"


@pytest.mark.parametrize(
    ("cell", "used", "value"),
    [
        ("N = 64", "N", 64),
        ("A, (B, *C) = 1, (2, 3)", "C", [3]),
        ("N: int = 64", "N", 64),
        ("N = 1\nN += 1", "N", 2),
        ("import os\nN = os.sep if os.sep else 'x'", "N", "/"),
        ("double = lambda x: 2 * x", "double(4)", 8),
        ("if 1 > 2:\n    N = 1\nelse:\n    N = 2", "N", 2),
        ("try:\n    import nowhere\nexcept ImportError:\n    nowhere = 5", "nowhere", 5),
        ("if True:\n    def helper():\n        return 3", "helper()", 3),
        ("class Base:\n    n = 4\nclass Net(Base): ...", "Net.n", 4),
        ("from math import *", "floor(2.5)", 2),
        ("def helper():\n    return LATE\nLATE = 9", "helper()", 9),
        ("from functools import cache\n@cache\ndef helper():\n    return 3", "helper()", 3),
        ("sizes = []\nfor n in range(3):\n    sizes.append(n)", "sizes", [0, 1, 2]),
        ("options = {}\noptions['a'] = 1\noptions.update(b=2)", "options", {"a": 1, "b": 2}),
        ("class Net: ...\nNet.n = 7", "Net.n", 7),
        ("def f():\n    global N\n    N = 2\n    return N\nN = 1", "f()", 2),
        ("from __future__ import annotations\ndef f(x: Nowhere): return 1", "f(0)", 1),
        ("N = (M := 3) + 1", "M", 3),
        ("#@title Numbers\nN = 64 #@param {type:'integer'}", "N", 64),
        ("    N = 1\n    M = 2", "N + M", 3),
        ("N = 1\r\nM = 2", "N + M", 3),
        ("%%time\nN = 64", "N", 64),
        ("%%capture out\n!pip install torch \\\n    torchvision\nN = 64", "N", 64),
        ("%matplotlib inline\nN = '''\n%d items\n!'''", "N", "\n%d items\n!"),
        ("pip install nowhere\nN = 2", "N", 2),
        ("here = !ls\nN = 2\nN?\n?N\nprint??\n%timeit sum(range(9))", "N", 2),
        ("if True:\n    %cd nowhere\n    N = 3", "N", 3),
        ("!echo it's\nN = 3", "N", 3),
        ("def helper():\n    %matplotlib inline\n    return 5", "helper()", 5),
        ("display(3)\nN = display(4)", "N", None),
    ],
)
def test_what_a_definition_needs_is_run(
    run: Callable[..., Cells], cell: str, used: str, value: object
) -> None:
    cells = run("raise SystemExit", DEFINITION.replace("WHAT", used), cell)
    assert cells.find("evaluate")() == value


@pytest.mark.parametrize(
    "cell",
    [
        "raise SystemExit",
        "while True: pass",
        "open('seen', 'w').write('x')",
        "import pathlib\nfor n in range(3): pathlib.Path('seen').touch()",
        "evaluate = evaluate()",
        "cost, evaluate = 1, open('seen', 'w')",
        "for evaluate in open('seen', 'w'): pass",
        "results = open('seen', 'w')\nevaluate = results.name",
        "helper = open('seen', 'w')",
        "import grader\ngrader.check('q1')",
        "await nothing()",
        "return 3",
        "evaluate: int",
        "del evaluate",
        "%%bash\nevaluate=3",
        "%%script false --no-raise-error\nevaluate = 3",
        "%%html\n<b>evaluate</b>",
        "from nowhere import something",
        "x = (",
        "\x00",
        "(" * 1_000,
        "x = " + "-" * 200_000 + "1",
        "if __name__ == '__main__':\n    open('seen', 'w')",
    ],
)
def test_what_no_definition_needs_is_not_run(
    run: Callable[..., Cells], tmp_path: Path, cell: str
) -> None:
    cells = run("def helper(): return 3", DEFINITION.replace("WHAT", "helper()"), cell)
    assert cells.find("evaluate")() == 3
    assert not (tmp_path / "seen").exists()


def test_the_last_definition_wins(run: Callable[..., Cells]) -> None:
    two = [DEFINITION.replace("WHAT", number) for number in "12"]
    assert run(*two).find("evaluate")() == 2


def test_a_definition_that_fails_leaves_an_earlier_one_but_for_a_stub(
    run: Callable[..., Cells],
) -> None:
    fails = "@nowhere\n" + DEFINITION
    assert run(DEFINITION.replace("WHAT", "1"), fails).find("evaluate")() == 1
    cells = run("def evaluate():\n    raise NotImplementedError('q5: write it')", fails)
    with pytest.raises(StudentError, match=r"'nowhere' .*code cell 2, line 1"):
        cells.find("evaluate")


def test_a_stub_is_found_and_says_so_when_it_is_called(run: Callable[..., Cells]) -> None:
    found = run("def evaluate():\n    raise NotImplementedError('q5: write it')").find("evaluate")
    with pytest.raises(NotImplementedError, match="q5: write it"):
        found()


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (["x = 1", "y = 1\ndef evaluate(:\n    pass"], 2),
        (["x = 1", "import math\n\n@math.nowhere\ndef evaluate(): pass"], 3),
        (["x = 1", "%time x\nevaluate = lambda: (\n"], 2),
        (["x = 1", "evaluate = 1 / 0"], 1),
    ],
)
def test_a_cell_that_fails_is_named_with_its_line(
    run: Callable[..., Cells], cells: list[str], line: int
) -> None:
    with pytest.raises(StudentError) as caught:
        run(*cells).find("evaluate")
    assert f"(while running the notebook, code cell 2, line {line})" in caught.value.hint
    assert f'File "code cell 2", line {line}' in caught.value.details


def test_a_function_that_needs_what_a_failing_cell_makes_is_told_of_that_cell(
    run: Callable[..., Cells],
) -> None:
    cells = run("x = 1\ndevice = open('nowhere')", DEFINITION.replace("WHAT", "device"))
    with pytest.raises(NameError) as caught:
        cells.find("evaluate")()
    told = cells.cause(caught.value)
    assert isinstance(told, StudentError)
    assert told.hint.startswith("FileNotFoundError: ")
    assert told.hint.endswith("code cell 1, line 2); so there is no `device`.")
    cells = run("class Base(: pass", "class Net(Base): pass", "def evaluate(): return Net")
    with pytest.raises(NameError) as caught:
        cells.find("evaluate")()
    assert "code cell 1, line 1" in str(cells.cause(caught.value))


def test_another_error_is_its_own_cause(run: Callable[..., Cells]) -> None:
    cells = run(DEFINITION.replace("WHAT", "nowhere"))
    with pytest.raises(NameError) as caught:
        cells.find("evaluate")()
    assert cells.cause(caught.value) is caught.value


def test_a_name_that_no_cell_defines_is_missing(run: Callable[..., Cells]) -> None:
    with pytest.raises(StudentError, match="`accuracy` is missing: no code cell of the notebook"):
        run(DEFINITION).find("accuracy")


def test_parts_stand_in_for_functions_wherever_they_are_used(
    run: Callable[..., Cells], tmp_path: Path
) -> None:
    (tmp_path / "digits").mkdir()
    (tmp_path / "digits" / "__init__.py").touch()
    (tmp_path / "digits" / "training.py").write_text(
        "def train(): return 'theirs'\ndef other(): return train()\n"
    )
    cells = run(
        "from digits.training import train, other",
        "def train(): return open('seen', 'w')",
        "def evaluate(): return train(), other()",
        train=lambda: "ours",
    )
    assert cells.find("evaluate")() == ("ours", "ours")
    assert cells.find("train")() == "ours"
    assert not (tmp_path / "seen").exists()


def test_classes_can_be_pickled_and_functions_have_their_source(run: Callable[..., Cells]) -> None:
    import inspect
    import pickle

    cells = run("class evaluate: pass", "def train():\n    return 1\n\nx = 1")
    assert isinstance(pickle.loads(pickle.dumps(cells.find("evaluate")())), cells.find("evaluate"))
    assert cells.find("evaluate").__module__ == MODULE
    assert inspect.getsource(cells.find("train")) == "def train():\n    return 1\n"


def test_a_syntax_error_is_reported_where_it_is() -> None:
    with pytest.raises(SyntaxError) as caught:
        parse("!ls\nx = '''\n!'''\ny = 1 +\n%time", "code cell 3")
    assert (caught.value.filename, caught.value.lineno) == ("code cell 3", 4)


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
    assert {f"code cell 4, line {line}" in result.hint for result in found.failed} == {True}


def test_an_error_in_a_function_is_told_with_its_cell_and_line(grade: Callable[..., Grade]) -> None:
    found = grade([*TRAINING[:2], "def chance_cost(num_classes=10):\n    return math.log(2)"], "q5")
    (result,) = [one for one in found.failed if one.check.name == "test_chance_cost"]
    assert result.hint == (
        "NameError: name 'math' is not defined (while calling chance_cost, code cell 3, line 2)"
    )
    assert 'File "code cell 3", line 2, in chance_cost\n    return math.log(2)' in result.details


@pytest.mark.slow
@pytest.mark.parametrize("name", ["correct/functional_mlp", "mistakes/q3_sign"])
def test_a_specimen_of_the_zoo_loses_as_a_notebook_what_it_loses_as_a_package(
    grade: Callable[..., Grade], name: str
) -> None:
    specimen = read_specimen(ZOO / f"{name}.py")
    assert list(problems(specimen, grade([*reference_cells(), specimen.code]))) == []
