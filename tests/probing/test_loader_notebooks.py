"""Notebooks: what is run of them, and what is said of a cell that fails."""

import inspect
import pickle
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from autograder.probing.ipython import parse
from autograder.probing.loader import MODULE, StudentCode
from autograder.probing.student_error import StudentError


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., StudentCode]]:
    """Run a notebook in this process."""

    before = dict(sys.modules)
    path = list(sys.path)

    def start(*cells: str, names: tuple[str, ...] = ("evaluate",), **parts: Any) -> StudentCode:
        for number, text in enumerate(cells, 1):
            (tmp_path / f"code cell {number}").write_text(dedent(text).strip("\n"), "utf-8")
        return StudentCode(tmp_path, names, parts)

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
        ("if __name__ == '__main__':\n    N = 3\nelse:\n    N = 4", "N", 3),
        ("N = 'google.colab' in str(get_ipython())", "N", False),
        ("%%writefile data.py\ndef helper(): return 3", "helper()", 3),
        ("%time import math\n%time N, M = 64, math.e", "N", 64),
        ("%time N = 64; M = 5\n%time nowhere at all", "N + M", 69),
        ("if True:\n    %time N = 64", "N", 64),
        (">>> N = 64\n>>> def helper():\n...     return N\n...", "helper()", 64),
        ("In [12]: def helper():\n    ...:     return 3\n    ...:", "helper()", 3),
        ("N = '''\n>>> no prompt\n'''", "N", "\n>>> no prompt\n"),
        ("async def made():\n    return 64\nN = await made()", "N", 64),
        ("async def each():\n    yield 64\nasync for N in each(): pass", "N", 64),
        ("import typing\ndef f(n: 'int'): pass\nN = typing.get_type_hints(f)", "len(N)", 1),
    ],
)
def test_what_a_definition_needs_is_run(
    run: Callable[..., StudentCode], cell: str, used: str, value: object
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
    run: Callable[..., StudentCode], tmp_path: Path, cell: str
) -> None:
    cells = run("def helper(): return 3", DEFINITION.replace("WHAT", "helper()"), cell)
    assert cells.find("evaluate")() == 3
    assert not (tmp_path / "seen").exists()


def test_the_last_definition_wins(run: Callable[..., StudentCode]) -> None:
    two = [DEFINITION.replace("WHAT", number) for number in "12"]
    assert run(*two).find("evaluate")() == 2


def test_a_definition_that_fails_leaves_an_earlier_one_but_for_a_stub(
    run: Callable[..., StudentCode],
) -> None:
    fails = "@nowhere\n" + DEFINITION
    assert run(DEFINITION.replace("WHAT", "1"), fails).find("evaluate")() == 1
    cells = run("def evaluate():\n    raise NotImplementedError('q5: write it')", fails)
    with pytest.raises(StudentError, match=r"'nowhere' .*line 1 of the code cell `@nowhere`"):
        cells.find("evaluate")


def test_a_stub_is_found_and_says_so_when_it_is_called(run: Callable[..., StudentCode]) -> None:
    found = run("def evaluate():\n    raise NotImplementedError('q5: write it')").find("evaluate")
    with pytest.raises(NotImplementedError, match="q5: write it"):
        found()


@pytest.mark.parametrize(
    ("cells", "line", "first"),
    [
        (["x = 1", "y = 1\ndef evaluate(:\n    pass"], 2, "y = 1"),
        (["x = 1", "import math\n\n@math.nowhere\ndef evaluate(): pass"], 3, "import math"),
        (["x = 1", "%time x\nevaluate = lambda: (\n"], 2, "%time x"),
        (["x = 1", f"evaluate = 1 / 0  # {'-' * 60}"], 1, f"evaluate = 1 / 0  # {'-' * 39}…"),
    ],
)
def test_a_cell_that_fails_is_named_by_its_first_line(
    run: Callable[..., StudentCode], cells: list[str], line: int, first: str
) -> None:
    with pytest.raises(StudentError) as caught:
        run(*cells).find("evaluate")
    assert (
        f"(while running the notebook, line {line} of the code cell `{first}`)" in caught.value.hint
    )
    assert f'File "code cell 2", line {line}' in caught.value.details


def test_a_function_that_needs_what_a_failing_cell_makes_is_told_of_that_cell(
    run: Callable[..., StudentCode],
) -> None:
    cells = run("x = 1\ndevice = open('nowhere')", DEFINITION.replace("WHAT", "device"))
    with pytest.raises(NameError) as caught:
        cells.find("evaluate")()
    reason = cells.cause(caught.value)
    assert isinstance(reason, StudentError)
    assert reason.hint.startswith("FileNotFoundError: ")
    assert reason.hint.endswith(
        "line 2 of the code cell `x = 1`); so there is no `device` in line 2 of the code cell"
        " `def evaluate():`."
    )
    cells = run("class Base(: pass", "class Net(Base): pass", "def evaluate(): return Net")
    with pytest.raises(NameError) as caught:
        cells.find("evaluate")()
    assert "line 1 of the code cell `class Base(: pass`" in str(cells.cause(caught.value))


def test_another_error_is_its_own_cause(run: Callable[..., StudentCode]) -> None:
    cells = run(DEFINITION.replace("WHAT", "nowhere"))
    with pytest.raises(NameError) as caught:
        cells.find("evaluate")()
    assert cells.cause(caught.value) is caught.value


def test_a_name_that_no_cell_defines_is_missing(run: Callable[..., StudentCode]) -> None:
    with pytest.raises(StudentError, match="`accuracy` is missing: no code cell of the notebook"):
        run(DEFINITION).find("accuracy")


def test_parts_stand_in_for_functions_wherever_they_are_used(
    run: Callable[..., StudentCode], tmp_path: Path
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


def test_classes_can_be_pickled_and_functions_have_their_source(
    run: Callable[..., StudentCode],
) -> None:
    cells = run("class evaluate: pass", "def train():\n    return 1\n\nx = 1")
    assert isinstance(pickle.loads(pickle.dumps(cells.find("evaluate")())), cells.find("evaluate"))
    assert cells.find("evaluate").__module__ == MODULE
    assert inspect.getsource(cells.find("train")) == "def train():\n    return 1\n"


def test_a_syntax_error_is_reported_where_it_is() -> None:
    with pytest.raises(SyntaxError) as caught:
        parse("!ls\nx = '''\n!'''\ny = 1 +\n%time", "code cell 3")
    assert (caught.value.filename, caught.value.lineno) == ("code cell 3", 4)


@pytest.mark.parametrize(
    ("import_", "used"),
    [
        ("import helper_utils", "helper_utils.N"),
        ("import helper_utils as hu", "hu.N"),
        ("from helper_utils import N", "N"),
        ("from helper_utils import *", "N"),
        ("from digits.layers import N", "N"),
    ],
)
def test_a_module_that_a_cell_writes_is_imported_by_others(
    run: Callable[..., StudentCode], tmp_path: Path, import_: str, used: str
) -> None:
    written = [
        "%%writefile helper_utils.py\nopen('seen', 'w')\nM = 2\n",
        "%%writefile -a helper_utils.py\nN = M + 3\n",
        "%%file digits/layers.py\nN = 5\n",
        "%%writefile ../outside.py\nN = 5\n",
    ]
    cells = run(*written, import_, DEFINITION.replace("WHAT", used))
    assert cells.find("evaluate")() == 5
    assert not (tmp_path / "seen").exists()
    assert not (tmp_path.parent / "outside.py").exists()


def test_a_notebook_without_the_cell_of_the_shape_has_ours(run: Callable[..., StudentCode]) -> None:
    cell = "def MLP(size=NUM_CLASSES):\n    return size, NUM_PIXELS"
    assert run(cell, names=("MLP",)).find("MLP")() == (10, 784)
    own = "NUM_CLASSES, NUM_PIXELS = 5, 3"
    assert run(own, cell, names=("MLP",)).find("MLP")() == (5, 3)


@pytest.mark.parametrize(
    "path",
    ["'lib/more.py'", "/content/lib/more.py", "/kaggle/working/lib/more.py", "./lib/more.py  "],
)
def test_a_module_is_written_where_the_notebook_finds_it(
    run: Callable[..., StudentCode], path: str
) -> None:
    cells = run(f"%%writefile {path}\nN = 5", "import lib.more\ndef evaluate(): return lib.more.N")
    assert cells.find("evaluate")() == 5


@pytest.mark.parametrize(
    "line",
    [
        "%run helpers.py",
        "%run -i 'helpers.py'",
        "  %run ./helpers",
        "%run /content/drive/MyDrive/digits/helpers.py",
    ],
)
def test_a_file_that_a_cell_runs_is_part_of_the_notebook(
    run: Callable[..., StudentCode], tmp_path: Path, line: str
) -> None:
    helpers = "import math\nN = 2\nopen('seen', 'w')\ndef helper():\n    return N + nowhere\n"
    (tmp_path / "helpers.py").write_text(helpers)
    (tmp_path.parent / "beyond.py").write_text("N = 7\n")
    cells = run(f"{line}\nN = 5", "%run ../beyond.py", DEFINITION.replace("WHAT", "helper()"))
    with pytest.raises(NameError) as caught:
        cells.find("evaluate")()
    assert [frame.filename for frame in traceback.extract_tb(caught.tb)][-1] == str(
        tmp_path / "helpers.py"
    )
    vars(sys.modules[MODULE]).update(nowhere=0)
    assert cells.find("evaluate")() == 5
    assert not (tmp_path / "seen").exists()


def test_a_relative_import_in_a_cell_costs_only_what_it_should_bring(
    run: Callable[..., StudentCode],
) -> None:
    beside = "%%writefile common.py\nSIX = 6"
    code = run(beside, "from .data import ROOT", DEFINITION.replace("WHAT", "5"))
    assert code.find("evaluate")() == 5


def test_a_file_that_cells_write_may_import_relatively(run: Callable[..., StudentCode]) -> None:
    code = run(
        "%%writefile common.py\nSIX = 6",
        "%%writefile digits/sizes.py\nFIVE = 5\n",
        "%%writefile digits/parts.py\nfrom .sizes import FIVE\ndef part(): return FIVE\n",
        "from digits.parts import part",
        DEFINITION.replace("WHAT", "part()"),
    )
    assert code.find("evaluate")() == 5
