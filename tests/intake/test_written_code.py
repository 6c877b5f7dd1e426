"""Which functions of a hand-in are written, and no longer stubs: found without looking for long."""

import io
import time
from pathlib import Path

import pytest

from autograder.intake import collector
from autograder.intake.submissions import IntakeError, read_submission
from autograder.intake.written import defined, written
from support.hand_ins import archive

STUBS = b"\ndef train():\n raise NotImplementedError('q4: x')" * 20_000


@pytest.mark.parametrize(
    "line",
    [
        "from x" + " import" * 100_000,
        "from " + "import " * 100_000 + "\n" + "from import " * 10,
        "MLP:" + " int" * 100_000,
        "MLP" + " " * 500_000,
        " " * 500_000 + "def",
        "from x\n" * 100_000,
    ],
    ids=lambda line: repr(line[:12]),
)
def test_no_line_of_a_notebook_is_looked_at_for_long(line: str) -> None:
    begun = time.process_time()
    assert defined([line.encode()]) == set()
    assert written([line.encode() + STUBS]) == 0
    assert time.process_time() - begun < 20  # what took for ever took hours


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("def train():\n    raise NotImplementedError('q4: write it')\n", 0),
        ("def train():\n    return 1\n\n\nraise NotImplementedError('q4: write it')", 1),
        ("def train(\n    model,\n):\n    raise NotImplementedError(\n        'q4: x')\nx = 1", 0),
        ("class MLP:\n    def f(self):\n        return 1\n\n# x\n    def g(self):\n"
         "        raise NotImplementedError('q2: x')", 1),
        ("MLP = Net\r\rdef train():\r    raise NotImplementedError('q4: x')\r", 1),
        ("from one import MLP, CNN\ndef train():\n    raise NotImplementedError('q4: x')", 2),
        ("def train():\n    return 1\n    raise NotImplementedError('q4: write it')\n", 1),
        ("from .models import MLP\nfrom digits.training import train\n", 0),
        ("def train(): raise NotImplementedError('q4: x')\ndef train():\n    return 1", 1),
    ],
)  # fmt: skip
def test_what_is_written_is_what_has_no_stub(text: str, names: int) -> None:
    assert written([text.encode()]) == names
    assert written([b"x = 1", text.encode(), text.encode()]) == names


def test_no_number_of_packages_notebooks_or_environments_takes_long(tmp_path: Path) -> None:
    begun = time.process_time()
    code = b"def train():\n return 1\n" * 20_000
    packages = {"digits/data.py": code} | {f"{n}/data.py": b"" for n in range(900)}
    read_submission(archive(tmp_path / "a.zip", packages))
    long, short = (
        b'{"cells": [{"cell_type": "code", "source": "' + lines + b'"}]}'
        for lines in (b"def train(): pass\\n" * 20_000, b"def train(): pass")
    )
    notebooks = {"digits.ipynb": long} | {f"{n}.ipynb": short for n in range(900)}
    with pytest.raises(IntakeError, match="holds 901 notebooks with the assignment in them"):
        read_submission(archive(tmp_path / "b.zip", notebooks))
    entries = [
        collector.Entry(f"{n}/pyvenv.cfg", 0, 0, lambda: io.BytesIO()) for n in range(40_000)
    ]
    assert collector.Collector("c.zip").collect(entries).files == {}
    assert time.process_time() - begun < 15  # what took for ever took minutes


def test_names_that_a_notebook_imports_count_as_defined() -> None:
    text = b"from one import CNN\n  from two import (MLP as M, train)\nfrom three\nimport evaluate"
    assert defined([text]) == {"CNN", "MLP", "train"}


def test_definitions_that_were_pasted_with_their_prompts_count_as_defined() -> None:
    text = b"""In [3]: def evaluate(model):
   ...:     pass
>>> class CNN: pass
x = '>>> def train(): pass'
"""
    assert defined([text]) == {"CNN", "evaluate"}
