"""A grade in numbers, and in the file that Gradescope reads."""

import json
import os
from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import pytest

from autograder.results.grade import CheckResult
from autograder.results.results_json import gradescope, write_grade
from support.grades import make_grade

# Grades


def test_full_marks_are_a_hundred_and_the_extra_credit() -> None:
    grade = make_grade()
    assert (grade.score, grade.extra, grade.total, grade.max_score) == (100, 5, 105, 100)
    assert not grade.fault
    assert grade.failed == ()


def test_a_failed_check_costs_its_points_and_no_others() -> None:
    grade = make_grade({"4.2": "failed", "7.1": "failed"})
    assert (grade.score, grade.extra, grade.total, grade.max_score) == (75.5, 0, 75.5, 100)
    assert [item.score for item in grade.question_scores] == [50, 25.5, 0]
    assert [item.max_score for item in grade.question_scores] == [50, 50, 5]
    assert [result.check.number for result in grade.failed] == ["4.2", "7.1"]


def test_a_fault_is_no_failure_of_the_student() -> None:
    grade = make_grade({"4.2": "fault"})
    assert grade.fault
    assert grade.failed == ()
    assert [item.fault for item in grade.question_scores] == [False, True, False]


def test_only_the_questions_that_were_graded_count() -> None:
    grade = make_grade()
    grade = replace(grade, results=grade.results[2:4])
    assert [item.question.id for item in grade.question_scores] == ["q4"]
    assert (grade.score, grade.max_score) == (50, 50)


def test_a_grade_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        make_grade().name = "bob"  # type: ignore[misc]


# Gradescope


def test_the_file_is_as_gradescope_specifies_it() -> None:
    grade = make_grade({"4.2": "failed"}, note="Well done so far.")
    assert gradescope(grade) | {"tests": [], "extra_data": {}} == {
        "score": 80.5,
        "output": "Well done so far.",
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "execution_time": 3,
        "stdout_visibility": "hidden",
        "extra_data": {},
        "tests": [],
    }
    tests = gradescope(grade)["tests"]
    assert [test["number"] for test in tests] == ["1.1", "1.2", "4.1", "4.2", "7.1"]
    assert tests[3] == {
        "name": "Train, part 2",
        "number": "4.2",
        "status": "failed",
        "score": 0,
        "max_score": 24.5,
        "output": "Look at part 4.2.\n\ndata.py, line 3",
        "visibility": "after_published",
        "extra_data": {
            "question": "q4",
            "group": "hidden",
            "check": "test_2",
            "cause": "wrong answer",
            "status": "failed",
            "hint": "Look at part 4.2.",
            "details": "data.py, line 3",
        },
    }
    assert tests[0]["status"] == "passed"
    assert tests[0]["score"] == tests[0]["max_score"] == 30
    assert tests[0]["output"] == ""


def test_how_a_submission_was_graded_is_kept_with_its_grade() -> None:
    extra = gradescope(make_grade())["extra_data"]
    assert {key: extra[key] for key in ("seed", "data", "isolation", "fault")} == {
        "seed": 7,
        "data": "sample",
        "isolation": "bwrap",
        "fault": False,
    }
    assert extra["version"]


def test_a_fault_has_no_score_and_tells_the_student_whose_it_is() -> None:
    file = gradescope(make_grade({"1.1": "fault", "4.2": "failed"}))
    assert "score" not in file
    assert "not your mistake" in file["output"]
    test = file["tests"][0]
    assert "score" not in test
    assert "status" not in test
    assert "not your mistake" in test["output"]
    assert "Look at part" not in test["output"]
    assert test["extra_data"]["hint"] == "Look at part 1.1."
    assert file["tests"][3]["score"] == 0


def test_points_are_written_without_the_noise_of_floating_point() -> None:
    grade = make_grade()
    checks = [replace(result.check, points=0.1) for result in grade.results[:3]]
    grade = replace(grade, results=tuple(CheckResult(check, "passed") for check in checks))
    assert json.dumps(gradescope(grade)["score"]) == "0.3"
    assert json.dumps(gradescope(make_grade())["score"]) == "105"


# Files


def test_the_same_grade_gives_the_same_bytes_but_for_the_time(tmp_path: Path) -> None:
    grade = make_grade({"4.2": "failed"})
    first = write_grade(tmp_path / "a", grade).read_bytes()
    again = write_grade(tmp_path / "b", make_grade({"4.2": "failed"})).read_bytes()
    slower = write_grade(tmp_path / "c", replace(grade, seconds=9.9)).read_bytes()
    assert first == again
    later = first.replace(b'"execution_time": 3,', b'"execution_time": 10,')
    assert later.replace(b'"seconds": 3.4', b'"seconds": 9.9') == slower


def test_a_grade_is_written_under_its_name_into_a_folder_that_is_made(tmp_path: Path) -> None:
    path = write_grade(tmp_path / "new" / "results", make_grade(name="zoë [x]"))
    assert path == tmp_path / "new" / "results" / "zoë [x].json"
    assert json.loads(path.read_text("utf-8"))["extra_data"]["submission"] == "zoë [x]"


def test_text_that_is_no_unicode_can_be_written(tmp_path: Path) -> None:
    grade = make_grade(note="bad \udce9 text")
    assert (
        json.loads(write_grade(tmp_path, grade).read_text("utf-8"))["output"] == "bad \ufffd text"
    )


def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_grade(tmp_path, make_grade())
    before = (tmp_path / "alice.json").read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_grade(tmp_path, make_grade({"1.1": "failed"}))
    assert (tmp_path / "alice.json").read_bytes() == before
    assert os.listdir(tmp_path) == ["alice.json"]


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
def test_files_can_be_read_by_whom_the_umask_allows(tmp_path: Path) -> None:
    old = os.umask(0o022)
    try:
        assert write_grade(tmp_path, make_grade()).stat().st_mode & 0o777 == 0o644
    finally:
        os.umask(old)
