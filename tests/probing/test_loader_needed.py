"""Packages: what is run of their files, and what a file costs that cannot be loaded."""

import inspect
import pickle
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from autograder.probing.loader import StudentCode
from autograder.probing.student_error import Cause, StudentError, explain
from support.loading import Load, packages

MARK = "open('seen', 'w')"  # a statement that must not be run leaves this file
EVALUATE = "def evaluate():\n    return {}\n"


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Load]:
    """Load a package of these files."""
    yield from packages(tmp_path, monkeypatch)


@pytest.fixture
def limit() -> Iterator[None]:
    """Put the limit of recursion back, which a text sets."""
    usual = sys.getrecursionlimit()
    yield
    sys.setrecursionlimit(usual)


def failure_of(code: StudentCode, call: Callable[[], Any]) -> StudentError:
    """Return what is told of a call that fails."""
    with pytest.raises(BaseException) as caught:
        call()

    return explain(code.cause(caught.value), code.folder, "calling evaluate")


NEEDED: list[tuple[str, dict[str, str]]] = [
    ("make()", {"data": "def make(): return 5", "evaluation": "from .data import make"}),
    ("d.make()", {"data": "def make(): return 5", "evaluation": "import digits.data as d"}),
    ("digits.data.N", {"data": "N = 5", "evaluation": "import digits.data"}),
    ("data.make()", {"data": "def make(): return 5", "evaluation": "from . import data"}),
    ("data.make()", {"data": "def make(): return 5", "evaluation": "from digits import data"}),
    ("make()", {"data": "def make(): return 5", "evaluation": "from .data import *"}),
    ("make()", {"data": "def make(): return 5", "evaluation": "from digits.data import *"}),
    ("_a", {"data": "__all__ = ['_a']\n_a = 5", "evaluation": "from .data import *"}),
    (
        "make()",
        {
            "data": "from .deep.more import make",
            "deep/__init__": "",
            "deep/more": "from ..base import N\ndef make(): return N",
            "base": "N = 5",
            "evaluation": "from .data import make",
        },
    ),
    (
        "make()",
        {
            "__init__": "from .data import make",
            "data": "def make(): return 5",
            "evaluation": "from digits import make",
        },
    ),
    ("two()", {"data": "from .evaluation import one\ndef two(): return one() + 3",
               "evaluation": "from .data import two\ndef one(): return 2"}),
    ("Net.n", {"data": "class Base:\n    n = 5",
               "evaluation": "from .data import Base\nclass Net(Base): pass"}),
    ("Options().rate", {"data": "", "evaluation": """
        from dataclasses import dataclass
        @dataclass
        class Options:
            rate: int = 5
        """}),
    ("count()", {"evaluation": """
        counter = 4
        def count():
            global counter
            counter += 1
            return counter
        """}),
    ("X", {"evaluation": "def setup():\n    global X\n    X = 5\nsetup()"}),
    ("f()", {"evaluation": "exec('def f(): return 5')"}),
    ("f()", {"evaluation": "for n in (1, 2):\n    globals()['f'] = lambda: 5"}),
    ("f()", {"evaluation": "import sys\nsetattr(sys.modules[__name__], 'f', lambda: 5)"}),
    ("N", {"evaluation": "import sys\nthis = sys.modules[__name__]\nthis.N = 5"}),
    ("N", {"evaluation": "locals().update(N=5)"}),
    ("f()", {"evaluation": "for n in (4, 5):\n    def f(n=n): return n"}),
    ("globals()['f']()", {"evaluation": "def f(): return 5"}),
    ("f(1)", {"evaluation": "if 1 > 2:\n    f = None\nelse:\n    def f(x): return 5"}),
    ("X", {"evaluation": "try:\n    import yaml\n    X = 4\nexcept ImportError:\n    X = 5"}),
    ("X", {"evaluation": "from typing import TYPE_CHECKING\nX = 5\n"
           "if TYPE_CHECKING:\n    from .nowhere import Y"}),
    ("f(0)", {"evaluation": "import pandas as pd\ndef f(x: pd.DataFrame): return 5"}),
    ("f(0)", {"evaluation": "from pandas import *\ndef f(x: DataFrame) -> Series: return 5"}),
    ("T[1]", {"evaluation": "import os\nT = {}\nfor n in range(3):\n    T[n] = 5"}),
    ("MODELS['f']()", {"evaluation": """
        MODELS = {}
        def register(f):
            MODELS[f.__name__] = f
            return f
        @register
        def f(): return 5
        """}),
    ("build('f')", {"registry": """
        MODELS = {}
        def register(f):
            MODELS[f.__name__] = f
            return f
        def build(name): return MODELS[name]()
        """, "evaluation": """
        from .registry import build, register
        @register
        def f(): return 5
        """}),
    ("Net.f()", {"evaluation": """
        def add_to(cls):
            def add(f):
                setattr(cls, f.__name__, f)
            return add
        class Net: pass
        @add_to(Net)
        def f(): return 5
        """}),
    ("Net().f()", {"evaluation": """
        def patch(f):
            kind = next(iter(f.__annotations__.values()))
            setattr(kind, f.__name__, f)
            return f
        class Net: pass
        @patch
        def f(self: Net): return 5
        """}),
    ("Net.f()", {"evaluation": "class Net: pass\ndef g(): return 5\nsetattr(Net, 'f', g)"}),
    ("Net.f()", {"evaluation": "class Net: pass\ndef g(): return 5\nNet.f = g"}),
    ("Net.f()", {"evaluation": "class Net: pass\nfrom . import more",
                 "more": "from .evaluation import Net\ndef g(): return 5\nNet.f = g"}),
    ("REG['g']()", {"evaluation": "from .zoo import *\nfrom .reg import REG",
                    "reg": "REG = {}\ndef enter(f):\n    REG[f.__name__] = f\n    return f",
                    "zoo": "from .reg import enter\n@enter\ndef g(): return 5"}),
    ("Net.f()", {"evaluation": """
        def attach(kind, function):
            kind.f = function
        class Net: pass
        def g(): return 5
        attach(Net, g)
        """}),
    ("N + 4", {"evaluation": """
        import os
        os.makedirs('logs')
        N = open('logs/log', 'w').write('x')
        """}),
    ("open('logs/log', 'w').write('abcde')", {"evaluation": """
        import os
        if not os.path.isdir('logs'):
            os.makedirs('logs')
        """}),
    ("open('logs/log', 'w').write('abcde')", {"evaluation": """
        from pathlib import Path
        Path('logs').mkdir(exist_ok=True)
        """}),
    ("int(os.environ['N'])", {"evaluation": "import os\nos.environ['N'] = '5'"}),
    ("OPTIONS.get('n', 5)", {"evaluation": "OPTIONS = {'n': 4}\ndel OPTIONS['n']"}),
    ("N", {"evaluation": """
        import os, sys
        HERE = os.path.dirname(os.path.abspath(__file__))
        if HERE not in sys.path:
            sys.path.insert(0, HERE)
        from numbers_of_mine import N
        """, "numbers_of_mine": "N = 5"}),
    ("args.n", {"evaluation": """
        import argparse
        parser = argparse.ArgumentParser()
        parser.add_argument('--n', type=int, default=5)
        args = parser.parse_args()
        """}),
    ("X == ['digits'] and 5", {"evaluation": "import sys\nX = sys.argv"}),
    ("len(sys.path) and sys.getrecursionlimit() - 4995 + 0 * len(X)",
     {"evaluation": "import sys\nX = ''\nsys.setrecursionlimit(5000)"}),
    ("display.clear_output(wait=True) and 5", {"evaluation": "from IPython import display"}),
    ("get_ipython().run_line_magic('x', 'y') and 5",
     {"evaluation": "from IPython import get_ipython"}),
]  # fmt: skip


@pytest.mark.parametrize(("used", "files"), NEEDED)
def test_what_a_definition_needs_is_run_wherever_it_stands(
    load: Load, limit: None, used: str, files: dict[str, str]
) -> None:
    text = dedent(files["evaluation"]) + "\n" + EVALUATE.format(used)
    assert load(files | {"evaluation": text}).find("evaluate")() == 5


@pytest.mark.parametrize(("used", "files"), [one for one in NEEDED if [*one[1]] == ["evaluation"]])
def test_the_same_is_run_in_a_notebook(
    load: Load, limit: None, tmp_path: Path, used: str, files: dict[str, str]
) -> None:
    (tmp_path / "code cell 1").write_text(EVALUATE.format(used))
    (tmp_path / "code cell 2").write_text(dedent(files["evaluation"]).lstrip("\n"))
    assert load({}).find("evaluate")() == 5


@pytest.mark.parametrize(
    "line",
    [
        "raise SystemExit",
        "while True: pass",
        MARK,
        "train(evaluate)",
        "input()",
        "import argparse\nargs = argparse.ArgumentParser().parse_args(['--nowhere'])",
        "import seaborn as sns\nsns.set_style('dark')",
        "from google.colab import drive\ndrive.mount('/content')",
        "from d2l import torch as d2l",
        "from nowhere import *",
        "from .nowhere import something",
        "from .broken import something",
        "import pandas, sklearn, torchsummary, wandb",
        "evaluate = evaluate()",
        "def other(x: Nowhere): pass",
        "@nowhere\ndef other(): pass",
        "class Other(nowhere): pass",
        "X = 1 / 0",
        "if __name__ == '__main__':\n    " + MARK,
        "get_ipython().system('ls')",
        "assert evaluate() == 4",
    ],
)
@pytest.mark.parametrize("where", ["evaluation", "data", "__init__"])
def test_what_no_definition_needs_costs_nothing(
    load: Load, tmp_path: Path, line: str, where: str
) -> None:
    files = {
        "__init__": "",
        "broken": "def something(:\n",
        "data": "def helper(): return 3\n",
        "evaluation": "from .data import helper\n" + EVALUATE.format("helper()"),
    }
    files[where] = f"{line}\n{files[where]}\n{line}\n"
    assert load(files).find("evaluate")() == 3
    assert not (tmp_path / "seen").exists()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("def make(:\n", "SyntaxError: invalid syntax (while importing digits/data.py, line 1)"),
        ("X = 1\n", "cannot import name 'make' from 'digits.data'"),
        ("@nowhere\ndef make(): pass", "name 'nowhere' is not defined"),
        ("import seaborn\nmake = seaborn.nowhere", "No module named 'seaborn': only PyTorch"),
        (None, "No module named 'digits.data'"),
    ],
)
@pytest.mark.parametrize("how", ["from .data import make, other", "from .data import *"])
def test_a_file_that_cannot_be_loaded_costs_what_needs_it(
    load: Load, data: str | None, message: str, how: str
) -> None:
    files = {
        "evaluation": f"{how}\n{EVALUATE.format('make()')}\ndef accuracy(): return 3\n",
    }
    code = load(files | ({"data": data} if data is not None else {}), ("evaluate", "accuracy"))
    assert code.find("accuracy")() == 3
    failure = failure_of(code, code.find("evaluate"))
    if how == "from .data import *" and data == "X = 1\n":
        assert "name 'make' is not defined" in failure.hint
        return
    assert message in failure.hint
    assert failure.hint.endswith("so there is no `make` in digits/evaluation.py, line 3.")


@pytest.mark.parametrize("data", ["def make_loader(:\n", "", "import seaborn\nseaborn.x\n", None])
@pytest.mark.parametrize(
    ("how", "used"),
    [
        ("from .data import make_loader, load_mnist", "make_loader()"),
        ("from digits.data import make_loader as made", "made()"),
        ("from .data import *", "make_loader()"),
        ("from . import data", "data.make_loader()"),
        ("import digits.data as d", "d.make_loader()"),
        ("import digits.data", "digits.data.make_loader()"),
    ],
)
def test_a_stand_in_makes_up_for_a_file_however_it_is_imported(
    load: Load, data: str | None, how: str, used: str
) -> None:
    texts = [f"{how}\n{EVALUATE.format(used)}"]
    if "*" not in how:
        texts.append(f"def evaluate():\n    {how.split(',')[0]}\n    return {used}\n")
    present = {"data": data} if data is not None else {}
    for text in texts:
        code = load({"evaluation": text} | present, make_loader=lambda: "ours")
        assert code.find("evaluate")() == "ours"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("def helper(:\n", "SyntaxError: invalid syntax (while importing digits/data.py, line 1)"),
        ("X = 1\n", "cannot import name 'helper' from 'digits.data' (digits/data.py)"),
        (None, "digits/data.py is missing"),
    ],
)
def test_a_stand_in_does_not_hide_what_is_wrong_with_a_file(
    load: Load, data: str | None, message: str
) -> None:
    text = "from .data import make_loader, helper\n" + EVALUATE.format("make_loader() and helper()")
    present = {"data": data} if data is not None else {}
    code = load({"evaluation": text} | present, make_loader=lambda: "ours")
    failure = failure_of(code, code.find("evaluate"))
    assert message in failure.hint.replace(f"{code.folder}/", "")
    assert "unknown location" not in failure.hint


def test_stand_ins_replace_the_students_own_in_all_files(load: Load) -> None:
    code = load(
        {
            "costs": "def cost_function(): return 'theirs'\nalias = cost_function\n",
            "helpers": "from .costs import cost_function as c\ndef help(): return c()\n",
            "deep/er": "from .. import costs\ndef more(): return costs.cost_function()\n",
            "evaluation": """
                from .helpers import help
                from .deep.er import more
                def cost_function(): return 'theirs'
                wrapped = lambda: cost_function()
                def evaluate(): return help(), more(), cost_function(), wrapped()
            """,
        },
        cost_function=lambda: "ours",
    )
    assert code.find("evaluate")() == ("ours",) * 4


@pytest.mark.parametrize("form", ["package", "notebook"])
def test_what_a_stand_in_replaces_can_be_found_beside_what_is_loaded(
    load: Load, tmp_path: Path, form: str
) -> None:
    once = "COUNT = []\n"
    mlp = "def help(): return COUNT\ndef MLP():\n    COUNT.append('theirs')\n    return help()\n"
    evaluate = "def evaluate(): return MLP(), COUNT\n"
    if form == "notebook":
        (tmp_path / "code cell 1").write_text(once + mlp + evaluate)
        code = load({}, MLP=lambda: "ours")
    else:
        text = "from .models import MLP, COUNT\n" + evaluate
        code = load({"models": once + mlp, "evaluation": text}, MLP=lambda: "ours")
    assert code.find("evaluate")() == ("ours", [])
    loaded = dict(sys.modules)
    assert code.find_apart("MLP")() == ["theirs"]  # with a list of its own
    assert code.find("evaluate")() == ("ours", []) and dict(sys.modules) == loaded


def test_a_name_that_was_not_imported_is_missing_though_there_is_a_stand_in(load: Load) -> None:
    code = load({"evaluation": EVALUATE.format("make_loader()")}, make_loader=lambda: "ours")
    assert "name 'make_loader' is not defined" in failure_of(code, code.find("evaluate")).hint


def test_a_function_is_found_in_whichever_file_defines_it(load: Load) -> None:
    for file in ("more", "deep/er", "__init__", "__main__", "my-own", "training"):
        for path in (load({}).folder / "digits").rglob("*.py"):
            path.unlink()
        assert load({file: EVALUATE.format(repr(file))}).find("evaluate")() == file


@pytest.mark.parametrize("module", ["seaborn", "pandas", "sklearn.metrics", "google.colab", "yaml"])
def test_an_absent_module_that_is_used_costs_the_question_and_names_the_rule(
    load: Load, module: str
) -> None:
    top = module.split(".")[0]
    outside = load({"evaluation": f"import {module}\n\n" + EVALUATE.format(f"{top}.f()")})
    failure = failure_of(outside, outside.find("evaluate"))
    assert failure.cause is Cause.ABSENT_MODULE
    assert failure.hint == (
        f"ModuleNotFoundError: No module named '{module}': only PyTorch, torchvision and Python's"
        " own library are there when your code is graded (while importing digits/evaluation.py,"
        f" line 1); so there is no `{top}` in digits/evaluation.py, line 4."
    )
    inside = load({"evaluation": f"def evaluate():\n    import {module}\n"})
    failure = failure_of(inside, inside.find("evaluate"))
    assert failure.cause is Cause.ABSENT_MODULE
    assert "only PyTorch" in failure.hint and "digits/evaluation.py, line 2)" in failure.hint


@pytest.mark.parametrize(
    "import_",
    [
        "importlib.import_module('seaborn')",
        "import_module('seaborn')",
        "importlib.import_module('.cm', 'seaborn')",
        "__import__('seaborn')",
    ],
)
def test_an_absent_module_is_absent_however_it_is_imported(load: Load, import_: str) -> None:
    source = f"import importlib\nfrom importlib import import_module\n{EVALUATE}"
    evaluate = load({"evaluation": source.format(import_)})
    failure = failure_of(evaluate, evaluate.find("evaluate"))
    assert failure.cause is Cause.ABSENT_MODULE
    assert "'seaborn" in failure.hint and "only PyTorch" in failure.hint


def test_what_is_there_can_be_imported_by_name(load: Load) -> None:
    source = f"import importlib\n{EVALUATE}".format(
        "importlib.import_module('torch.nn'), importlib.import_module('.helper', __package__).NINE"
    )
    assert load({"evaluation": source, "helper": "NINE = 9\n"}).find("evaluate")()[1] == 9


def test_a_future_import_below_other_code_is_refused_as_python_refuses_it(load: Load) -> None:
    late = load({"evaluation": "import math\nfrom __future__ import annotations\n" + EVALUATE})
    with pytest.raises(StudentError) as caught:
        late.find("evaluate")
    assert caught.value.cause is Cause.SYNTAX
    assert "must occur at the beginning of the file" in caught.value.hint
    assert "digits/evaluation.py, line 2" in caught.value.hint
    first = '"""Measures."""\nfrom __future__ import annotations\nfrom __future__ import division\n'
    fine = load({"evaluation": first + EVALUATE.format("1 / 2")})
    assert fine.find("evaluate")() == 0.5


def test_an_import_that_only_works_as_a_script_is_told_the_right_one(load: Load) -> None:
    files = {"data": "def make_loader(): return 3", "deep/er": "from data import make_loader"}
    used = "from data import make_loader\n" + EVALUATE.format("make_loader()")
    code = load(files | {"evaluation": used})
    assert "write `from .data import …`" in failure_of(code, code.find("evaluate")).hint
    code = load(files | {"evaluation": used}, make_loader=lambda: "ours")
    assert "write `from .data import …`" in failure_of(code, code.find("evaluate")).hint
    files["deep/er"] += "\n" + EVALUATE.format("make_loader()")
    code = load(files | {"evaluation": "from .deep.er import evaluate"})
    assert "write `from ..data import …`" in failure_of(code, code.find("evaluate")).hint


def test_a_helper_beside_the_package_is_loaded_by_the_same_rule(load: Load, tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_text(f"import seaborn\n{MARK}\ndef help(): return 3\n")
    code = load({"evaluation": "from helper import help\n" + EVALUATE.format("help()")})
    assert code.find("evaluate")() == 3
    assert not (tmp_path / "seen").exists()


def test_a_failure_in_a_function_names_the_file_and_line(load: Load) -> None:
    files = {"data": "print('x')\n\ndef make(): return 1 / 0\n"}
    code = load(files | {"evaluation": "from .data import make\n" + EVALUATE.format("make()")})
    failure = failure_of(code, code.find("evaluate"))
    assert failure.hint == (
        "ZeroDivisionError: division by zero (while calling evaluate, digits/data.py, line 3)"
    )
    assert 'File "digits/evaluation.py", line 3, in evaluate\n    return make()' in failure.details


def test_a_line_that_downloads_on_import_is_told_so(load: Load) -> None:
    code = load(
        {
            "fetching": "def fetch(): raise RuntimeError('Error downloading x')\n",
            "evaluation": "from .fetching import fetch\nimages = fetch()\n"
            + EVALUATE.format("images"),
        }
    )
    failure = failure_of(code, code.find("evaluate"))
    assert "This line is run when the file is loaded, and there is no network" in failure.hint
    assert 'File "digits/evaluation.py", line 2' in failure.details


@pytest.mark.parametrize(
    "empty", ["pass", "...", "return None", '"""To do."""', "raise NotImplementedError"]
)
def test_an_empty_definition_below_hides_nothing_and_that_is_said(
    load: Load, capsys: pytest.CaptureFixture[str], empty: str
) -> None:
    code = load({"evaluation": EVALUATE.format(3) + f"\n\ndef evaluate(a, b):\n    {empty}\n"})
    assert code.find("evaluate")() == 3
    assert capsys.readouterr().out == (
        "`evaluate` is defined 2 times: digits/evaluation.py, line 1, digits/evaluation.py, line 5."
        " Taken: digits/evaluation.py, line 1, since those below are not written.\n"
    )


def test_the_last_of_two_definitions_wins_and_that_is_said(
    load: Load, capsys: pytest.CaptureFixture[str]
) -> None:
    code = load({"evaluation": EVALUATE.format(3) + EVALUATE.format(4)})
    assert code.find("evaluate")() == 4
    assert capsys.readouterr().out.endswith("line 3, since it is the last.\n")


@pytest.mark.parametrize("form", ["package", "notebook"])
def test_a_merge_conflict_is_told_as_one(load: Load, tmp_path: Path, form: str) -> None:
    text = f"X = 1\n<<<<<<< HEAD\n{EVALUATE}=======\n{EVALUATE}>>>>>>> theirs\n"
    if form == "notebook":
        (tmp_path / "code cell 1").write_text(text)
    code = load({} if form == "notebook" else {"evaluation": text})
    failure = failure_of(code, lambda: code.find("evaluate"))
    assert failure.hint.startswith(
        "SyntaxError: a merge conflict of Git's; please settle it (while"
    )
    where = (
        "digits/evaluation.py, line 2" if form == "package" else "line 2 of the code cell `X = 1`"
    )
    assert failure.hint.endswith(f"{where})")


def test_a_missing_function_is_told_with_what_went_wrong_in_its_file(load: Load) -> None:
    failure = failure_of(code := load({"evaluation": "X = 1 / 0\n"}), lambda: code.find("evaluate"))
    assert failure.hint == (
        "`evaluate` is missing: it belongs in digits/evaluation.py. What went wrong there:"
        " ZeroDivisionError: division by zero (while importing digits/evaluation.py, line 1)"
    )


def test_what_other_files_need_of_a_missing_function_is_not_what_went_wrong(load: Load) -> None:
    used = {"training": "from .evaluation import evaluate\nX = evaluate()\nY = 1 / 0\n"}
    failure = failure_of(code := load({"evaluation": ""} | used), lambda: code.find("evaluate"))
    assert failure.hint == "`evaluate` is missing: it belongs in digits/evaluation.py."
    (code.folder / "digits" / "evaluation.py").unlink()
    failure = failure_of(code := load(used), lambda: code.find("evaluate"))
    assert (failure.hint, failure.cause) == ("digits/evaluation.py is missing.", Cause.MISSING)


def test_the_students_classes_can_be_pickled_and_have_their_source(load: Load) -> None:
    code = load({"evaluation": "class evaluate:\n    def f(self): pass\n"})
    kind = code.find("evaluate")
    assert isinstance(pickle.loads(pickle.dumps(kind())), kind)
    assert inspect.getsource(kind) == "class evaluate:\n    def f(self): pass\n"
    assert kind.__module__ == "digits.evaluation"


def test_two_submissions_in_one_process_do_not_meet(load: Load) -> None:
    first = load({"evaluation": EVALUATE.format(1)})
    assert first.find("evaluate")() == 1
    assert load({"evaluation": EVALUATE.format(2)}).find("evaluate")() == 2
