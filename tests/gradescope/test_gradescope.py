"""Gradescope: the archive, the result against Gradescope's specification, and a run for real."""

import ast
import json
import os
import re
import shutil
import subprocess
import textwrap
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal, Self, cast

import pytest
from pydantic import BaseModel, ConfigDict, model_validator

from autograder.gradescope import bundle
from autograder.gradescope.bundle import write_gradescope
from autograder.gradescope.metadata import read_metadata
from autograder.gradescope.run import (
    SECONDS,
    SHORTEST,
    container_mb,
    result,
    share_time,
    submission_name,
)
from autograder.results.results_json import gradescope
from autograder.rubric.rubric import Rubric
from autograder.sandbox.users import USERS
from support import ROOT, SOLUTION, container
from support.grades import full_marks, make_grade
from support.release import quotations

Format = Literal["text", "html", "simple_format", "md", "ansi"]
Visibility = Literal["hidden", "after_due_date", "after_published", "visible"]
needs_container = pytest.mark.skipif(bool(container.missing()), reason=container.missing())


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class Test(Model):
    """A test case, as https://gradescope-autograders.readthedocs.io/en/latest/specs/ has it."""

    __test__ = False
    score: float | None = None
    max_score: float | None = None
    status: Literal["passed", "failed"] | None = None
    name: str | None = None
    name_format: Format | None = None
    number: str | None = None
    output: str | None = None
    output_format: Format | None = None
    tags: list[str] | None = None
    visibility: Visibility | None = None
    extra_data: dict[str, Any] | None = None


class Column(Model):
    """A value on the leaderboard."""

    name: str
    value: float | str
    order: Literal["asc", "desc"] | None = None


class Results(Model):
    """results.json. There must be a score for the whole or for each test."""

    score: float | None = None
    execution_time: int | None = None
    output: str | None = None
    output_format: Format | None = None
    test_output_format: Format | None = None
    test_name_format: Format | None = None
    visibility: Visibility | None = None
    stdout_visibility: Visibility | None = None
    extra_data: dict[str, Any] | None = None
    tests: list[Test] | None = None
    leaderboard: list[Column] | None = None

    @model_validator(mode="after")
    def _has_a_score(self) -> Self:
        if self.score is None and not (self.tests and all(t.score is not None for t in self.tests)):
            raise ValueError("there is no score, and not every test has one")
        return self


def check(content: dict[str, Any]) -> Results:
    return Results.model_validate_json(json.dumps(content))


# The result


def test_a_grade_is_what_gradescope_specifies() -> None:
    results = check(result(make_grade({"4.2": "failed"}, accuracies={"q2": 0.91, "q6": 0.95})))
    assert (results.score, results.execution_time) == (80.5, 3)
    assert results.tests is not None
    assert {test.visibility for test in results.tests} == {"visible", "after_published"}
    assert [test.status for test in results.tests].count("failed") == 1


def test_the_leaderboard_has_the_best_accuracy_that_was_measured() -> None:
    content = result(make_grade(accuracies={"q2": 0.91, "q4": 0.5, "q6": 0.951234}))
    assert content["leaderboard"] == [{"name": "Test accuracy", "value": 0.9512, "order": "desc"}]
    assert "leaderboard" not in result(make_grade())


def test_a_fault_of_the_graders_has_a_score_and_says_what_it_is_worth() -> None:
    grade = make_grade({"4.2": "fault"})
    content = result(grade)
    check(content)
    message = (
        "The grader itself failed at some of the checks, so this is not your final score: it"
        " counts only what could be checked. It is not your mistake: please tell your instructor,"
        " who can have it graded again."
    )
    assert (content["score"], content["output"]) == (80.5, message)
    assert "score" not in gradescope(grade)  # elsewhere no score is better than a wrong one
    assert check(result(make_grade(dict.fromkeys(["1.1", "1.2", "4.1", "4.2", "7.1"], "fault"))))


NO_RESULT_YET = {
    "score": 0,
    "output": (
        "The grader did not finish, so this is not your score. It is not your mistake: please tell"
        " your instructor, who can have it graded again."
    ),
    "output_format": "text",
    "stdout_visibility": "hidden",
    "tests": [],
}


def test_a_result_before_there_is_one_is_valid_too(archive: Path) -> None:
    with zipfile.ZipFile(archive) as files:
        assert json.loads(files.read("unfinished.json")) == NO_RESULT_YET
    assert check(NO_RESULT_YET).score == 0


def test_a_submission_is_called_by_gradescopes_number(tmp_path: Path) -> None:
    metadata = tmp_path / "submission_metadata.json"
    assert submission_name(read_metadata(metadata)) == "submission"
    for text, name in [
        ('{"id": 123456, "users": [{"name": "Ada"}]}', "submission_123456"),
        ('{"id": "../x"}', "submission"),
        ("[1]", "submission"),
        ("{", "submission"),
        ("\xff", "submission"),
    ]:
        metadata.write_text(text, "latin-1")
        assert submission_name(read_metadata(metadata)) == name


# Limits


def test_a_container_says_how_much_memory_it_has(tmp_path: Path) -> None:
    new, old = tmp_path / "memory.max", tmp_path / "memory.limit_in_bytes"
    assert container_mb([new, old]) > 1_000_000
    old.write_text("1610612736\n")
    assert container_mb([new, old]) == 1536
    new.write_text("max\n")
    assert container_mb([new]) > 1_000_000
    new.write_text("805306368\n")
    assert container_mb([new, old]) == 768


def test_questions_that_take_all_their_time_leave_some_for_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = [1000.0]
    monkeypatch.setattr("time.monotonic", lambda: clock[0])
    questions = [SimpleNamespace(id=f"q{number}") for number in range(1, 8)]
    rubric = SimpleNamespace(questions=questions, limits=SimpleNamespace(wall_seconds=180.0))
    seconds = share_time(cast(Rubric, rubric))
    given = []
    for question in questions:
        given.append(seconds(question.id))
        clock[0] += given[-1]
    assert given == [180, 180, 60, SHORTEST, SHORTEST, SHORTEST, SHORTEST]
    assert sum(given) == SECONDS


# The archive


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_gradescope(ROOT, tmp_path_factory.mktemp("dist"))


def test_the_archive_holds_the_grader_and_what_it_reads(archive: Path) -> None:
    with zipfile.ZipFile(archive) as files:
        names = files.namelist()
    assert archive.name == "gradescope.zip"
    assert {"setup.sh", "run_autograder", "grading.yml", "requirements.txt"} <= {*names}
    assert {"data_cache/digits8x8.npz", "unfinished.json", "LICENSE"} <= {*names}
    checks = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("autograder/checks/*/*.py")}
    stand_ins = {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.glob("autograder/grading/standins/[aq]*.py")
    }
    assert checks and stand_ins
    assert checks | stand_ins | {"autograder/gradescope/run.py"} <= {*names}
    others = {name for name in names if name.count("/") and not name.startswith("autograder/")}
    assert others == {"data_cache/digits8x8.npz"}
    assert not [name for name in names if name.endswith((".pyc", "~")) or "/." in f"/{name}"]


def test_the_archive_holds_nothing_of_the_solution_and_no_path_of_this_machine(
    archive: Path,
) -> None:
    with zipfile.ZipFile(archive) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    assert quotations(files) == []
    for name, data in files.items():
        text = data.decode("utf-8", "replace")
        assert str(ROOT) not in text and "/root/" not in text, name


def test_a_file_that_quotes_the_solution_is_found() -> None:
    demo = (ROOT / "autograder" / "cli" / "demo.py").read_bytes()
    assert "demo.py: first,second,third=channels" in quotations({"demo.py": demo})
    assert quotations({"x.py": b"total += cost.item()\n  *  len( images )"})
    assert quotations({"x.md": b"`self.pool( self.conv1(images) ).relu()`"})


def test_the_archive_leaves_out_the_commands_and_what_measures_the_checks(archive: Path) -> None:
    with zipfile.ZipFile(archive) as files:
        packages = {name.split("/")[1] for name in files.namelist() if name.count("/") > 1}
    assert packages >= {"checking", "checks", "grading", "gradescope", "inside", "probing"}
    assert not packages & {"cli", "quality", "installed"}


def test_only_the_two_programs_can_be_executed(archive: Path) -> None:
    with zipfile.ZipFile(archive) as files:
        modes = {entry.filename: entry.external_attr >> 16 for entry in files.infolist()}
    programs = {name for name, mode in modes.items() if mode & 0o111}
    assert programs == {"setup.sh", "run_autograder"}
    assert all(mode & 0o444 == 0o444 for mode in modes.values())


def test_the_requirements_are_the_projects_own(archive: Path) -> None:
    with zipfile.ZipFile(archive) as files:
        lines = files.read("requirements.txt").decode().splitlines()
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    assert lines and all(f'"{line}"' in project for line in lines)
    assert {re.split("[^a-z]", line)[0] for line in lines} >= {"torch", "torchvision", "pydantic"}


def test_two_archives_have_the_same_bytes(archive: Path, tmp_path: Path) -> None:
    assert write_gradescope(ROOT, tmp_path).read_bytes() == archive.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["gradescope.zip"]


def test_the_grader_has_done_before_gradescope_stops_it() -> None:
    program = (Path(bundle.__file__).parent / "run_autograder").read_text("utf-8")
    found = re.search(r"^seconds=(\d+)", program, re.MULTILINE)
    assert found and SECONDS + 60 <= int(found[1]) < 600  # a minute to import PyTorch


@pytest.mark.parametrize("program", ["setup.sh", "run_autograder"])
def test_the_programs_are_as_shellcheck_likes_them(program: str) -> None:
    path = Path(bundle.__file__).parent / program
    assert os.access(path, os.X_OK)
    if not shutil.which("shellcheck"):
        pytest.skip("shellcheck is not installed: pip install --editable '.[dev]'")
    subprocess.run(["shellcheck", str(path)], check=True)


# For real: as root, with namespaces refused


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


@needs_container
@pytest.mark.slow
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


@needs_container
@pytest.mark.slow
def test_a_student_sees_nothing_of_the_grader(
    make_container: Callable[..., container.Container],
) -> None:
    made = make_container(data=SPY)
    run = made.run()
    results = read_results(made)
    assert results.tests and run.returncode == 0
    output = next(test.output for test in results.tests if test.number == "1.1")
    assert output is not None
    user, readable, writable, modules, others, killed = output.split("OSError: ")[-1].split("|")
    uid, gid, groups = ast.literal_eval(user)
    assert (uid in USERS, gid, groups) == (True, uid, [])
    assert others == "False"  # Landlock hides them, and they can neither be looked into nor ended
    assert (readable, writable, modules, killed.strip()) == ("[]", "[]", "[]", "[]")
    assert results.score is not None and results.score >= 80  # other questions do without data.py


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


@needs_container
@pytest.mark.slow
@pytest.mark.parametrize("spoil", BREAKS.values(), ids=BREAKS)
def test_whatever_ends_the_grader_there_is_a_valid_result(
    make_container: Callable[..., container.Container], spoil: Callable[[Path], Any]
) -> None:
    made = make_container()
    spoil(made.autograder / "source")
    program = made.autograder / "run_autograder"
    program.write_text(program.read_text("utf-8").replace("seconds=570", "seconds=20"), "utf-8")
    run = made.run()
    assert run.returncode == 0
    assert "The grader did not finish: exit code" in run.stdout
    assert read_results(made) == check(NO_RESULT_YET)


@needs_container
@pytest.mark.slow
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
