"""`python -m digits check`: one question or all, and once more when a file is saved."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support import ROOT
from support.selfchecks import check


@pytest.mark.slow
def test_the_command_checks_one_question_or_all(stand_ins: Path) -> None:
    (stand_ins / "digits" / "models.py").write_text("x = (\n")  # keeps nobody from it
    one = check("q1", cwd=stand_ins)
    assert one.returncode == 1 and "q1: passed 1 of 2" in one.stdout.split("\n")
    assert "q2" not in one.stdout
    assert "q3: passed 0 of 3" in check(cwd=stand_ins).stdout.split("\n")


@pytest.mark.slow
def test_the_command_says_what_it_cannot_do(stand_ins: Path, tmp_path: Path) -> None:
    wrong = check("q1", "q9", cwd=stand_ins)
    assert wrong.returncode == 2 and "there is no question q9: expected q1, q2," in wrong.stderr
    (tmp_path / "hidden" / "watchfiles").mkdir(parents=True)
    (tmp_path / "hidden" / "watchfiles" / "__init__.py").write_text("raise ImportError\n")
    absent = check("--watch", cwd=stand_ins, path=str(tmp_path / "hidden"))
    assert absent.returncode == 2
    assert (
        absent.stderr.rstrip()
        .split("\n")[-1]
        .endswith("--watch needs the package watchfiles: run `pip install watchfiles` first.")
    )


WATCHFILES = """
import pathlib, time

def watch(folder, **options):
    (folder / "training.py").write_text("def train(): return 1")
    yield {("modified", str(folder / "training.py"))}
    raise KeyboardInterrupt
"""


@pytest.mark.slow
def test_what_is_saved_is_checked_again(stand_ins: Path, tmp_path: Path) -> None:
    for number in (4, 5):
        text = f'def test_it():\n    """Check {number}"""\n    assert False, "no"\n'
        (stand_ins / "tests" / "checks" / f"test_q{number}.py").write_text(text)
    (tmp_path / "watchfiles").mkdir()
    (tmp_path / "watchfiles" / "__init__.py").write_text(WATCHFILES)
    done = check("q4", "q5", "--watch", cwd=stand_ins, path=str(tmp_path))
    lines = done.stdout.split("\n")
    assert lines.count("q4: passed 0 of 1") == 2 and lines.count("q5: passed 0 of 1") == 1
    assert done.returncode == 1


TWO_CHECKS = """
def test_wrong():
    \"\"\"It holds\"\"\"
    assert False, "It does not."

def test_right():
    \"\"\"It comes after\"\"\"
"""


@pytest.mark.slow
def test_of_what_is_saved_the_first_failure_is_told_before_the_other_checks_run(
    stand_ins: Path, tmp_path: Path
) -> None:
    (stand_ins / "tests" / "checks" / "test_q4.py").write_text(TWO_CHECKS)
    (tmp_path / "watchfiles").mkdir()
    (tmp_path / "watchfiles" / "__init__.py").write_text(WATCHFILES)
    lines = check("q4", "--watch", cwd=stand_ins, path=str(tmp_path)).stdout.split("\n")
    told = ["F", "q4  It holds", "    It does not."]
    assert lines[:3] == told and lines[3].startswith(".") and lines[4:6] == told[1:]
    once = check("q4", cwd=stand_ins).stdout.split("\n")
    assert once[0].startswith("F.") and once[1:3] == told[1:] and once.count(told[1]) == 1


@pytest.mark.slow
def test_an_untouched_assignment_is_told_before_pytorch_is_imported(tmp_path: Path) -> None:
    folder = shutil.copytree(ROOT / "assignment", tmp_path / "assignment")
    for name in ("torch", "watchfiles"):
        (tmp_path / name).mkdir()
    (tmp_path / "watchfiles" / "__init__.py").write_text("")
    (tmp_path / "torch" / "__init__.py").write_text("print('imported'); raise SystemExit(7)")
    done = check("--watch", cwd=folder, path=str(tmp_path))
    lines = done.stdout.split("\n")
    assert done.returncode == 7
    assert lines.index("q1: passed 0 of 7") < lines.index("imported")


@pytest.mark.parametrize(
    ("file", "before", "after", "expected"),
    [
        ("models", "def MLP(): 1\ndef CNN(): 1", "def MLP(): 2\ndef CNN(): 1", ["q2"]),
        ("models", "def MLP(): 1", "def MLP():  1  # no change", []),
        ("models", "def MLP(): 1", "x = 3\ndef MLP(): 1", ["q2", "q6"]),
        ("training", "def train(): 1", "def train(: 1", ["q4"]),
        ("helpers", "x = 1", "x = 2", [f"q{number}" for number in range(1, 8)]),
    ],
)
def test_a_change_belongs_to_its_questions(
    file: str, before: str, after: str, expected: list[str], stand_ins: Path
) -> None:
    tests = stand_ins / "tests"
    code = (
        "import pathlib, sys; from check_command import changed_questions, definitions\n"
        "path = pathlib.Path('digits', sys.argv[1] + '.py'); path.write_text(sys.argv[2])\n"
        "old = definitions(); path.write_text(sys.argv[3])\n"
        "print(*changed_questions(old, definitions()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, file, before, after],
        cwd=stand_ins,
        env={**os.environ, "PYTHONPATH": f"{tests / 'checks'}{os.pathsep}{tests}"},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.stdout.split() == expected, done.stderr
