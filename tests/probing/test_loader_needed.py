"""Packages: what a definition needs is run, in whichever file or cell it stands."""

import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from support.loading import EVALUATE, Load


@pytest.fixture
def limit() -> Iterator[None]:
    """Put the limit of recursion back, which a text sets."""
    usual = sys.getrecursionlimit()
    yield
    sys.setrecursionlimit(usual)


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
    ("count(1)", {"evaluation": """
        from functools import partial
        count = partial(int.__add__, 4)
        def count(number, _count=count): return _count(number)
        """}),
    ("count(1)", {"evaluation": """
        count = 4
        def count(number, *, first=count): return number + first
        """}),
    ("count()", {"evaluation": """
        count = open('seen', 'w')
        def count(): return 5
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
