"""What could not be read, or is graded in part only, is exported without points."""

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.intake.filenames import understand
from autograder.lms.roster import Roster
from autograder.probing.student_error import Cause
from autograder.results.grade import Grade, Ruling
from autograder.results.grades_csv import write_grades_csv
from support.exports import CANVAS, GRADESCOPE, MOODLE, PLAIN, begin, column, table
from support.grades import make_grade


def unreadable(name: str) -> Grade:
    """The grade of a submission that cannot be read."""
    grade = make_grade({"1.1": "failed"}, name=name, note="work.rar is a RAR archive.")
    cause = Cause.UNREADABLE_SUBMISSION
    failed = tuple(replace(one, status="failed", cause=cause) for one in grade.results)
    return replace(grade, results=failed)


@pytest.mark.parametrize(
    ("system", "roster", "title", "before"),
    [
        ("canvas", CANVAS, "Digits (77)", ["100", "", "33", "", ""]),
        ("moodle", MOODLE, "Grade", ["", "40.00", ""]),
        ("gradescope", GRADESCOPE, "Total Score", ["", "", ""]),
        ("csv", PLAIN, "score", ["", "", ""]),
    ],
)
def test_what_cannot_be_read_is_exported_without_points_and_with_a_note(
    tmp_path: Path,
    write: Callable[..., Roster],
    system: str,
    roster: str,
    title: str,
    before: list[str],
) -> None:
    grade = unreadable("Jane Doe")
    done = begin(system, write(roster), None, [grade]).write(tmp_path, [grade], [understand("s1")])
    assert (done.written, column(done, title)) == (0, before)
    reason = "the submission could not be read: work.rar is a RAR archive."
    assert done.notes[0][2] == reason
    long = replace(grade, note="essay.pdf is no submission. " * 20)
    done = begin(system, write(roster), None, [long]).write(tmp_path, [long], [understand("s1")])
    noted = (tmp_path / "not-exported.csv").read_text("utf-8")
    assert noted.count("essay.pdf is no submission.") == 20  # nothing is left out


def test_what_cannot_be_read_has_no_points_in_a_table_without_a_roster(tmp_path: Path) -> None:
    grade = unreadable("jane")
    done = begin("csv", None, None, [grade]).write(tmp_path, [grade], [understand("jane")])
    assert table(done)[1] == ["jane", "", "", "", "", "", "", "100", "unreadable"]
    reason = "the submission could not be read: work.rar is a RAR archive."
    assert done.notes == (("submission", "jane", reason),)


def test_what_cannot_be_read_has_the_points_that_a_person_has_given_for_the_whole(
    tmp_path: Path,
) -> None:
    grade = unreadable("jane")
    by_hand = Ruling("key", "", "points", "40 points: It was read on paper.")
    for rulings, written in (((by_hand,), 1), ((replace(by_hand, on="q1"),), 0)):
        given = replace(grade, total_points=40.0, rulings=rulings)
        done = begin("csv", None, None, [given]).write(tmp_path, [given], [understand("jane")])
        assert done.written == written
        assert ("40" in table(done)[1]) == bool(written)
    listed = write_grades_csv(tmp_path, [replace(grade, total_points=40.0, rulings=(by_hand,))])
    assert "graded" in listed.read_text() and "unreadable" not in listed.read_text()


def test_a_grade_in_part_is_listed_and_has_no_total(tmp_path: Path) -> None:
    whole, part = make_grade(name="jane"), make_grade(name="zoë")
    part = replace(part, results=part.results[:2], questions=part.questions[:1])
    hand_ins = [understand(one.name) for one in (whole, part)]
    done = begin("csv", None, None, [whole]).write(tmp_path, [whole, part], hand_ins)
    reason = "only q1 is graded; grade the others too, without --only"
    assert (done.written, done.notes) == (1, (("submission", "zoë", reason),))
    rows = list(csv.DictReader(done.path.read_text("utf-8").splitlines()))
    exported = [(row["name"], row["score"], row["status"]) for row in rows]
    assert exported == [("jane", "105", "graded"), ("zoë", "", "graded in part")]
    first, second, *_ = (question.id for question in whole.questions)
    assert rows[1][first] and not rows[1][second]
