"""What a file changes at its top is there when a function is asked for."""

from pathlib import Path
from textwrap import dedent

import pytest

from support.loading import EVALUATE, Load

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
    ("config.n", "from types import SimpleNamespace\nconfig = SimpleNamespace()\n"
                 "config.__dict__.update(n=4)\nconfig.n += 1"),
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
    ("show(5)", """
        from __future__ import annotations
        from functools import singledispatch
        from numbers import Integral
        @singledispatch
        def show(x): return 0
        @show.register
        def _(x: Integral): return x
        @show.register
        def _(x: 'str'): return len(x)
        """),
    ("len(hints) + 3", """
        from __future__ import annotations
        import typing
        from dataclasses import dataclass
        from pathlib import Path
        @dataclass
        class Options:
            n: int
            folder: Path
        hints = typing.get_type_hints(Options)
        """),
    ("int(E.sum())", "import torch\nE = torch.zeros(5, 5)\ntorch.eye(5, out=E)"),
    ("int(E.sum())", "import numpy\nE = numpy.zeros(5)\nnumpy.copyto(E, numpy.ones(5))"),
    ("math(2.5) * 2", "import math\nmath = math.prod and (lambda x: x)"),
    ("random.n", "import random\nrandom = random.Random(0)\nrandom.n = 5"),
    ("json(5)", "from json import dumps as json\njson = int"),
    ("count('abcde')", "def count(x): return 0\nif True:\n    count = len"),
    ("log('x') or 5", "from math import log\ndef log(*words): pass"),
    ("torch.zeros(5).count_me()", "import torch\ntorch.Tensor.count_me = lambda self: len(self)"),
    ("torch.zeros(5).count_a()", "import torch\ndef add(cls):\n    cls.count_a = lambda self: 5\n"
                                 "add(torch.Tensor)"),
    ("T['a']()", "T = {}\nR = lambda f: T.setdefault(f.__name__, f)\n@R\ndef a(): return 5"),
    ("int(os.environ['FIVE'])", "import os\nos.environ.update(FIVE='5')"),
    ("torch.zeros(5).count_b()", "import torch\ndef patch(f):\n"
                                 "    setattr(f.__annotations__['self'], f.__name__, f)\n"
                                 "@patch\ndef count_b(self: torch.Tensor): return len(self)"),
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
    ("r.t['a']()", {"layers": "from .more import r\n@r('a')\ndef a(): return 5", "evaluation":
                    "from .more import r", "more": "class R:\n    t = {}\n    def __call__(self, n)"
                    ":\n        return lambda f: self.t.update({n: f})\nr = R()\n"}),
    ("build('a')", {"layers": "from .table import TABLE\nTABLE.update(a=5)"}),
    ("build('a')", {"layers": "from . import table\ntable.TABLE['a'] = 5"}),
    ("build('a')", {"layers": "from digits import table\ntable.TABLE.update(a=5)"}),
    ("build('a')", {"layers": "from .table import enter\ndef all(): enter('a', 5)\nall()"}),
    ("build('a')", {"layers": "from .more import add\nadd()",
                    "more": "from .table import enter\ndef add(): enter('a', 5)"}),
    ("build('a')(5)", {"layers": "from __future__ import annotations\nfrom typing import *\n"
                                 "from numbers import Integral\nfrom .table import enter\n"
                                 "def hints(f):\n    get_type_hints(f)\n    return enter('a')(f)\n"
                                 "@hints\ndef a(x: Integral): return x"}),
    ("torch.ones(build('a')).count_c()",
     {"layers": "from .table import enter\nenter('a', 5)\nimport torch\nfrom .more import patch\n"
                "@patch(torch.Tensor)\ndef count_c(self): return len(self)",
      "more": "def patch(cls):\n    return lambda f: setattr(cls, f.__name__, f)\n",
      "evaluation": "import torch"}),
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


DISCOVERED = [  # how a package imports the files in its folder, by whatever name
    "import importlib, pkgutil\nfor found in pkgutil.iter_modules(__path__):\n"
    "    importlib.import_module(f'{__name__}.{found.name}')",
    "from importlib import import_module\nfrom pathlib import Path\n"
    "[import_module(f'.{p.stem}', __package__) for p in Path(__file__).parent.glob('[a-z]*.py')]",
    "import importlib, os\ndef discover():\n    for file in os.listdir(*__path__):\n"
    "        if not file.startswith('_') and file.endswith('.py'):\n"
    "            importlib.import_module('digits.nets.' + file[:-3])\ndiscover()",
]


@pytest.mark.parametrize("discovers", DISCOVERED)
@pytest.mark.parametrize(
    ("enters", "value"),
    [
        ("from .base import Base\nclass Net(Base, tag='net'):\n    n = 5", "TABLE['net'].n"),
        ("from .base import enter\n@enter\ndef net(): return 5", "TABLE['net']()"),
    ],
)
def test_files_that_a_package_discovers_fill_its_table(
    load: Load, discovers: str, enters: str, value: str
) -> None:
    base = """
        TABLE = {}
        def enter(f):
            TABLE[f.__name__] = f
            return f
        class Base:
            def __init_subclass__(cls, tag): TABLE[tag] = cls
        """
    files = {
        "nets/__init__": f"from .base import TABLE\n{discovers}",
        "nets/base": base,
        "nets/dense": f"open('seen', 'w')\n{enters}",
        "evaluation": "from .nets import TABLE\n" + EVALUATE.format(value),
    }
    code = load(files)
    assert code.find("evaluate")() == 5
    assert not (code.folder / "seen").exists()


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
