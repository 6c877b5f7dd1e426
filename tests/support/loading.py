"""A package of a student's, loaded in the process of the tests."""

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from autograder.probing.loader import StudentCode
from autograder.probing.student_error import StudentError, explain
from autograder.probing.student_imports import StudentModule

Load = Callable[..., StudentCode]

LEAVES_A_FILE = "open('seen', 'w')"  # a statement that must not be run leaves this file
EVALUATE = "def evaluate():\n    return {}\n"


def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Load]:
    """Yield what loads a package of files, named without `digits/`, in this process."""
    modules, path, finders = dict(sys.modules), list(sys.path), list(sys.meta_path)

    def start(
        files: dict[str, str], names: tuple[str, ...] = ("evaluate",), **standins: Any
    ) -> StudentCode:
        for name, text in ({"__init__": ""} | files).items():
            file = tmp_path / "digits" / f"{name}.py"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(dedent(text).lstrip("\n"), "utf-8")
        return StudentCode(tmp_path, names, standins)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(importlib, "import_module", importlib.import_module)
    yield start
    sys.path[:], sys.meta_path[:] = path, finders
    for name in sys.modules.keys() - modules.keys():
        if isinstance(sys.modules[name], StudentModule):  # NumPy cannot be imported anew
            del sys.modules[name]
    sys.modules.update(modules)


def failure_of(code: StudentCode, call: Callable[[], Any]) -> StudentError:
    """Return what is told of a call that fails."""
    with pytest.raises(BaseException) as caught:
        call()
    return explain(code.cause(caught.value), code.folder, "calling evaluate")
