"""Lateness and earlier hand-ins on Gradescope, with metadata as Gradescope documents them."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from autograder.gradescope.metadata import (
    Metadata,
    best_before,
    give_on_gradescope,
    read_metadata,
)
from autograder.gradescope.run import result, submission_name
from autograder.results.grade import Grade
from autograder.rubric.late import LatePolicy
from autograder.rubric.rubric import Rubric
from autograder.rubric.several import SeveralHandIns
from support.grades import make_grade
from support.rubrics import project_rubric

# The example of https://gradescope-autograders.readthedocs.io/en/latest/submission_metadata/
DOCUMENTED: dict[str, Any] = {
    "id": 123456,
    "created_at": "2018-07-01T14:22:32.365935-07:00",
    "assignment": {
        "due_date": "2018-07-31T23:00:00.000000-07:00",
        "group_size": 4,
        "group_submission": True,
        "id": 25828,
        "course_id": 1234,
        "late_due_date": None,
        "release_date": "2018-07-02T00:00:00.000000-07:00",
        "title": "Programming Assignment 1",
        "total_points": "20.0",
    },
    "submission_method": "upload",
    "users": [{"email": "student@example.com", "id": 1234, "name": "Student User"}],
    "previous_submissions": [
        {"submission_time": "2017-04-06T14:24:48.087023-07:00", "score": 0.0, "results": {}},
    ],
}
LATE = LatePolicy.model_validate(
    {"deadline": "2018-07-20 23:59 Europe/Berlin", "percent_a_day": 10, "cap": 50}
)


def metadata(folder: Path, **changes: Any) -> Metadata:
    """Read a file with these fields in place of the documented ones."""
    path = folder / "submission_metadata.json"
    path.write_text(json.dumps(DOCUMENTED | changes), "utf-8")
    return read_metadata(path)


def rubric(late: LatePolicy | None = LATE, keep: str = "") -> Rubric:
    hand_ins = SeveralHandIns.model_validate({"keep": keep}) if keep else None
    return replace(project_rubric(), late=late, hand_ins=hand_ins)


def given(read: Metadata, rule: Rubric) -> Grade:
    return give_on_gradescope(make_grade(), rule, read)  # which has earned 105 points


def test_the_documented_file_is_read(tmp_path: Path) -> None:
    read = metadata(tmp_path)
    assert submission_name(read) == "submission_123456"
    assert read.at == datetime(2018, 7, 1, 21, 22, 32, 365935, UTC)
    assert read.due == datetime(2018, 8, 1, 6, 0, tzinfo=UTC)
    assert [(one.at, one.score) for one in read.earlier] == [("2017-04-06 14:24", 0)]


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"id": "../x"}', '{"id": true}', "\xff"])
def test_what_cannot_be_read_is_not_known(tmp_path: Path, text: str) -> None:
    path = tmp_path / "submission_metadata.json"
    assert read_metadata(path) == Metadata()
    path.write_text(text, "latin-1")
    assert read_metadata(path) == Metadata()


def test_fields_of_other_kinds_are_not_known(tmp_path: Path) -> None:
    odd = metadata(
        tmp_path,
        created_at=5,
        assignment=[],
        users={"x": 1},
        previous_submissions=[None, {"score": None}, {"score": "nan"}, {"score": "7.5"}],
    )
    assert (odd.at, odd.due) == (None, None)
    assert [(one.at, one.score) for one in odd.earlier] == [("an unknown time", 7.5)]
    assert metadata(tmp_path, users=[{"assignment": None}, 3]).due is not None


def test_what_is_in_time_by_gradescopes_due_date_loses_nothing(tmp_path: Path) -> None:
    read = metadata(tmp_path, created_at="2018-07-31T22:59:59.000000-07:00")
    grade = given(read, rubric())  # eleven days after the deadline of grading.yml
    assert (grade.total, grade.late.sentence) == (105, "")
    assert result(grade)["score"] == 105


def test_what_is_late_loses_points_and_the_student_reads_how_many(tmp_path: Path) -> None:
    read = metadata(tmp_path, created_at="2018-08-02T01:00:00.000000-07:00")
    content = result(given(read, rubric()))
    assert content["score"] == 84
    assert content["output"] == "Handed in 2 days late: 21 points less."
    assert result(given(read, rubric(late=None)))["score"] == 105  # no rule, nothing lost


def test_a_students_own_due_date_is_the_one_that_counts(tmp_path: Path) -> None:
    def user(due: str | None) -> dict[str, Any]:
        dates = {"release_date": None, "due_date": due, "late_due_date": None}
        return {"email": "", "id": 1, "name": "A", "assignment": dates}

    extended = "2018-08-05T23:00:00.000000-07:00"
    handed_in = {"created_at": "2018-08-05T22:00:00.000000-07:00"}
    for users in ([user(extended)], [user("2018-07-31T23:00:00-07:00"), user(extended)]):
        assert given(metadata(tmp_path, **handed_in, users=users), rubric()).total == 105
    read = metadata(tmp_path, **handed_in, users=[user(None)])
    assert given(read, rubric()).late.sentence == "Handed in 5 days late: 52.5 points less."


def test_without_a_due_date_the_deadline_of_the_rubric_counts(tmp_path: Path) -> None:
    none = {"assignment": {"due_date": None}}
    read = metadata(tmp_path, created_at="2018-07-21T00:00:00.000000+02:00", **none)
    assert given(read, rubric()).late.sentence == "Handed in 1 day late: 10.5 points less."
    unknown = given(Metadata(), rubric())
    assert (unknown.total, unknown.late.unknown) == (105, "nobody knows when it was handed in")


EARLIER = [
    {"submission_time": "2018-07-30T10:00:00.000000-07:00", "score": 91.25, "results": {}},
    {"submission_time": "2018-07-31T10:00:00.000000-07:00", "score": 40.0, "results": {}},
]


def test_the_best_hand_in_counts_where_the_rubric_says_so(tmp_path: Path) -> None:
    late = {"created_at": "2018-08-02T01:00:00.000000-07:00", "previous_submissions": EARLIER}
    read, rule = metadata(tmp_path, **late), rubric(keep="best")
    grade = given(read, rule)
    best = best_before(grade, rule, read)
    content = result(grade, best)
    assert content["score"] == 91.25
    assert content["output"] == (
        "Your best submission counts, and that is an earlier one, of 2018-07-30 10:00, with 91.25"
        " points. What is shown below is about this one.\n\n"
        "Handed in 2 days late: 21 points less."
    )
    for other in (rubric(keep="latest"), rubric()):
        assert best_before(grade, other, read) is None
    in_time = metadata(tmp_path, previous_submissions=EARLIER)
    assert best_before(given(in_time, rule), rule, in_time) is None  # 105 points are more


@pytest.mark.parametrize("order", [1, -1])
def test_of_hand_ins_with_one_score_the_first_is_named(tmp_path: Path, order: int) -> None:
    second = EARLIER[1] | {"score": 91.25}  # it was given the score of the first, which was better
    late = {"created_at": "2018-08-02T01:00:00.000000-07:00"}
    read = metadata(tmp_path, **late, previous_submissions=[EARLIER[0], second][::order])
    best = best_before(given(read, rubric()), rubric(keep="best"), read)
    assert best is not None and best.at == "2018-07-30 10:00"


def test_after_a_failure_of_the_graders_lateness_is_told_too(tmp_path: Path) -> None:
    read = metadata(tmp_path, created_at="2018-08-02T01:00:00.000000-07:00")
    grade = give_on_gradescope(make_grade({"4.2": "fault"}), rubric(), read)
    content = result(grade)
    assert content["score"] == 64.4
    assert content["output"].startswith("The grader itself failed at some of the checks")
    assert content["output"].endswith("Handed in 2 days late: 16.1 points less.")


def test_after_a_failure_of_the_graders_notes_are_told_too() -> None:
    note = "The notebook digits.ipynb was graded."
    output = result(replace(make_grade({"4.2": "fault"}), note=note))["output"]
    assert output.startswith(f"{note}\n\nThe grader itself failed at some of the checks")
    assert "there is no score yet" not in output
