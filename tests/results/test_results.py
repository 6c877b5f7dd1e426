"""Results: grades added up, Gradescope's file, the class's table, and what the terminal shows."""

import csv
import json
import os
from dataclasses import FrozenInstanceError, replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console, RenderableType

from autograder.intake.classes import LeftOut
from autograder.probing.student_error import Cause
from autograder.report.concerns import find_concerns
from autograder.report.terminal import class_table, concern_table, grade_table
from autograder.results.grade import CheckResult, Status, WrittenScore
from autograder.results.grades_csv import write_grades_csv
from autograder.results.results_json import gradescope, write_grade
from autograder.text import clean
from support.grades import make_grade
from support.written import question

WHOSE, BLANK = ["students", "ids", "emails", "file"], [""] * 5


def show(table: RenderableType, width: int = 80) -> str:
    console = Console(width=width, file=StringIO(), color_system=None)
    console.print(table)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


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


def read_csv(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def test_the_table_has_a_row_a_submission_and_a_column_a_question(tmp_path: Path) -> None:
    grades = [make_grade(), make_grade({"1.2": "failed", "4.2": "failed"}, name="Bob, jr")]
    assert read_csv(write_grades_csv(tmp_path, grades)) == [
        ["name", "q1", "q4", "q7", "score", "max", "status", "failed", "late", "decisions", *WHOSE],
        ["alice", "50", "50", "5", "105", "100", "graded", "", "", *BLANK],
        ["Bob, jr", "30", "25.5", "5", "60.5", "100", "graded", "1.2 4.2", "", *BLANK],
    ]


def test_a_fault_leaves_its_question_and_the_score_open(tmp_path: Path) -> None:
    rows = read_csv(write_grades_csv(tmp_path, [make_grade({"4.2": "fault", "1.1": "failed"})]))
    assert rows[1] == ["alice", "20", "", "5", "", "100", "fault", "1.1", "", *BLANK]


def test_what_could_not_be_read_is_not_called_graded(tmp_path: Path) -> None:
    grade = make_grade(note="work.rar is a RAR archive.")
    cause = Cause.UNREADABLE_SUBMISSION
    failed = tuple(replace(one, status="failed", cause=cause) for one in grade.results)
    table = write_grades_csv(tmp_path, [replace(grade, results=failed)])
    assert read_csv(table)[1][6] == "unreadable"


def test_a_question_that_was_not_graded_is_left_open(tmp_path: Path) -> None:
    grade = make_grade()
    rows = read_csv(write_grades_csv(tmp_path, [replace(grade, results=grade.results[:2])]))
    assert rows[1] == ["alice", "50", "", "", "50", "50", "graded", "", "", *BLANK]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("=1+2", "'=1+2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+3", "'-2+3"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("\t=1", "'=1"),
        ("\u200b=1", "'=1"),
        ("＝1", "'＝1"),
        ("﹦1", "'﹦1"),
        ("a=1", "a=1"),
        ("a;=1", "a;'=1"),  # where a semicolon begins a cell
        ("a; @b", "a;'@b"),
        ("Doe-Roe, Jane; -", "Doe-Roe, Jane;'-"),
    ],
)
def test_a_name_is_never_a_formula(tmp_path: Path, name: str, written: str) -> None:
    assert read_csv(write_grades_csv(tmp_path, [make_grade(name=name)]))[1][0] == written


def test_what_was_left_out_is_named_with_its_reason_and_has_no_points(tmp_path: Path) -> None:
    left_out = [LeftOut("=carol().py", "a single file of code")]
    assert read_csv(write_grades_csv(tmp_path, [make_grade()], left_out))[1:] == [
        ["alice", "50", "50", "5", "105", "100", "graded", "", "", *BLANK],
        ["'=carol().py", "", "", "", "", "", "left out: a single file of code", "", "", *BLANK],
    ]


def test_an_empty_class_has_a_table_too(tmp_path: Path) -> None:
    rows = read_csv(write_grades_csv(tmp_path, []))
    assert rows == [["name", "score", "max", "status", "failed", "late", "decisions", *WHOSE]]


# Text from students


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("plain é 日本 👍🏽", "plain é 日本 👍🏽"),
        ("\x1b[31mred\x1b[0m \x9b1mbold", "red bold"),
        ("\x1b]0;title\x07text \x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "text link"),
        ("\x1b]0;never ended\nnext line", "\nnext line"),
        ("\x1bPdevice\x1b\\a\x1bcb\x1b(Bc\x1b", "abc"),
        ("a\r\nb\rc\x0bd\u2028e", "a\nb\nc\nd\ne"),
        ("a\x00b\x08c\x7fd\x85e\tf", "abcd\ne\tf"),
        ("\u202eevil\u2066\u200f", "evil"),
        ("bad \udce9", "bad \ufffd"),
    ],
)
def test_text_is_cleaned_of_what_a_terminal_would_obey(text: str, cleaned: str) -> None:
    assert clean(text, 100) == cleaned
    assert clean(cleaned, 100) == cleaned


def test_long_text_keeps_its_beginning_and_end() -> None:
    text = "start " + "x" * 5_000 + " end"
    short = clean(text, 200)
    assert len(short) <= 200
    assert short.startswith("start ")
    assert short.endswith(" end")
    assert "4,810 characters or more are left out" in short


@pytest.mark.parametrize("limit", [0, 1, 10, 45, 60])
def test_the_limit_holds_however_small(limit: int) -> None:
    assert len(clean("x" * 1_000, limit)) <= limit


def test_cleaning_takes_no_longer_for_text_made_to_slow_it_down() -> None:
    for text in ("\x1b]" * 300_000, "\x1b[" * 300_000, "\x1b[0" * 300_000, "\x1b[0 " * 200_000):
        assert len(clean(text, 100)) <= 100


# The terminal


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
