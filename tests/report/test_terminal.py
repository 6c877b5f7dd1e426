"""Tables in the terminal: of a grade, of a class, and of what needs a person."""

from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console, RenderableType

from autograder.probing.student_error import Cause
from autograder.report.concerns import find_concerns
from autograder.report.terminal import change_table, class_table, concern_table, grade_table
from autograder.results.changes import Change
from autograder.results.grade import CheckResult, Status, WrittenScore
from support.grades import make_grade
from support.written import question


def show(table: RenderableType, width: int = 80) -> str:
    console = Console(width=width, file=StringIO(), color_system=None)
    console.print(table)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_the_table_of_a_grade_shows_points_failures_and_hints() -> None:
    shown = show(grade_table(make_grade({"4.2": "failed"}, note="A note.")))
    assert "alice: 75.5 of 100 points and 5 extra" in shown
    assert "25.5 / 50" in shown
    assert "4.2 Train, part 2" in shown
    assert "Look at part 4.2." in shown
    assert "A note." in shown
    assert shown.count("✓") == 2


def test_the_table_of_a_grade_tells_a_fault_from_a_failure() -> None:
    shown = show(grade_table(make_grade({"4.2": "fault"})))
    assert "no score yet" in shown
    assert "? / 50" in shown
    assert "the grader itself failed" in shown


def test_checks_that_failed_for_one_reason_share_its_hint() -> None:
    grade = make_grade()
    results = [CheckResult(r.check, "failed", "digits/data.py is missing.") for r in grade.results]
    shown = show(grade_table(replace(grade, results=tuple(results))))
    assert shown.count("digits/data.py is missing.") == 3


def test_the_table_of_a_class_shows_what_people_have_marked() -> None:
    marked = make_grade(written=WrittenScore(question(), "", 7.5))
    shown = show(class_table([marked, make_grade(name="bob", written=WrittenScore(question()))]))
    rows = {words[0]: words for line in shown.splitlines() if (words := line.split())}
    place = rows["submission"].index("q8")
    assert (rows["alice"][place], rows["bob"][place]) == ("7.5", "–")


def test_the_table_of_a_class_fits_eighty_columns() -> None:
    names = ["alice", "van-der-lastname_firstname_1234567_assignsubmission_file"]
    failed: dict[str, Status] = {"1.1": "failed", "1.2": "failed", "4.1": "failed"}
    shown = show(class_table([make_grade(failed, name=name) for name in names]))
    assert "1.1 1.2 4.1" in shown
    assert "van-der-lastname_fi…" in shown
    assert max(map(len, shown.split("\n"))) <= 80


def test_the_table_of_changes_counts_those_that_change_no_sum() -> None:
    moved = [Change("ada", 90, 90, ("3.1: 2 → 1", "3.3: 2 → 3")), Change("ben", None, None, ("",))]
    down = Change("cem", 90, 80, ("3.1: 10 → 0",))
    shown = " ".join(show(change_table([*moved, down])).split())
    assert "3 grades would change: 0 up, 1 down, 2 with the same sum submission" in shown
    alone = " ".join(show(change_table([down])).split())
    assert "1 grade would change: 0 up, 1 down submission" in alone


def test_the_table_of_what_needs_a_person_names_the_slow_and_the_crashed() -> None:
    grades = [make_grade(name=f"quick {number}", seconds=3.0) for number in range(8)]
    crash = CheckResult(grades[0].results[0].check, "failed", "It crashed.", "", Cause.CRASH)
    crashed = replace(grades[0], name="crashed", results=(crash, *grades[0].results[1:]))
    long_named = make_grade(name="van-der-lastname_" * 9, seconds=180.0)
    slow = [make_grade(name=f"slow {number}", seconds=31.0) for number in range(5)]
    shown = show(concern_table(find_concerns([*grades, crashed, long_named, *slow])))
    rows = {row.strip()[:11]: row.split() for row in shown.split("\n")}
    assert "6" in rows["Much slower"] and "and 1 more" in shown
    assert "crashed" in rows["Crashed, or"]
    assert "quick" not in shown
    assert max(map(len, shown.split("\n"))) <= 80


def test_a_class_as_quick_as_it_is_alike_has_nothing_for_a_person() -> None:
    assert find_concerns([make_grade(seconds=seconds) for seconds in (29.0, 3.0, 3.1)]) == []
    assert find_concerns([make_grade(seconds=seconds) for seconds in (40.0, 100.0, 50.0)]) == []


@pytest.mark.parametrize(
    "text", ["[red]x[/red]", "[/]", "[link=http://x]y", "[bold", "\\[x]", ":boom:"]
)
def test_text_from_students_is_never_markup(text: str) -> None:
    grade = make_grade(name=text, note=text)
    failed = replace(grade.results[0], status="failed", hint=text)
    grade = replace(grade, results=(failed, *grade.results[1:]))
    assert show(grade_table(grade)).count(text) == 3
    assert text in show(class_table([grade]))


def test_text_from_students_moves_no_cursor() -> None:
    grade = make_grade(name="a\x1b[2Jb", note="\x1b[1A")
    failed = replace(grade.results[0], status="failed", hint="\x1b[1Ahint")
    grade = replace(grade, results=(failed, *grade.results[1:]))
    assert "\x1b" not in show(grade_table(grade)) + show(class_table([grade]))
