"""Grading at `bwrap` without any right of root's, as on a teacher's own machine: root tries it as
user 1000."""

import csv
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.datasets.catalogue import load
from autograder.quality.attacks.scratch_root import closed_prefixes
from autograder.rubric.rubric import Rubric
from autograder.sandbox.isolation import IsolationError, choose
from support import ROOT
from support.grades import full_marks

USER = "1000"
BECOME = f'exec setpriv --reuid {USER} --regid {USER} --clear-groups "$@"'


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder of the ordinary user's."""
    with tempfile.TemporaryDirectory(prefix="ordinary-user-") as folder:
        os.chown(folder, int(USER), int(USER))
        yield Path(folder)


@pytest.fixture
def run(home: Path) -> Callable[..., str]:
    """Runs Python as an ordinary user, which must end well; returns what it printed."""
    if os.geteuid() != 0:
        pytest.skip("all tests are run by an ordinary user")
    try:
        choose("bwrap")
    except IsolationError as error:
        pytest.skip(str(error))
    load("sample")  # which is expanded in the repository, where only its owner may write
    mounts = "\n".join(["set -e", "mount --make-rprivate /", *readable_python(home), BECOME])
    begin = ["unshare", "--mount", "sh", "-c", mounts, "sh"]
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    if subprocess.run([*begin, sys.executable, "-c", ""], cwd=ROOT, check=False).returncode:
        pytest.skip("an ordinary user cannot run this Python")

    def run_as_user(*arguments: str) -> str:
        command = [*begin, sys.executable, *arguments]
        options = {"cwd": ROOT, "env": environment, "capture_output": True, "text": True}
        done = subprocess.run(command, check=False, timeout=300, **options)
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        return done.stdout

    return run_as_user


def readable_python(stage: Path) -> list[str]:
    """What opens the way to Python where it lies in a folder that others cannot enter, in a mount
    namespace: commands of the shell."""
    before, covers, after = [], set(), []
    for number, (prefix, closed) in enumerate(closed_prefixes()):
        aside = stage / f"python-{number}"
        before.append(f"mkdir -p '{aside}' && mount --bind '{prefix}' '{aside}'")
        covers.add(f"mount -t tmpfs -o mode=755 tmpfs '{closed}'")
        after.append(f"mkdir -p '{prefix}' && mount --bind '{aside}' '{prefix}'")
    return [*before, *covers, *after]


@pytest.mark.slow
def test_two_jobs_grade_with_full_isolation(
    run: Callable[..., str], home: Path, rubric: Rubric
) -> None:
    options = ["--isolation", "bwrap", "--jobs", "2", "--out", str(home / "graded")]
    message = run("-m", "autograder.cli", "grade", "solution", "assignment", *options)
    assert "isolation bwrap" in message
    table = (home / "graded" / "grades.csv").read_text("utf-8")
    scores = {row["name"]: row["score"] for row in csv.DictReader(table.splitlines())}
    assert scores == {"solution": full_marks(rubric), "assignment": "0"}


@pytest.mark.slow
def test_graders_that_share_a_zygote_share_nothing_else(run: Callable[..., str]) -> None:
    test = "test_graders_that_share_a_zygote_share_nothing_else[bwrap]"
    name = f"tests/sandbox/test_sandbox.py::{test}"
    assert "1 passed" in run("-m", "pytest", "-q", "-p", "no:cacheprovider", name)
