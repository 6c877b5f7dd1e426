"""Gradescope for real: the archive in a container, as root, with namespaces refused."""

import ast
import json
import re
import shutil
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.gradescope.bundle import write_gradescope
from autograder.rubric.rubric import Rubric
from autograder.sandbox.users import USERS
from support import ROOT, SOLUTION, container
from support.grades import full_marks
from support.gradescope_results import NO_RESULT_YET, Results, check

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(container.missing()), reason=container.missing()),
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_gradescope(ROOT, tmp_path_factory.mktemp("dist"))


@pytest.fixture
def make_container(archive: Path, tmp_path: Path) -> Callable[..., container.Container]:
    def make(**digits: str) -> container.Container:
        """A container with the reference as its submission, but for the files `digits`."""
        made = container.Container(tmp_path, archive)
        shutil.copytree(SOLUTION / "digits", made.autograder / "submission" / "digits")
        for name, text in digits.items():
            (made.autograder / "submission" / "digits" / f"{name}.py").write_text(text, "utf-8")
        return made

    return make


def read_results(made: container.Container) -> Results:
    return Results.model_validate_json((made.autograder / "results" / "results.json").read_bytes())


def test_the_reference_gets_full_marks(
    make_container: Callable[..., container.Container], rubric: Rubric
) -> None:
    made = make_container()
    metadata = {"id": 42, "users": [{"email": "ada@example.org", "id": 1, "name": "Ada"}]}
    (made.autograder / "submission_metadata.json").write_text(json.dumps(metadata))
    for command in (["unshare", "--mount"], ["unshare", "--user"], ["mount", "-t", "tmpfs", "x"]):
        refused = made.run(*command, *(["/tmp"] if "mount" in command else ["true"]))
        assert refused.returncode and re.search("denied|permitted", refused.stderr)
    run = made.run()
    assert run.returncode == 0, run.stderr
    results = read_results(made)
    assert results.tests and results.leaderboard and results.extra_data
    assert f"{results.score:g}" == full_marks(rubric), run.stdout
    assert results.extra_data["isolation"] == "user"
    assert results.extra_data["submission"] == "submission_42"
    assert [column.name for column in results.leaderboard] == ["Test accuracy"]
    assert 0.75 < float(results.leaderboard[0].value) <= 1
    assert f"{full_marks(rubric)} points" in run.stdout and "Ada" not in run.stdout


SPY = """
import os, sys

def works(act, *arguments):
    try:
        act(*arguments)
        return True
    except OSError:
        return False

hidden = [
    "/autograder", "/autograder/source/grading.yml", "/autograder/results/results.json",
    "/autograder/source/autograder/checks/hidden/test_q1.py", "/autograder/submission",
    "/autograder/submission_metadata.json", "/proc/1/environ", "/proc/1/root/autograder",
    f"/proc/{os.getppid()}/mem", f"/proc/{os.getppid()}/environ", f"/proc/{os.getppid()}/fd",
]
try:
    pids = [int(name) for name in os.listdir("/proc") if name.isdigit()]
except OSError:  # as it should be
    pids = []
pids += [1, os.getppid()]
raise OSError("|".join(map(str, (
    (os.getuid(), os.getgid(), os.getgroups()),
    [path for path in hidden if works(os.listdir, path) or works(open, path)],
    [path for path in ("/autograder/results/results.json", "/opt/autograder/x", "/usr/x")
     if works(open, path, "w")],
    [name for name in sys.modules if "checks" in name or "grading" in name],
    len(pids) > 2,
    [pid for pid in pids if pid != os.getpid() and works(os.kill, pid, 9)],
))))
"""


def test_a_student_sees_nothing_of_the_grader(
    make_container: Callable[..., container.Container],
) -> None:
    made = make_container(data=SPY)
    for name in ("models", "training"):  # what takes long to grade
        (made.autograder / "submission" / "digits" / f"{name}.py").unlink()
    run = made.run()
    results = read_results(made)
    assert results.tests and run.returncode == 0
    output = next(test.output for test in results.tests if test.number == "1.1")
    assert output is not None
    line = output.split("OSError: ")[-1].splitlines()[0]
    user, readable, writable, modules, others, killed = line.split("|")
    uid, gid, groups = ast.literal_eval(user)
    assert (uid in USERS, gid, groups) == (True, uid, [])
    assert others == "False"  # Landlock hides them, and they can neither be looked into nor ended
    assert (readable, writable, modules, killed) == ("[]", "[]", "[]", "[]")
    scores = {test.number: test.score for test in results.tests}
    assert scores["3.1"] and scores["5.1"] and not scores["2.1"]  # they do without data.py


BREAKS: dict[str, Callable[[Path], Any]] = {
    "bad rubric": lambda source: (source / "grading.yml").write_text("title: 1\n"),
    "no data": lambda source: (source / "data_cache" / "digits8x8.npz").unlink(),
    "killed": lambda source: (source / "autograder" / "gradescope" / "run.py").write_text(
        "import os\nos.kill(os.getpid(), 9)\n"
    ),
    "too slow": lambda source: (source / "autograder" / "gradescope" / "run.py").write_text(
        "import time\ntime.sleep(60)\n"
    ),
}


@pytest.mark.parametrize("spoil", BREAKS.values(), ids=BREAKS)
def test_whatever_ends_the_grader_there_is_a_valid_result(
    make_container: Callable[..., container.Container], spoil: Callable[[Path], Any]
) -> None:
    made = make_container()
    spoil(made.autograder / "source")
    program = made.autograder / "run_autograder"
    seconds = 3 if spoil is BREAKS["too slow"] else 20
    text = program.read_text("utf-8")
    assert "seconds=570" in text
    program.write_text(text.replace("seconds=570", f"seconds={seconds}"), "utf-8")
    run = made.run()
    assert run.returncode == 0
    assert "The grader did not finish: exit code" in run.stdout
    assert read_results(made) == check(NO_RESULT_YET)


def test_a_submission_that_cannot_be_read_gets_a_sentence(
    make_container: Callable[..., container.Container],
) -> None:
    made = make_container()
    shutil.rmtree(made.autograder / "submission" / "digits")
    (made.autograder / "submission" / "essay.txt").write_text(textwrap.dedent("Dear teacher"))
    made.run()
    results = read_results(made)
    assert results.score == 0
    assert results.output and "essay.txt" in results.output
