"""What was measured holds until something changes that it depends on, question by question."""

import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.datasets.catalogue import Data, load
from autograder.grading import fingerprint
from autograder.grading.fingerprint import fingerprints, grader_digests, holding
from autograder.project import GRADER_PACKAGE
from autograder.release.kit import modules_for
from autograder.results.grade import CheckResult, Grade
from autograder.results.joined import merge
from autograder.results.picture_data import Costs, PictureData
from autograder.rubric.rubric import Rubric

ALL = {"q1", "q2", "q3", "q4", "q5", "q6", "q7"}
FILES = {"digits/data.py": b"x = 1\n"}


@pytest.fixture(scope="module")
def digits() -> Data:
    return load("sample")


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the grader's code."""
    ignored = shutil.ignore_patterns("__pycache__")
    return Path(shutil.copytree(GRADER_PACKAGE, tmp_path / "autograder", ignore=ignored))


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    """The questions whose digests differ."""
    assert before.keys() == after.keys()
    return {question for question in before if before[question] != after[question]}


@pytest.mark.parametrize(
    ("file", "questions"),
    [
        ("checks/hidden/test_q5.py", {"q5"}),
        ("checks/public/test_q2.py", {"q2"}),
        ("checking/hints/en/q5.py", set()),
        ("checking/hints/en/hidden.py", set()),
        ("probing/hints/en/answers.py", set()),
        ("probing/hints/catalogue.py", ALL),
        ("language/de.po", set()),
        ("probing/loader.py", ALL),
        ("inside/wire.py", ALL),
        ("sandbox/guest.py", ALL),
        ("network/operators.py", ALL),
        ("checking/submission.py", ALL),
        ("grading/exam.py", ALL),
        ("datasets/archive.py", ALL),
        ("datasets/download.py", set()),
        ("report/pages.py", set()),
        ("report/templates/style.css", set()),
        ("cli/grade.py", set()),
        ("classroom/batch.py", set()),
        ("results/grade.py", set()),
        ("rubric/rubric.py", set()),
        ("lms/exports.py", set()),
        ("grading/collect_pictures.py", set()),
    ],
)
def test_code_counts_where_it_measures(
    package: Path, rubric: Rubric, digits: Data, file: str, questions: set[str]
) -> None:
    before = grader_digests(rubric, digits, package)
    with (package / file).open("a") as code:
        code.write("\nmended = True\n")
    assert changed(before, grader_digests(rubric, digits, package)) == questions


def test_all_code_counts_that_makes_images() -> None:
    made = {f"{one}.py" for one in modules_for(("datasets/embedded", "datasets/glyphs"))}
    counted = {
        one.relative_to(GRADER_PACKAGE).as_posix() for one in fingerprint._measuring(GRADER_PACKAGE)
    }
    assert "datasets/layout.py" in made
    assert {one for one in made if not one.endswith("__init__.py")} - counted == {
        *("datasets/form.py", "datasets/idx.py")  # only a folder of files is read by them
    }


def test_the_titles_of_checks_and_comments_do_not_count(
    package: Path, rubric: Rubric, digits: Data
) -> None:
    before = grader_digests(rubric, digits, package)
    path = package / "checks" / "public" / "test_q3.py"
    text = path.read_text("utf-8")
    changed_text, count = re.subn(r'    """(?=\w)', '    """So-called: ', text)
    assert count > 1
    path.write_text(changed_text + "# a comment\n", "utf-8")
    assert changed(before, grader_digests(rubric, digits, package)) == set()


def test_stand_ins_count_for_the_questions_that_get_them(
    rubric: Rubric, digits: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = grader_digests(rubric, digits)
    real = fingerprint.sources

    for file, questions in (("q5", {"q4"}), ("answered", {"q7"}), ("q1", {"q4", "q5", "q7"})):

        def mended(question: str, file: str = file) -> dict[str, str]:
            return {one: text + "# mended" * (one == file) for one, text in real(question).items()}

        monkeypatch.setattr(fingerprint, "sources", mended)
        assert changed(before, grader_digests(rubric, digits)) == questions


def test_data_and_limits_count_for_all(rubric: Rubric, digits: Data) -> None:
    before = grader_digests(rubric, digits)
    flipped = replace(digits.training, labels=digits.training.labels.flip(0))
    assert changed(before, grader_digests(rubric, replace(digits, training=flipped))) == ALL
    limits = rubric.limits.model_copy(update={"wall_seconds": 1.5})
    assert changed(before, grader_digests(replace(rubric, limits=limits), digits)) == ALL


def test_an_exam_counts_by_the_numbers_that_a_question_is_graded_with(
    rubric: Rubric, digits: Data
) -> None:
    before = grader_digests(rubric, digits)

    def with_exam(**update: Any) -> dict[str, str]:
        exam = type(rubric.exams["sample"]).model_validate(
            rubric.exams["sample"].model_dump() | update
        )
        return grader_digests(replace(rubric, exams={**rubric.exams, "sample": exam}), digits)

    budget = rubric.exams["sample"].model_dump()["q4"]
    assert changed(before, with_exam(q4=budget | {"threshold": 0.5})) == {"q4"}
    assert changed(before, with_exam(q4=budget | {"epochs": budget["epochs"] + 1})) == {"q4"}
    assert changed(before, with_exam(hidden_images=7)) == {"q2", "q4", "q6"}
    assert changed(before, with_exam(measured="on another day")) == set()


def test_points_titles_and_who_sees_a_check_do_not_count(rubric: Rubric, digits: Data) -> None:
    assert (
        changed(grader_digests(rubric, digits), grader_digests(with_other_points(rubric), digits))
        == set()
    )


def with_other_points(rubric: Rubric) -> Rubric:
    questions = tuple(
        replace(
            question,
            title="New",
            checks=tuple(
                replace(check, points=1.0, title="New", visibility="hidden")
                for check in question.checks
            ),
        )
        for question in rubric.questions
    )
    return replace(rubric, title="New", questions=questions)


def test_one_question_alone_has_the_fingerprint_that_it_has_among_all(
    rubric: Rubric, digits: Data
) -> None:
    assert grader_digests(rubric.only("q4"), digits) == {"q4": grader_digests(rubric, digits)["q4"]}


@pytest.mark.parametrize(
    "files",
    [
        {"digits/data.py": b"x = 2\n"},
        {"digits/other.py": b"x = 1\n"},
        {**FILES, "digits/more.py": b""},
        {"digits/data.pyx": b" = 1\n"},
        {},
    ],
)
def test_every_file_of_the_submission_counts(files: dict[str, bytes]) -> None:
    grader_digests = {"q1": "a", "q2": "b"}
    before = fingerprints(grader_digests, FILES)
    assert changed(before, fingerprints(grader_digests, files)) == {"q1", "q2"}
    assert before["q1"] != before["q2"]
    assert before == fingerprints(grader_digests, dict(FILES))


# Grades


def graded(rubric: Rubric, questions: Sequence[str] = sorted(ALL), **changes: Any) -> Grade:
    """A grade of these questions with everything passed."""
    grade = Grade(
        name="ada",
        title=rubric.title,
        results=tuple(
            CheckResult(check, "passed") for check in rubric.checks if check.question in questions
        ),
        seed=5,
        data="sample",
        isolation="bwrap",
        seconds=3.0,
        questions=rubric.questions,
        fingerprints=dict.fromkeys(questions, "then"),
    )
    return replace(grade, **changes)


def with_status(grade: Grade, number: str, **changes: Any) -> Grade:
    """The grade with another result for one check."""
    return replace(
        grade,
        results=tuple(
            replace(one, **changes) if one.check.number == number else one for one in grade.results
        ),
    )


def test_questions_hold_that_are_whole_and_were_measured_as_they_would_be_now(
    rubric: Rubric,
) -> None:
    now = dict.fromkeys(ALL, "then")
    grade = graded(rubric)
    assert holding(grade, rubric, now) == ALL
    assert holding(grade, rubric, now | {"q2": "now"}) == ALL - {"q2"}
    assert holding(grade, rubric, {}) == set()
    assert holding(with_status(grade, "3.1", status="fault"), rubric, now) == ALL - {"q3"}
    assert holding(with_status(grade, "3.1", status="failed"), rubric, now) == ALL
    assert holding(replace(grade, results=grade.results[1:]), rubric, now) == ALL - {"q1"}
    assert holding(replace(grade, fingerprints={}), rubric, now) == set()
    assert holding(graded(rubric, ["q4"]), rubric, now) == {"q4"}


def test_questions_graded_again_take_the_place_of_what_they_were(rubric: Rubric) -> None:
    old = graded(
        rubric,
        accuracies={"q2": 0.875, "q4": 0.25},
        retries=("1.1", "4.1"),
        picture_data=PictureData("digits", {}, {"q4": Costs((9.0,), ()), "q7": Costs((1.0,), ())}),
    )
    new = graded(
        rubric,
        ["q4"],
        seconds=1.0,
        own_seconds=0.5,
        accuracies={"q4": 0.5},
        retries=("4.2",),
        fingerprints=dict.fromkeys(ALL, "now"),  # of those that were not graded they say nothing
        picture_data=PictureData("digits", {}, {"q4": Costs((2.0,), ())}),
    )
    new = replace(new, results=tuple(replace(one, status="failed") for one in new.results))
    both = merge(old, new, rubric)
    assert [one.check for one in both.results] == rubric.checks
    assert both.total == old.total - rubric.only("q4").points
    assert both.accuracies == {"q2": 0.875, "q4": 0.5}
    assert both.retries == ("1.1", "4.2")
    assert both.fingerprints == dict.fromkeys(ALL, "then") | {"q4": "now"}
    assert both.picture_data.costs == {"q4": Costs((2.0,), ()), "q7": Costs((1.0,), ())}
    assert (both.seconds, both.own_seconds) == (1.0, 0.5)
