"""Makes grades, with questions and checks of their own."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from autograder.probing.student_error import Cause
from autograder.results.grade import CheckResult, Grade, Status
from autograder.rubric.rubric import Check, Question, Rubric

TITLES = {"q1": "Load the digits, make batches", "q4": "Train", "q7": "Experiments"}
POINTS = {"q1": (30, 20), "q4": (25.5, 24.5), "q7": (5,)}


def make_grade(statuses: Mapping[str, Status] | None = None, **changes: Any) -> Grade:
    """Grade with all checks passed, but for `statuses` by number."""
    questions = []
    for id, title in TITLES.items():
        checks = tuple(
            Check(
                id,
                f"test_{index}",
                f"{title}, part {index}",
                "public" if index == 1 else "hidden",
                points,
                "visible" if index == 1 else "after_published",
                f"{id[1:]}.{index}",
                id == "q7",
            )
            for index, points in enumerate(POINTS[id], 1)
        )
        questions.append(Question(id, title, id == "q7", checks))
    results = []
    for question in questions:
        for check in question.checks:
            status = (statuses or {}).get(check.number, "passed")
            hint = "" if status == "passed" else f"Look at part {check.number}."
            details = "" if status == "passed" else "data.py, line 3"
            cause = Cause.WRONG_ANSWER if status == "failed" else None
            results.append(CheckResult(check, status, hint, details, cause))
    grade = Grade(
        name="alice",
        title="Digits",
        results=tuple(results),
        seed=7,
        data="sample",
        isolation="bwrap",
        seconds=3.4,
        questions=tuple(questions),
    )
    return replace(grade, **changes)


def visible(grade: Grade, visibility: Mapping[str, str] = {}) -> Grade:
    """The grade with every check visible, but for those named by number."""

    def check(result: Any) -> Any:
        return replace(result.check, visibility=visibility.get(result.check.number, "visible"))

    return replace(
        grade, results=tuple(replace(result, check=check(result)) for result in grade.results)
    )


def full_marks(rubric: Rubric, *only: str) -> str:
    """Return the points of these questions, or of all with the extra ones, as they are printed."""
    points = (check.points for check in rubric.checks if not only or check.question in only)
    return f"{sum(points):g}"
