"""A grade's file reads back as the grade it was, field by field, or not at all."""

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.probing.student_error import Cause
from autograder.results.grade import CheckResult, Grade, Late
from autograder.results.picture_data import (
    Costs,
    Operator,
    PictureData,
    PicturedNetwork,
    Weights,
    WrongDigit,
)
from autograder.results.results_json import UnreadableResult, read_grade, write_grade
from autograder.rubric.rubric import Rubric
from support.grades import make_grade
from support.rubrics import project_rubric

RUBRIC = project_rubric()

# What hypothesis finds for a type by itself may be a number that no grade holds.
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
st.register_type_strategy(Mapping, lambda kind: st.dictionaries(*map(st.from_type, get_args(kind))))


def made(kind: type, **known: Any) -> st.SearchStrategy[Any]:
    """Draw every field of a dataclass by its type, also those with a default, but those `known`."""
    drawn = {field.name: known.get(field.name, ...) for field in fields(kind)}
    return st.builds(kind, **drawn)


NETWORKS = made(
    PicturedNetwork,
    operators=st.lists(made(Operator), max_size=3).map(tuple),
    wrong=st.lists(made(WrongDigit), max_size=2).map(tuple),
    weights=st.none() | made(Weights),
)
PICTURES = made(
    PictureData,
    networks=st.dictionaries(st.sampled_from(["q2", "q6"]), NETWORKS),
    costs=st.dictionaries(st.just("q4"), made(Costs)),
)


FIELDS = st.none() | st.booleans() | st.integers() | st.text(max_size=9)
MESSAGES = st.just("") | st.dictionaries(st.sampled_from(["hint", "because", "found"]), FIELDS)


@st.composite
def grades(draw: Any) -> Grade:
    """Any grade that the rubric allows."""
    checks = draw(st.lists(st.sampled_from(RUBRIC.checks), unique=True, max_size=4))
    checks.sort(key=RUBRIC.checks.index)
    # what people decide is in a file of its own
    measured = {"decided": st.none(), "message": MESSAGES}
    results = tuple(draw(made(CheckResult, check=st.just(check), **measured)) for check in checks)
    grade: Grade = draw(
        made(
            Grade,
            name=st.just("ada"),
            title=st.just(RUBRIC.title),
            results=st.just(results),
            questions=st.just(RUBRIC.questions),
            accuracies=st.dictionaries(st.text(), st.floats(0, 1)),
            picture_data=PICTURES,
            question_points=st.just({}),
            total_points=st.none(),
            excused=st.just(False),
            rulings=st.just(()),
            late=st.just(Late()),
            hand_in=st.none(),
            written=st.none(),
            language=st.just("en"),
        )
    )
    return grade


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(grade=grades())
def test_every_field_of_a_grade_reads_back(tmp_path: Path, grade: Grade) -> None:
    assert read_grade(write_grade(tmp_path, grade), RUBRIC) == grade


def test_costs_that_are_no_numbers_read_back_and_the_file_is_json(tmp_path: Path) -> None:
    costs = Costs((1.5, float("nan")), (float("inf"), -0.5))
    path = write_grade(tmp_path, make_grade(picture_data=PictureData("digits", {}, {"q4": costs})))

    def refuse(name: str) -> None:
        raise AssertionError(f"{name} is no JSON")

    json.loads(path.read_text("utf-8"), parse_constant=refuse)
    grade = read_grade(path, RUBRIC)
    assert grade is not None
    assert str(grade.picture_data.costs["q4"]) == (
        "Costs(training=(1.5, nan), validation=(inf, -0.5))"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "damaged"),
        ("[]", "damaged"),
        ("{}", "damaged"),
        ('{"extra_data": 1}', "damaged"),
        ("\udcff", "damaged"),
        ('{"tests": [{}]}', "damaged"),
        ('{"extra_data": {"seed": 1}, "tests": []}', "its format is 1, and 2 is the one"),
        ('{"extra_data": {"format": 3}, "tests": []}', "its format is 3, and 2 is the one"),
        ('{"extra_data": {"format": 2}, "tests": []}', "damaged"),
    ],
)
def test_a_file_that_is_no_result_is_refused_and_says_why(
    tmp_path: Path, text: str, message: str
) -> None:
    path = tmp_path / "ada.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(UnreadableResult, match=message):
        read_grade(path, RUBRIC)


def test_gradescope_shows_all_levels_of_a_hint_as_plain_text(tmp_path: Path) -> None:
    look = " ".join(["word"] * 60)
    example = "labels = [3]\n      expected  got\ncost  1         2"
    failed = CheckResult(
        RUBRIC.checks[0], "failed", "It is 2.", "line 3", look=look, example=example
    )
    fault = replace(failed, check=RUBRIC.checks[1], status="fault")
    grade = make_grade(results=(failed, fault), questions=RUBRIC.questions)
    document = json.loads(write_grade(tmp_path, grade).read_text())
    of_student, of_ours = (test["output"] for test in document["tests"])
    assert document["test_output_format"] == "text"
    paragraphs = of_student.split("\n\n")
    assert paragraphs[:2] == ["It is 2.", "line 3"]
    assert paragraphs[2].startswith("Where to look:\nword word")
    assert paragraphs[2].split() == ["Where", "to", "look:", *["word"] * 60]
    assert max(map(len, paragraphs[2].split("\n"))) <= 90
    assert paragraphs[3:] == [f"The smallest example:\n{example}"]
    assert "word" not in of_ours and "It is 2." not in of_ours


@pytest.mark.parametrize("cause", ["", "no such cause", 7, ["time"]])
def test_a_result_with_an_unknown_cause_is_refused(tmp_path: Path, cause: Any) -> None:
    late = CheckResult(RUBRIC.checks[0], "failed", "Too slow.", "line 3", Cause.TIME)
    path = write_grade(tmp_path, make_grade(results=(late,), questions=RUBRIC.questions))
    document = json.loads(path.read_text())
    assert document["tests"][0]["extra_data"]["cause"] == "time"
    document["tests"][0]["extra_data"]["cause"] = cause
    path.write_text(json.dumps(document))
    with pytest.raises(UnreadableResult):
        read_grade(path, RUBRIC)


def test_fields_that_had_another_name_are_read(tmp_path: Path) -> None:
    whole = {"title": RUBRIC.title, "results": (), "questions": RUBRIC.questions}
    grade = make_grade(retries=("1.1",), picture_data=PictureData("digits"), **whole)
    path = write_grade(tmp_path, grade)
    text = path.read_text()
    assert '"retries"' in text and '"picture_data"' in text
    path.write_text(text.replace('"retries"', '"second_tries"').replace("picture_data", "evidence"))
    assert read_grade(path, RUBRIC) == grade


def test_where_there_is_no_file_there_is_no_grade(tmp_path: Path) -> None:
    assert read_grade(tmp_path / "absent.json", RUBRIC) is None


def test_points_and_titles_are_those_of_the_rubric_as_it_is_now(tmp_path: Path) -> None:
    def changed(rubric: Rubric) -> Rubric:
        questions = []
        for question in rubric.questions:
            checks = (replace(check, points=1.0, title="New") for check in question.checks)
            questions.append(replace(question, checks=tuple(checks)))
        return replace(rubric, questions=tuple(questions))

    results = tuple(CheckResult(check, "passed") for check in RUBRIC.checks)
    path = write_grade(tmp_path, make_grade(results=results, questions=RUBRIC.questions))
    grade = read_grade(path, changed(RUBRIC))
    assert grade is not None
    assert grade.total == len(RUBRIC.checks)
    assert {result.check.title for result in grade.results} == {"New"}
