"""The table of grades: a row a submission, a column a question, and no formula in it."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.intake.classes import LeftOut
from autograder.probing.student_error import Cause
from autograder.results.grades_csv import write_grades_csv
from support.grades import make_grade

WHOSE, BLANK = ["students", "ids", "emails", "file"], [""] * 5


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
