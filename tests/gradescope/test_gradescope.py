"""Gradescope: the archive, and the result against Gradescope's specification."""

import json
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

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
from support import ROOT
from support.grades import make_grade
from support.gradescope_results import NO_RESULT_YET, check
from support.release import quotations

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
    assert given == [180, 180, 40, SHORTEST, SHORTEST, SHORTEST, SHORTEST]
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
