"""What a file changes at its top is there when a function is asked for; what trains is not run."""

from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from support.loading import Load, packages

EVALUATE = "def evaluate():\n    return {}\n"
MARK = "open('seen', 'w')"  # a statement that must not be run leaves this file
TABLE = """
TABLE = {}
def enter(name, value=None):
    if value is not None:
        TABLE[name] = value
        return value
    def decorate(value):
        TABLE[name] = value
        return value
    return decorate
def build(name): return TABLE[name]
"""


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Load]:
    """Load a package of these files."""
    yield from packages(tmp_path, monkeypatch)


CHANGED = [  # what `evaluate` returns, which is 5, and what stands at the top of its file
    ("TABLE['a']", TABLE + "enter('a', 5)"),
    ("TABLE['a']()", TABLE + "@enter('a')\ndef a(): return 5"),
    ("TABLE['a']", TABLE + "for name, n in [('a', 5)]:\n    enter(name, n)"),
    ("TABLE['a']", TABLE + "def enter_all():\n    enter('a', 5)\nenter_all()"),
    ("All.items['a']", """
        class All:
            items = {}
            @classmethod
            def add(cls, name, value): cls.items[name] = value
        All.add('a', 5)
        """),
    ("N", "N = None\ndef set_up():\n    global N\n    N = 5\nset_up()"),
    ("N", "N = None\ndef set_up():\n    global N\n    N = 5\n    return True\nready = set_up()"),
    ("N", "N = None\ndef set_up():\n    global N\n    N = 5\nif N is None:\n    set_up()"),
    ("N", "def set_up():\n    global N\n    N = 5\nif True:\n    set_up()"),
    ("T[0]", "T = []\ndef fill(items): items.append(5)\nfill(T)"),
    ("T[0]", "T = []\ndef fill(items):\n    items.append(5)\n    return True\nassert fill(T)"),
    ("T[0]", "T = []\n_ = [T.append(n) for n in (5, 6)]"),
    ("T[0]", "T = []\nlist(map(T.append, [5]))"),
    ("T[0]", "T = []\nn = 5\nwhile n < 7:\n    T.append(n)\n    n += 1"),
    ("T[0]", """
        from contextlib import contextmanager
        T = []
        @contextmanager
        def setting(value):
            T.append(value)
            yield
        with setting(5): pass
        """),
    ("length(5 * [0])", """
        from functools import singledispatch
        @singledispatch
        def length(x): return 0
        length.register(list, lambda x: len(x))
        """),
    ("int(ONE[0, 0] + 4)", "import numpy as np\nONE = np.zeros((2, 2))\nnp.fill_diagonal(ONE, 1)"),
    ("int(E[1, 1])", "import torch\nE = torch.zeros(2, 2)\nE.diagonal().fill_(5)"),
    ("int(E[1, 1])", "import torch\nE = torch.zeros(2, 2)\nd = E.diagonal()\nd += 5"),
    ("int(E[1, 1])", """
        import torch
        E = torch.zeros(2, 2)
        for number, row in enumerate(E):
            row[number] = 5
        """),
    ("int(E[1, 1])", """
        import numpy as np, torch
        E = np.zeros((2, 2))
        view = torch.from_numpy(E)
        view.fill_diagonal_(5)
        """),
    ("int(T[1])", "import torch\nT = [0, 0]\nT[1] = 5\nT = torch.tensor(T)"),
    ("len(OPTIONS) + 4", "OPTIONS = dict(a=1, b=2)\nb = OPTIONS.pop('b')"),
    ("args.n", """
        import argparse
        parser = argparse.ArgumentParser()
        group = parser.add_argument_group('net')
        group.add_argument('--n', type=int, default=5)
        args = parser.parse_args()
        """),
    ("One().f() + Two().f()", """
        class One: pass
        class Two: pass
        def f(self): return 2.5
        for kind in (One, Two):
            kind.f = f
        """),
    ("Base.kinds['One']().n", """
        class Base:
            kinds = {}
            def __init_subclass__(cls): cls.kinds[cls.__name__] = cls
        class One(Base):
            n = 5
        """),
    ("[one() for one in Base.__subclasses__()][0].n", """
        class Base: pass
        class One(Base):
            n = 5
        """),
    ("Meta.kinds['One'].n", """
        class Meta(type):
            kinds = {}
            def __init__(cls, name, bases, space):
                super().__init__(name, bases, space)
                Meta.kinds[name] = cls
        class One(metaclass=Meta):
            n = 5
        """),
    ("Config.n", "class Config:\n    def __init__(self): self.n = 5\nConfig = Config()"),
    ("count('abcde')", "class count:\n    def __call__(self, x): return len(x)\ncount = count()"),
    ("isinstance(5, Number) * 5", """
        from abc import ABC
        class Number(ABC): pass
        Number.register(int)
        """),
    ("Net().f()", """
        def with_f(cls):
            cls.f = lambda self: 5
            return cls
        @with_f
        class Net: pass
        """),
    ("len(NAMES[0])", """
        NAMES = []
        class Part:
            def __set_name__(self, owner, name): NAMES.append(name)
        class Whole:
            parts = Part()
        """),
    ("Kind.A.n", "from enum import Enum\nclass Kind(Enum):\n    A = 1\nKind.A.n = 5"),
    ("config.n", """
        from types import SimpleNamespace
        config = SimpleNamespace()
        config.__dict__.update(n=4)
        config.n += 1
        """),
    ("ini.getint('net', 'n')", """
        from configparser import ConfigParser
        ini = ConfigParser()
        ini.read_string('[net]')
        ini['net']['n'] = '5'
        """),
    ("args.n", """
        import argparse
        def make():
            parser = argparse.ArgumentParser()
            parser.add_argument('--n', type=int)
            return parser
        parser = make()
        parser.set_defaults(n=5)
        args, unknown = parser.parse_known_args()
        """),
    ("ALL['a'].n", """
        from dataclasses import dataclass
        ALL = {}
        @dataclass
        class One:
            name: str
            n: int
            def __post_init__(self): ALL[self.name] = self
        One('a', 5)
        """),
    ("int(E.sum())", "import torch\nE = torch.zeros(5, 5)\ntorch.eye(5, out=E)"),
    ("int(E.sum())", "import numpy\nE = numpy.zeros(5)\nnumpy.copyto(E, numpy.ones(5))"),
    ("math(2.5) * 2", "import math\nmath = math.prod and (lambda x: x)"),
    ("random.n", "import random\nrandom = random.Random(0)\nrandom.n = 5"),
    ("json(5)", "from json import dumps as json\njson = int"),
    ("count('abcde')", "def count(x): return 0\nif True:\n    count = len"),
    ("log('x') or 5", "from math import log\ndef log(*words): pass"),
    ("torch.zeros(5).count_me()", "import torch\ntorch.Tensor.count_me = lambda self: len(self)"),
    ("len(open('log.csv').read())", "with open('log.csv', 'w') as f:\n    f.write('n,m,o')"),
    ("len(open(LOG).read())", "LOG = 'log.csv'\nwith open(LOG, 'w') as f:\n    f.write('n,m,o')"),
    ("len(open('logs/a', 'w').name) - 1", """
        import os
        def prepare():
            os.makedirs('logs', exist_ok=True)
        prepare()
        """),
]  # fmt: skip


@pytest.mark.parametrize(("used", "top"), CHANGED)
@pytest.mark.parametrize("form", ["package", "notebook"])
def test_what_changes_a_needed_thing_is_run(
    load: Load, tmp_path: Path, form: str, used: str, top: str
) -> None:
    text = dedent(top) + "\n" + EVALUATE.format(used)
    if form == "notebook":
        (tmp_path / "code cell 1").write_text(text.lstrip("\n"))
    assert load({} if form == "notebook" else {"evaluation": text}).find("evaluate")() == 5


IN_FILES = [
    ("build('a')()", {"layers": "from .table import enter\n@enter('a')\ndef a(): return 5"}),
    ("build('a')", {"layers": "from .table import enter\nenter('a', 5)"}),
    ("build('a')", {"layers": "import digits.table as t\nt.enter('a', 5)"}),
    ("build('a')()",
     {"layers": "import digits.table\n@digits.table.enter('a')\ndef a(): return 5\n"}),
    ("build('a')", {"layers": "from .table import *\nenter('a', 5)"}),
    ("build('a')", {"layers": "from .table import TABLE\nTABLE.update(a=5)"}),
    ("build('a')", {"layers": "from . import table\ntable.TABLE['a'] = 5"}),
    ("build('a')", {"layers": "from digits import table\ntable.TABLE.update(a=5)"}),
    ("build('a')", {"layers": "from .table import enter\ndef all(): enter('a', 5)\nall()"}),
    ("build('a')", {"layers": "from .more import add\nadd()",
                    "more": "from .table import enter\ndef add(): enter('a', 5)"}),
    ("[].count(1) + g().five()", {"layers": "import math\nmath.five = lambda: 5\n",
                                  "evaluation": "def g():\n    import math\n    return math"}),
]  # fmt: skip


@pytest.mark.parametrize(("used", "files"), IN_FILES)
@pytest.mark.parametrize("where", ["__init__", "evaluation"])
def test_what_another_file_changes_is_changed_where_it_is_imported(
    load: Load, used: str, files: dict[str, str], where: str
) -> None:
    evaluation = "from .table import build\n" + files.get("evaluation", "")
    texts = {"table": TABLE, "__init__": "", **files, "evaluation": evaluation}
    texts[where] = f"from . import layers\n{texts[where]}"
    texts["evaluation"] += "\n" + EVALUATE.format(used)
    assert load(texts).find("evaluate")() == 5


def test_a_module_answers_by_its_own_getattr(load: Load) -> None:
    helpers = "def __getattr__(name):\n    if name == 'n': return 5\n    raise AttributeError(name)"
    evaluation = "from . import helpers\n" + EVALUATE.format("helpers.n")
    assert load({"helpers": helpers, "evaluation": evaluation}).find("evaluate")() == 5


def test_a_function_hides_the_file_of_its_name(load: Load) -> None:
    files = {
        "nets/__init__": "from .net import net",
        "nets/net": "def net(): return 5\nN = 1",
        "evaluation": "from .nets.net import N\nfrom .nets import net\n" + EVALUATE.format("net()"),
    }
    assert load(files).find("evaluate")() == 5


LEFT_OUT = [
    "def main():\n    evaluate()\n    TABLE['a'] = 1\nmain()",
    "def main():\n    other.run(TABLE)\nmain()",
    "def run_all(): main()\ndef main(): TABLE.clear(); evaluate()\nrun_all()",
    "from .other import run\nrun(TABLE)",
    "from .other import run as go\nresults = [go(TABLE) for _ in range(3)]",
    "from . import other\nother.run(TABLE)",
    "import digits.other as o\nwith o.run(TABLE): pass",
    "from .other import *\nrun(TABLE)",
    "fit = evaluate\nfit(TABLE)",
    "class Trainer:\n    def __init__(self, table): self.table = table\n"
    "    def fit(self): self.table.clear(); evaluate()\nt = Trainer(TABLE)\nt.fit()",
    "x = evaluate()\nTABLE['x'] = x",
    "x = evaluate()\nfor y in x:\n    TABLE[y] = y",
    "for x in [1]:\n    TABLE.clear()\n    loss.backward()",
    "def step():\n    TABLE.clear()\n    loss.backward()\nstep()",
    "TABLE['a'] = input()",
    "def ask():\n    return input()\nTABLE.update(a=ask())",
    "while True:\n    TABLE['a'] = 1",
    "def wait():\n    while True: TABLE['a'] = 1\nwait()",
    "data = datasets.MNIST('.', download=True)\nTABLE['n'] = len(data)",
    "import os\nos.system('touch seen')\nTABLE[0] = os.system('ls')",
    "for name in TABLE.values():\n    " + MARK + "\n    evaluate()",
    "if __name__ == '__main__':\n    TABLE.clear()\n    evaluate()",
]


@pytest.mark.parametrize("line", LEFT_OUT)
@pytest.mark.parametrize("form", ["package", "notebook"])
def test_what_trains_or_waits_is_left_out_though_it_changes_what_is_needed(
    load: Load, tmp_path: Path, form: str, line: str
) -> None:
    other = "def run(table):\n    table['seen'] = open('seen', 'w')\n    return train(table)\n"
    files = {"other": "from .training import train\n" + other, "training": "def train(): pass\n"}
    text = f"TABLE = {{'a': 3}}\n{EVALUATE.format('dict(TABLE)')}\n{line}\n"
    if form == "notebook":
        text = text.replace("from .other", "from digits.other").replace("from . ", "from digits ")
        (tmp_path / "code cell 1").write_text(text)
    code = load(files | ({} if form == "notebook" else {"evaluation": text}))
    assert code.find("evaluate")() == {"a": 3}
    assert not (tmp_path / "seen").exists()


def test_what_needs_only_what_is_left_out_still_gets_it(load: Load) -> None:
    text = "def train(): return 5\nresult = train()\n" + EVALUATE.format("result")
    assert load({"evaluation": text}).find("evaluate")() == 5


@pytest.mark.parametrize(
    ("definition", "called", "ours"),
    [
        ("def accuracy(scores, labels): return 'theirs'", "accuracy(1, 2)", False),
        ("accuracy = lambda scores, labels: 'theirs'", "accuracy(1, 2)", False),
        ("def accuracy(model, loader): return 'theirs'", "accuracy(1, 2)", False),
        ("def accuracy(model, dataset): return 'theirs'", "accuracy(1, 2)", True),
        ("def accuracy(model, dataset, device='cpu', n=3): return 1", "accuracy(1, 2)", True),
        ("def accuracy(*args, **options): return 'theirs'", "accuracy(1, 2)", True),
    ],
)
@pytest.mark.parametrize("how", ["here", "from .helpers import accuracy", "from .helpers import *"])
def test_a_helper_of_the_same_name_is_no_function_of_the_assignment(
    load: Load, definition: str, called: str, ours: bool, how: str
) -> None:
    files = {"evaluation": "def accuracy(model, dataset, device='cpu'): return 'home'\n"}
    top = definition if how == "here" else how
    files |= {"helpers": definition, "training": f"{top}\ndef train(): return {called}\n"}

    def standin(model: object, dataset: object, device: str = "cpu") -> str:
        return "ours"

    code = load(files, ("train",), accuracy=standin)
    assert code.find("train")() == ("ours" if ours else "theirs")


def test_what_is_no_function_keeps_the_name_of_one(load: Load) -> None:
    text = (
        "accuracy = 0\ndef train():\n    global accuracy\n    accuracy += 5\n    return accuracy\n"
    )
    code = load({"training": text}, ("train",), accuracy=lambda model, dataset: "ours")
    assert code.find("train")() == 5


OWN = [  # a sole function under the name of `accuracy(model, dataset)`; is it that function?
    ("def accuracy(scores, labels): return 'theirs'", False),
    ("def accuracy(y_hat, y): return 'theirs'", False),
    ("def accuracy(model, loader): return 'theirs'", False),
    ("def accuracy(model, data_iter, device='cpu'): return 'theirs'", False),
    ("accuracy = lambda out, labels: 'theirs'", False),
    ("def accuracy(hits): return 'theirs'", False),
    ("def accuracy(epoch, model, data): return 'theirs'", False),
    ("def accuracy(model, dataset, device='cpu'): raise NotImplementedError('q5: write it')\n"
     "def accuracy(scores, labels): return 'theirs'", False),
    ("def accuracy(scores, labels): return 'theirs'\n"
     "def accuracy(model, dataset): return 'wrong'", True),
    ("def accuracy(model, dataset): return 'wrong'", True),
    ("def accuracy(net, data): return 'wrong'", True),
    ("def accuracy(m, d, *, device='cpu'): return 'wrong'", True),
    ("def accuracy(*args): return 'wrong'", True),
    ("def accuracy(model, dataset): raise NotImplementedError('q5: write it')", True),
    ("def accuracy(model, dataset): return 'wrong'\naccuracy = accuracy(1, 2)", True),
]  # fmt: skip


@pytest.mark.parametrize(("definition", "ours"), OWN)
@pytest.mark.parametrize("form", ["package", "notebook"])
def test_a_sole_function_of_other_arguments_is_kept_where_others_use_it(
    load: Load, tmp_path: Path, form: str, definition: str, ours: bool
) -> None:
    uses = "def train():\n    return accuracy(1, 2)\n"

    def standin(model: object, dataset: object, device: str = "cpu") -> str:
        return "ours"

    files = {"evaluation": definition, "training": "from .evaluation import accuracy\n" + uses}
    if form == "notebook":
        (tmp_path / "code cell 1").write_text(definition)
        (tmp_path / "code cell 2").write_text(uses)
        files = {}
    code = load(files, ("train",), accuracy=standin)
    if "hits" in definition or "epoch" in definition:  # what takes no two arguments
        with pytest.raises(TypeError):
            code.find("train")()
    else:
        assert code.find("train")() == ("ours" if ours else "theirs")


PUT_ON_THE_PATH = [  # how a folder comes on the path at run time, and what a module there is asked
    ("import sys\nsys.path.append('lib')", "import mylib\nmylib.set_up()", "mylib.N"),
    ("import os, sys\nsys.path.insert(0, os.path.join(os.getcwd(), 'lib'))",
     "from mylib import set_up, TABLE\nset_up()", "TABLE['n']"),
    ("import sys\nfrom pathlib import Path\nLIB = str(Path('lib').resolve())\n"
     "if LIB not in sys.path:\n    sys.path.append(LIB)",
     "import mylib as m\n@m.enter\ndef n(): return 5", "m.TABLE['n']"),
    ("import sys\ndef add(folder):\n    sys.path.extend([folder])\nadd('lib')",
     "import mylib\nmylib.TABLE['n'] = 5", "mylib.TABLE['n']"),
    ("import sys\nsys.path += ['lib']", "from mylib import *\nset_up()", "TABLE['n']"),
    ("import sys\nsys.path = ['lib'] + sys.path", "import mylib\nmylib.set_up()", "mylib.N"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "filled", "used"), PUT_ON_THE_PATH)
@pytest.mark.parametrize("form", ["package", "notebook"])
def test_a_module_of_a_folder_that_is_put_on_the_path_is_filled(
    load: Load, tmp_path: Path, form: str, path: str, filled: str, used: str
) -> None:
    library = (
        "N = None\nTABLE = {}\ndef enter(f):\n    TABLE[f.__name__] = f()\n    return f\n"
        "def set_up():\n    global N\n    N = TABLE['n'] = 5\n"
    )
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "mylib.py").write_text(library)
    text = f"{path}\n{filled}\n{EVALUATE.format(used)}"
    if form == "notebook":
        (tmp_path / "code cell 1").write_text(text)
    assert load({} if form == "notebook" else {"evaluation": text}).find("evaluate")() == 5
