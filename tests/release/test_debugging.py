"""A debugger begins in the student's own code, under `--pdb` and at `breakpoint()`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support import ROOT, SOLUTION

FAILS = """
def chance_cost(num_classes=10):
    wanted = "this frame"
    return half(num_classes)


def half(number):
    mine = "in half"
    return number / 0
"""
STOPS = """
import time


def chance_cost(num_classes=10):
    mine = "at the breakpoint"
    breakpoint()
    time.sleep(0)
    return 0.0
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The assignment, with the reference for all but `chance_cost`, and a limit of a second."""
    folder = shutil.copytree(ROOT / "assignment", tmp_path / "assignment")
    shutil.copytree(SOLUTION / "digits", folder / "digits", dirs_exist_ok=True)
    ini = (folder / "pytest.ini").read_text("utf-8")
    assert "check_seconds = 30" in ini
    (folder / "pytest.ini").write_text(ini.replace("check_seconds = 30", "check_seconds = 1"))
    return folder


PYTEST = ("pytest", "-k", "q5 and chance")


def debug(
    code: str, *options: str, commands: str, cwd: Path, command: tuple[str, ...] = PYTEST
) -> str:
    """Return what a command prints for `code` in place of `chance_cost`; `commands` are typed."""
    path = cwd / "digits" / "evaluation.py"
    text = path.read_text("utf-8")
    path.write_text(f"{text[: text.index('def chance_cost')]}{code}", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", *command, *options],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(cwd / "modules"), "PYTHONUTF8": "1", "TERM": "dumb"},
        input=commands,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.stderr == ""
    return done.stdout


@pytest.mark.slow
def test_with_pdb_an_exception_is_looked_at_in_the_line_that_raised_it(folder: Path) -> None:
    output = debug(FAILS, "--pdb", commands="p mine\nup\np wanted\nq\n", cwd=folder)
    assert "'in half'" in output and "'this frame'" in output
    assert "conftest.py(" not in output.split("entering PDB")[1].split("'in half'")[0]
    assert "ZeroDivisionError" in output


@pytest.mark.slow
def test_with_pdb_a_stub_is_looked_at_too(folder: Path) -> None:
    stub = 'def chance_cost(num_classes=10):\n    raise NotImplementedError("q5: to do")\n'
    output = debug(stub, "--pdb", commands="p num_classes\nq\n", cwd=folder)
    assert "evaluation.py(" in output and "\n(Pdb) 10\n" in output


@pytest.mark.slow
def test_a_breakpoint_stops_in_the_students_function_and_the_limit_waits(folder: Path) -> None:
    looks = "import time; time.sleep(2.5)\np mine\np num_classes\nc\nc\nc\nc\n"
    output = debug(STOPS, commands=looks, cwd=folder)
    assert "'at the breakpoint'" in output and "\n(Pdb) 10\n" in output
    assert "Not done after" not in output
    assert "q5  chance_cost is the cost of guessing" in output  # 0.0 is wrong


@pytest.mark.slow
def test_a_breakpoint_stops_in_the_students_function_under_watch(folder: Path) -> None:
    module = folder / "modules" / "watchfiles.py"  # in its place: nothing is saved
    module.parent.mkdir()
    module.write_text("def watch(*folders, **options): raise KeyboardInterrupt\n")
    command = ("digits", "check", "q5", "--watch")
    output = debug(STOPS, commands="p mine\nc\nc\nc\nc\n", cwd=folder, command=command)
    assert "'at the breakpoint'" in output and "q5: passed 6 of 7" in output


@pytest.mark.slow
def test_the_command_takes_the_options_that_show_more(folder: Path) -> None:
    command = ("digits", "check", "q5", "-s", "--explain", "--pdb")
    code = FAILS.replace("    return half", "    print('printed')\n    return half")
    output = debug(code, commands="p mine\nq\n", cwd=folder, command=command)
    assert "printed" in output and "'in half'" in output
