"""Self-checks as a student runs them, and stand-ins for the checks."""

import os
import subprocess
import sys
from pathlib import Path

STAND_INS = {  # in place of the real checks, so that nothing imports PyTorch
    "test_q1.py": '''
def test_fine():
    """One is one"""
    assert 1 == 1

def test_wrong():
    """One is two

    Not really.
    """
    assert 1 == 2, "One is 1; expected 2.\\nLook again."
''',
    "test_q2.py": '''
from kit.probing.student_error import Cause, StudentError

def test_unwritten():
    """The network is there"""
    hint = "q2: make the network (still to be written)"
    raise StudentError(hint, "", Cause.UNWRITTEN, "q2")

def test_needs_another():
    """The network learns"""
    hint = "q4: train it (still to be written)"
    raise StudentError(hint, "", Cause.UNWRITTEN, "q4")

def test_speaks_like_a_stub():
    """The network speaks"""
    raise StudentError("q4: I am no stub", "", Cause.RAISED)

def test_raises():
    """The network runs"""
    raise StudentError("ValueError: no (while running it)", "line one\\nline two")
''',
    "test_q3.py": '''
import pytest
from kit.probing.student_error import StudentError

PLACE = 'File "digits/data.py", line 1\\n    x = (\\n'

@pytest.fixture
def broken():
    raise StudentError("SyntaxError: no (in line 1)", PLACE + "SyntaxError: no")

def test_first(broken):
    """The first"""

def test_second():
    """The second"""
    raise StudentError("SyntaxError: never (in line 1)", PLACE + "SyntaxError: never")

def test_third(broken):
    """The third"""
''',
    "test_mine.py": """
def test_without_a_docstring():
    assert 1 + 1 == 3
""",
}


def run(*arguments: str, cwd: Path, path: str = "") -> tuple[int, list[str]]:
    """Run pytest as a student does, with `path` among the places that modules come from.

    Return its exit code and the lines it printed.
    """
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST")}
    environment["PYTHONUTF8"] = "1"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *arguments],
        cwd=cwd,
        env=environment | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": path},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    assert done.stderr == ""
    return done.returncode, done.stdout.split("\n")


# The command


def check(*arguments: str, cwd: Path, path: str = "") -> subprocess.CompletedProcess[str]:
    """Run `python -m digits check`, with `path` among the places that modules come from."""
    return subprocess.run(
        [sys.executable, "-m", "digits", "check", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
