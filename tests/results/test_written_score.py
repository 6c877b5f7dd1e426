"""The written question's points are a person's: until then they are open, and never a silent 0."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.intake.filenames import understand
from autograder.lms.exports import NOT_EXPORTED, Export
from autograder.probing.student_error import Cause
from autograder.report.class_page import Beside, overview
from autograder.report.pages import student_html
from autograder.results.decisions import Decision, problems_of
from autograder.results.given import Context, give
from autograder.results.grade import CheckResult, Grade
from autograder.results.grades_csv import write_grades_csv
from autograder.results.reading import Reading, read_reading, write_reading
from autograder.results.results_json import gradescope, read_grade, spoken, write_grade
from support.grades import make_grade, visible
from support.pages import HOSTILE
from support.rubrics import project_rubric
from support.written import with_written

REAL = project_rubric()
RUBRIC = with_written(REAL, extra=False)
EXTRA = with_written(REAL)
MADE = visible(make_grade())  # 100 points and 5 extra
OPEN = "q8 is not yet marked: 10 points are still open."


def given(*decisions: tuple[str, str], answer: str = "Two.", grade: Grade = MADE) -> Grade:
    """The grade with decisions on the written question: the kind, the value."""
    made = [Decision("alice", "q8", kind, value, "It says why.") for kind, value in decisions]
    return give(grade, RUBRIC, Context(made, answer=answer))


def row(folder: Path, grade: Grade) -> dict[str, str]:
    """The grade's row in the table of the class."""
    (found,) = csv.DictReader(write_grades_csv(folder, [grade]).open())
    return found


def test_until_it_is_marked_everybody_who_shows_a_total_says_what_is_open(tmp_path: Path) -> None:
    grade = given()
    assert (grade.score, grade.max_score, grade.open_points) == (100, 110, 10)
    found = row(tmp_path, grade)
    assert (found["q8"], found["score"], found["max"]) == ("", "105", "110")
    assert found["status"] == f"graded; {OPEN}"
    assert OPEN in gradescope(grade)["output"]
    page = student_html(grade)
    assert OPEN in page and "not yet marked / 10" in page
    assert overview([grade, given(("points", "3"))]).num_open == 1


def test_nobody_is_exported_before_the_answer_is_marked(tmp_path: Path) -> None:
    export = Export.begin("csv", None, None, RUBRIC)
    open = export.write(tmp_path, [given()], [understand("alice")])
    assert open.written == 0
    assert OPEN in (tmp_path / NOT_EXPORTED).read_text()
    marked = export.write(tmp_path, [given(("points", "7"))], [understand("alice")])
    assert marked.written == 1
    (found,) = csv.DictReader(marked.path.open())
    assert (found["q8"], found["score"], found["max"]) == ("7", "112", "110")


@pytest.mark.parametrize(
    ("decisions", "points"),
    [
        ([("points", "7,5")], 7.5),
        ([("points", "0")], 0),
        ([("points", "3"), ("points", "8")], 8),
        ([("points", "3"), ("adjust", "-1")], 2),
        ([("excuse", "")], 10),
    ],
)
def test_decisions_give_its_points(
    tmp_path: Path, decisions: list[tuple[str, str]], points: float
) -> None:
    grade = given(*decisions)
    assert grade.written is not None and grade.written.points == points
    assert (grade.score, grade.open_points) == (100 + points, 0)
    found = row(tmp_path, grade)
    assert (found["q8"], found["status"]) == (f"{points:g}", "graded")
    assert "not yet marked" not in student_html(grade)


def test_points_for_the_whole_leave_nothing_open() -> None:
    whole = Decision("alice", "", "points", "80", "Agreed.")
    grade = give(MADE, RUBRIC, Context([whole], answer="Two."))
    assert (grade.total, grade.open_points) == (80, 0)
    assert "not yet marked" not in student_html(grade) + str(gradescope(grade))
    more = give(MADE, RUBRIC, Context([replace(whole, kind="adjust", value="1")]))
    assert more.open_points == 10


def test_a_comment_alone_marks_nothing() -> None:
    assert given(("comment", "")).open_points == 10


def test_the_classs_page_counts_whose_answers_wait_of_those_that_count() -> None:
    grades = [give(replace(MADE, name=name), EXTRA, Context()) for name in ("a", "a-2", "b")]
    assert overview(grades).num_open == 3
    assert overview(grades, beside=Beside(superseded=frozenset({"a"}))).num_open == 2


def test_who_is_excused_or_cannot_be_read_waits_for_no_mark() -> None:
    def waits(made: Grade, *decisions: Decision) -> bool:
        return give(made, EXTRA, Context(decisions)).waits_for_a_mark

    cannot = tuple(
        CheckResult(one.check, "failed", "no", cause=Cause.UNREADABLE_SUBMISSION)
        for one in MADE.results
    )
    assert waits(MADE) and not waits(replace(MADE, results=cannot))
    assert not waits(MADE, Decision("alice", "", "excuse", "", "Ill."))
    assert not waits(MADE, Decision("alice", "q8", "points", "0", "why"))


def test_extra_points_are_extra() -> None:
    one = Decision("alice", "q8", "points", "7", "why")
    grade = give(MADE, EXTRA, Context([one]))
    assert (grade.score, grade.extra, grade.max_score, grade.total) == (100, 12, 100, 112)
    assert give(MADE, EXTRA, Context()).open_points == 10


def test_the_student_reads_the_last_points_and_not_those_they_replace(tmp_path: Path) -> None:
    first, last = (
        Decision("alice", "q8", "points", "7", "Short."),
        Decision("alice", "q8", "points", "8", "Read again."),
    )
    grade = give(MADE, with_written(REAL), Context([first, last]))
    assert len(grade.rulings) == 2  # both are kept
    assert spoken(grade) == ["q8: 8 points: Read again."]
    assert row(tmp_path, grade)["decisions"] == "q8: 8 points: Read again."


def test_of_a_question_without_points_the_student_reads_the_remark_alone() -> None:
    one = Decision("alice", "q8", "points", "0", "It says why.")
    unpaid = with_written(REAL, points=0)
    grade = give(MADE, unpaid, Context([one]))
    assert spoken(grade) == ["q8: It says why."]
    assert grade.total == give(MADE, unpaid, Context()).total


def test_a_question_without_points_is_never_open(tmp_path: Path) -> None:
    grade = give(MADE, with_written(REAL, points=0), Context(answer="Two."))
    assert grade.open_points == 0 and "q8" not in row(tmp_path, grade)
    page = student_html(grade)
    assert "Two." in page and "not yet marked" not in page
    silent = student_html(give(MADE, with_written(REAL, points=0), Context()))
    assert "In your words" not in silent


def test_the_answer_is_shown_as_text_and_is_in_no_result() -> None:
    for hostile in HOSTILE:
        grade = given(answer=hostile)
        page = student_html(grade)
        assert "<script" not in page and "<img src=x" not in page and "<svg onload" not in page
    assert "secret words" not in str(gradescope(given(answer="secret words")))
    assert "No answer was found" in student_html(given(answer=""))


def test_a_result_is_read_back_without_it_and_changes_with_the_answer(tmp_path: Path) -> None:
    write_grade(tmp_path, given(("points", "7")))
    read = read_grade(tmp_path / "alice.json", RUBRIC)
    assert read is not None and read.written is None
    assert gradescope(given(answer="a")) != gradescope(given(answer="b"))


def test_a_decision_on_it_is_a_good_one() -> None:
    one = Decision("alice", "q8", "points", "7", "why")
    assert problems_of(one, RUBRIC) == []
    assert problems_of(one, replace(RUBRIC, written=None)) != []


def test_what_was_handed_in_is_kept_beside_the_results(tmp_path: Path) -> None:
    code = {"digits/data.py": b"x = 1\r\n\xff", "digits/models.py": b"y" * 200_000}
    one = Reading.of(["What did\nyou see?\n\n Two."], "What did you see?", code)
    assert one.answer == "Two."
    assert one.code["digits/data.py"] == "x = 1\n\N{REPLACEMENT CHARACTER}"
    assert sum(map(len, one.code.values())) == 100_000
    write_reading(tmp_path, "Zoë / x".replace("/", "∕"), one)
    assert read_reading(tmp_path, "Zoë ∕ x") == one
    assert read_reading(tmp_path, "bob") is None
    (tmp_path / ".readings" / "bob.json").write_text('{"answer": "x", "code": []}')
    assert read_reading(tmp_path, "bob") is None


@pytest.mark.parametrize("answer", ["", "Two.", "What did you think?", "What did you"])
def test_an_answer_that_does_not_begin_with_the_prompt_stays_whole(answer: str) -> None:
    assert Reading.of([answer], "What did you see?", {}).answer == answer
