"""A grade in another language: the same measurement, told by the words of that language."""

import json
from dataclasses import replace

import pytest

from autograder.checking.hints.graded import GRADED
from autograder.grading.words import LONGEST, in_language, plain_message
from autograder.probing.student_error import Cause
from autograder.results.grade import CheckResult
from support.grades import make_grade
from support.rubrics import project_rubric

RUBRIC = project_rubric()

EXAMPLE = {"given": {"n": (1, 2)}, "expected": {"cost": 0.5}, "got": {"cost": 1.0}}
MESSAGES = [
    {"hint": "q1.image-shape", "found": (28, 28), "expected": (1, 28, 28)},
    {"hint": "q3.not-rising", "costs": [2.5, 1.25, 0.0], "because": None},
    {"hint": "q5.mode-left", "name": "evaluate", "mode": {"hint": "mode.training"}},
    {"hint": "q2.parameters", "num_hidden": 64, "found": 50_880, "expected": 50_890},
    {"hint": "q3.sum", "example": EXAMPLE},
]


def same(text: str) -> str:
    return text


@pytest.mark.parametrize("message", MESSAGES, ids=[str(one["hint"]) for one in MESSAGES])
def test_a_message_that_a_file_holds_has_the_same_words(message: dict[str, object]) -> None:
    read_back = json.loads(json.dumps(plain_message(message, same)))
    assert GRADED.hint(read_back) == GRADED.hint(message)


def test_what_a_message_holds_of_a_student_is_cleaned_and_bounded() -> None:
    inner = {"hint": "doing.importing", "path": "/secret/a.py", "example": EXAMPLE}
    message = {"hint": "code.raised", "raised": "in /secret", "doing": inner, "where": ""}
    cleaned = plain_message(message, lambda text: text.replace("/secret", "…"))
    assert cleaned == {
        "hint": "code.raised",
        "raised": "in …",
        "doing": {"hint": "doing.importing", "path": "…/a.py"},
        "where": "",
    }
    assert plain_message({"hint": "code.exit", "doing": "x" * (LONGEST + 1)}, same) == ""


def test_a_result_is_told_in_the_grade_s_language_and_back() -> None:
    message = {"hint": "q3.sum"}
    failed = CheckResult(RUBRIC.checks[0], "failed", "x", cause=Cause.WRONG_ANSWER, message=message)
    grade = make_grade(results=(failed,), questions=RUBRIC.questions)
    german = in_language(replace(grade, language="de"))
    assert german.results[0].hint == "Es ist die Summe über den Batch; erwartet wird das Mittel."
    assert german.results[0].look.endswith("(Anleitung: „q3: Was eine Vorhersage kostet“.)")
    english = in_language(replace(german, language="en"))
    assert english.results[0].hint == "It is the sum over the batch; expected the mean."
    assert (german.total, german.failed[0].cause) == (english.total, Cause.WRONG_ANSWER)


def test_a_result_without_a_message_or_with_an_old_one_keeps_its_words() -> None:
    for message in ("", {"hint": "gone.since"}, {"hint": "q2.parameters"}):
        result = CheckResult(RUBRIC.checks[0], "failed", "As it was.", message=message)
        grade = make_grade(results=(result,), questions=RUBRIC.questions, language="de")
        assert in_language(grade).results[0].hint == "As it was."
