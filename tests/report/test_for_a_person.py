"""What needs a person: which submissions are listed, and for which reason."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from autograder.probing.student_error import Cause
from autograder.report.class_page import overview
from autograder.results.grade import Grade
from support.grades import make_grade


def test_who_has_not_begun_a_question_is_counted_by_the_cause() -> None:
    grade = make_grade({"1.1": "failed", "1.2": "failed", "4.1": "failed"})
    results = [
        replace(r, hint="", cause=Cause.UNWRITTEN) if r.check.question == "q1" else r
        for r in grade.results
    ]
    results[2] = replace(results[2], hint="q4: train it (still to be written)")
    view = overview([replace(grade, results=tuple(results)), make_grade(name="bob")])
    assert {row.question.id: row.unwritten for row in view.question_rows} == {
        "q1": 1,
        "q4": 0,
        "q7": 0,
    }


def concerns(*grades: Grade) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for concern in overview(grades).concerns:
        yield concern.title, list(concern.cases)


def test_what_needs_a_person_is_listed_by_what_it_needs_one_for() -> None:
    all_failed = {number: "failed" for number in ("1.1", "1.2", "4.1", "4.2", "7.1")}
    nothing: Any = make_grade(all_failed, name="empty")  # type: ignore[arg-type]
    refused = {"hint": "It holds no package.", "details": "", "cause": Cause.UNREADABLE_SUBMISSION}
    unread = [replace(r, **refused) for r in nothing.results]
    unwritten = [replace(r, cause=Cause.UNWRITTEN) for r in nothing.results]
    crashed = make_grade({"4.1": "failed", "4.2": "failed"}, name="crash")
    hint = "Your code ended the Python process (exit code 3)."
    found = dict(
        concerns(
            make_grade(name="fine"),
            make_grade({"4.2": "fault"}, name="fault"),
            replace(nothing, name="unread", note="It holds no package.", results=tuple(unread)),
            make_grade(name="remark", note="Two packages; one was taken."),
            nothing,
            replace(nothing, name="stubs", results=tuple(unwritten)),
            replace(
                crashed,
                results=tuple(
                    replace(r, hint=hint, cause=Cause.EXIT) if r.status == "failed" else r
                    for r in crashed.results
                ),
            ),
        )
    )
    assert {title: [name for name, _ in cases] for title, cases in found.items()} == {
        "The grader itself failed": ["fault"],
        "It could not be read as a submission": ["unread"],
        "Something about it was unusual": ["remark"],
        "No point at all": ["empty", "stubs"],
        "Crashed, or ran out of time or memory": ["crash"],
    }
    assert found["Crashed, or ran out of time or memory"] == [("crash", f"q4: {hint}")]
    assert found["No point at all"][1] == ("stubs", "not begun")


@pytest.mark.parametrize("cause", ["crash", "exit", "memory", "time"])
def test_a_crash_is_known_by_its_cause_whatever_is_said(cause: str) -> None:
    grade = make_grade({"4.1": "failed"})
    results = [replace(r, cause=Cause(cause)) if r.hint else r for r in grade.results]
    assert dict(concerns(replace(grade, results=tuple(results)))) == {
        "Crashed, or ran out of time or memory": [("alice", "q4: Look at part 4.1.")]
    }


def test_what_is_said_makes_no_crash() -> None:
    grade = make_grade({"4.1": "failed"})
    hint = "Out of memory: your code crashed the Python process (still to be written)"
    results = [replace(r, hint=hint) if r.hint else r for r in grade.results]
    assert dict(concerns(replace(grade, results=tuple(results)))) == {}


def test_a_question_that_lacks_only_its_accuracy_needs_a_person() -> None:
    grade = make_grade({"4.2": "failed"})
    results = tuple(
        replace(r, check=replace(r.check, name="test_learns")) if r.check.number == "4.2" else r
        for r in grade.results
    )
    assert dict(concerns(replace(grade, results=results))) == {
        "Only the accuracy is missing": [("alice", "q4: Look at part 4.2.")]
    }
