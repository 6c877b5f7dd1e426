"""Decisions: a table that people keep, checked line by line, and what it makes of a grade."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from autograder.report.pages import student_html
from autograder.results.decisions import (
    Decision,
    DecisionError,
    add_decisions,
    excess,
    read_decisions,
    read_extension,
)
from autograder.results.given import Context, changed_beneath, give
from autograder.results.grade import Grade
from autograder.results.grades_csv import write_grades_csv
from autograder.results.results_json import gradescope, read_grade, write_grade
from autograder.rubric.rubric import Rubric
from support.grades import make_grade
from support.rubrics import project_rubric

RUBRIC = project_rubric()
MADE = make_grade()
SMALL = Rubric("Digits", MADE.questions, RUBRIC.limits, RUBRIC.exams)
HEADER = "student,question,kind,value,reason,who,when\n"
Read = Callable[[str], tuple[Decision, ...]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read a file with this text below its header."""

    def start(text: str) -> tuple[Decision, ...]:
        (tmp_path / "decisions.csv").write_text(HEADER + text)
        return read_decisions(tmp_path / "decisions.csv", RUBRIC)

    return start


def given(*decisions: tuple[str, str, str], grade: Grade = MADE) -> Grade:
    """Give a grade with decisions: on what, the kind, the value."""
    made = [Decision("alice", on, kind, value, "because") for on, kind, value in decisions]
    return give(grade, SMALL, Context(made))


def test_no_file_and_an_empty_one_hold_no_decision(tmp_path: Path, read: Read) -> None:
    assert read_decisions(tmp_path / "absent.csv", RUBRIC) == ()
    assert read("") == ()
    (tmp_path / "empty.csv").write_text("")
    assert read_decisions(tmp_path / "empty.csv", RUBRIC) == ()


def test_a_line_is_read_as_a_spreadsheet_writes_it(tmp_path: Path) -> None:
    text = (
        "Student;Question;Kind;Value;Reason;Who;When\r\n12;4.1;points;2,5;Prüfung;me;28.11.26\r\n"
    )
    for encoding in ("utf-8-sig", "cp1252", "utf-16"):
        (tmp_path / "d.csv").write_bytes(text.encode(encoding))
        assert read_decisions(tmp_path / "d.csv", RUBRIC) == (
            Decision("12", "4.1", "points", "2,5", "Prüfung", "me", "28.11.26"),
        )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (",q4,points,3,why,,", "line 2: `student` is empty"),
        ("ada,q9,points,3,why,,", "line 2: there is no question or check q9"),
        ("ada,q4.test_lerns,points,3,why,,", "do you mean q4.test_learns?"),
        ("ada,q4,pionts,3,why,,", "line 2: there is no kind pionts; there are adjust, comment"),
        ("ada,q4,points,-3,why,,", "the value of `points` is points, such as 2.5, not -3"),
        ("ada,q4,points,nan,why,,", "not nan"),
        ("ada,q4,adjust,,why,,", "a change of points, such as 2 or -2.5, not empty"),
        ("ada,q4,excuse,1,why,,", "the value of `excuse` is nothing, not 1"),
        ("ada,q4,late,1,why,,", "`late` is about the whole; leave `question` empty"),
        ("ada,,extension,soon,why,,", "a new deadline, such as 2026-12-18 23:59"),
        ("ada,,extension,99999999999 weeks,why,,", "a new deadline, such as 2026-12-18 23:59"),
        ("ada,,extension,0001-01-01 00:00,why,,", "a new deadline, such as 2026-12-18 23:59"),
        ("ada,,extension,2026-12-18,why,,", "a new deadline, such as 2026-12-18 23:59"),
        ("ada,q4,points,3,,,", "`reason` is empty; the student reads it"),
        ('ada,q4,points,3,"why,,\nben,q4,points,3,why,,', "a cell does not end where it should"),
        ('ada,q4,points,3,"why,,\nben,q4,points,3,"why",,', "Close its quotation mark"),
        (f'ada,q4,points,3,"{"why" * 50_000}",,', "a cell does not end where it should"),
        ("ada,q4,points,3,5,why,me,today", "Put what has a `,` in it between quotation marks"),
    ],
)
def test_a_line_that_is_wrong_is_named(read: Read, line: str, message: str) -> None:
    with pytest.raises(DecisionError) as caught:
        read(line + "\n")
    assert message in str(caught.value) and str(caught.value).startswith("decisions.csv, line 2: ")


@pytest.mark.parametrize(
    ("on", "value", "message"),
    [
        ("q3", "11", "q3 is worth 10 points, and 11 are more."),
        ("q3", "10,5", "q3 is worth 10 points, and 10,5 are more."),
        ("3.1", "11", "points, and 11 are more."),
        ("", "1000", "the whole is worth 110 points, and 1000 are more."),
    ],
)
def test_more_points_than_there_are_are_not_added_but_a_line_that_is_there_is_read(
    tmp_path: Path, read: Read, on: str, value: str, message: str
) -> None:
    one = Decision("ada", on, "points", value, "why")
    with pytest.raises(DecisionError, match=message):
        add_decisions(tmp_path / "new.csv", [one], RUBRIC)
    assert not (tmp_path / "new.csv").exists()
    (there,) = read(f'ada,{on},points,"{value}",why,,\n')
    assert excess(there, RUBRIC).endswith(message)
    assert (
        excess(replace(there, value="1"), RUBRIC)
        == excess(replace(there, kind="late"), RUBRIC)
        == ""
    )
    add_decisions(tmp_path / "decisions.csv", [replace(one, value="1")], RUBRIC)


def test_every_wrong_line_is_named_and_a_missing_column_too(tmp_path: Path, read: Read) -> None:
    with pytest.raises(DecisionError) as caught:
        read("ada,q9,points,3,why,,\nbob,q4,points,3,why,,\n,q4,points,3,why,,\n")
    assert [line.split(":")[0] for line in str(caught.value).splitlines()] == [
        "decisions.csv, line 2",
        "decisions.csv, line 4",
    ]
    (tmp_path / "d.csv").write_text("student,kind,value,reason\n")
    with pytest.raises(DecisionError, match="line 1: the column question is missing"):
        read_decisions(tmp_path / "d.csv", RUBRIC)


def test_the_same_line_twice_is_one_decision(read: Read) -> None:
    assert len(read("ada,q4,adjust,2,why,,\nada,q4,adjust,2,why,,\n")) == 1
    assert len(read("ada,q4,adjust,2,why,,\nada,q4,adjust,2,why not,,\n")) == 2


def test_what_is_added_reads_back_once(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    one = Decision("ada", "q4", "adjust", "-2", "=1+1, you know", "me", "today")
    two = Decision("bob", "", "comment", "", 'He said "no"', "", "")
    assert add_decisions(path, [one, two], RUBRIC) == [one, two]
    assert add_decisions(path, [two, one], RUBRIC) == []
    assert read_decisions(path, RUBRIC) == (one, two)
    assert ",'=1+1" in path.read_text().replace('"', "")
    before = path.read_bytes()
    with pytest.raises(DecisionError):
        add_decisions(path, [replace(one, question="q9")], RUBRIC)
    assert path.read_bytes() == before


def test_a_long_reason_stays_whole(tmp_path: Path) -> None:
    one = Decision("ada", "q4", "points", "2", f"{'It names numbers. ' * 700}End.")
    add_decisions(tmp_path / "decisions.csv", [one], RUBRIC)
    assert read_decisions(tmp_path / "decisions.csv", RUBRIC) == (one,)


def test_lines_can_be_added_above_all_others(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    one, two, three = (Decision("ada", "q3", "points", value, "why") for value in "123")
    add_decisions(path, [one], RUBRIC)
    assert add_decisions(path, [three], RUBRIC, above=[two, one]) == [three]
    assert read_decisions(path, RUBRIC) == (two, one, three)


def test_a_files_own_columns_and_cells_stay(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text(
        "Note;student;question;kind;value;reason\nask Bob;ada;;comment;;'=well\n", "utf-8"
    )
    add_decisions(path, [Decision("bob", "q3", "points", "2", "a, b", "me", "now")], RUBRIC)
    assert path.read_text("utf-8").splitlines() == [
        "Note;student;question;kind;value;reason;who;when",
        "ask Bob;ada;;comment;;'=well;;",
        ";bob;q3;points;2;a, b;me;now",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_spreadsheet_opens_the_file_as_it_saved_it(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    path = tmp_path / "decisions.csv"
    head, row = "student,question,kind,value,reason", 'ada,q3,points,"2,5","Größe: ""gut"""'
    rows = csv.reader([head, row])
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    add_decisions(path, [Decision("bob", "q3", "points", "1", "Ä; b")], RUBRIC)
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") == (encoding != "utf-8")
    assert data.decode("utf-8-sig").startswith(f"student{delimiter}question{delimiter}")
    assert [one.reason for one in read_decisions(path, RUBRIC)] == ['Größe: "gut"', "Ä; b"]


def test_extensions_are_times_or_more_time() -> None:
    assert read_extension("3 days") == timedelta(days=3)
    assert read_extension("2026-12-18 23:59").isoformat() == "2026-12-18T23:59:00"  # type: ignore[union-attr]


# What decisions make of a grade: q1 has checks of 30 and 20, q4 of 25.5 and 24.5, q7 (extra) of 5


@pytest.mark.parametrize(
    ("decisions", "total"),
    [
        ([], 75.5 + 5),
        ([("4.2", "points", "20")], 95.5 + 5),
        ([("q4.test_2", "points", "20")], 95.5 + 5),
        ([("4.2", "points", "20"), ("4.2", "points", "1,5")], 77 + 5),  # the last one counts
        ([("4.2", "adjust", "2"), ("4.2", "adjust", "3")], 80.5 + 5),
        ([("4.2", "adjust", "-2")], 75.5 + 5),  # never below nothing
        ([("4.2", "adjust", "1"), ("4.2", "points", "10")], 86.5 + 5),
        ([("4.2", "excuse", "")], 100 + 5),
        ([("q4", "excuse", "")], 100 + 5),
        ([("q4", "points", "40")], 90 + 5),
        ([("q4", "adjust", "-0.5"), ("4.1", "points", "20")], 69.5 + 5),
        ([("q7", "points", "0")], 75.5),
        ([("4.2", "adjust", "30")], 100 + 5),  # a check has no more than it is worth
        ([("q4", "adjust", "30")], 100 + 5),  # nor has a question
        ([("", "adjust", "30")], 105.5 + 5),  # but the whole has
        ([("", "points", "60")], 60),
        ([("", "points", "5000")], 105),  # of more, what there is is given
        ([("", "points", "5000"), ("", "adjust", "2")], 107),
        ([("4.2", "points", "99"), ("4.2", "adjust", "-4.5")], 95.5 + 5),  # of 99, 24.5 are given
        ([("q4", "adjust", "-4.5"), ("q4", "points", "99")], 95.5 + 5),
        ([("4.2", "adjust", "99"), ("4.2", "adjust", "-4.5")], 95.5 + 5),
        ([("4.2", "excuse", ""), ("4.2", "adjust", "-4.5")], 95.5 + 5),
        ([("", "adjust", "1e308"), ("", "adjust", "1e308")], 80.5 + 105 + 105),
        ([("", "adjust", "1e308"), ("", "adjust", "-1e308")], 0),
        ([("q4", "points", "5000")], 100 + 5),
        ([("4.2", "points", "5000")], 100 + 5),
        ([("", "adjust", "-10")], 65.5 + 5),
        ([("", "adjust", "-10"), ("", "points", "60")], 50),
        ([("", "adjust", "-1000")], 0),
        ([("", "comment", "")], 75.5 + 5),
        ([("", "late", "5.5")], 75),
    ],
)
def test_decisions_change_points(decisions: list[tuple[str, str, str]], total: float) -> None:
    grade = make_grade({"4.2": "failed"})
    assert given(*decisions, grade=grade).total == pytest.approx(total)
    document = gradescope(given(*decisions, grade=grade))
    assert document["score"] == pytest.approx(total)
    assert given(*decisions, grade=given(*decisions, grade=grade)).total == pytest.approx(
        total
    )  # twice is once


def test_who_is_excused_has_no_score() -> None:
    grade = given(("", "excuse", ""))
    assert grade.excused and not grade.has_score
    assert "score" not in gradescope(grade)


def test_a_decision_gives_points_where_the_grader_failed() -> None:
    grade = make_grade({"4.2": "fault"})
    assert grade.fault and not given(("4.2", "points", "20"), grade=grade).fault
    assert given(("4.2", "points", "20"), grade=grade).total == 100.5
    assert not given(("q4", "points", "40"), grade=grade).fault
    test = gradescope(given(("4.2", "points", "20"), grade=grade))["tests"][3]
    assert (test["score"], "status" in test) == (20, False)


def test_the_student_reads_the_reason_and_not_who_decided(tmp_path: Path) -> None:
    one = Decision("alice", "4.2", "points", "20", "The hint was wrong.", "Prof. X", "at noon")
    grade = give(make_grade({"4.2": "failed"}), SMALL, Context([one]))
    page, document = student_html(grade), write_grade(tmp_path, grade).read_text("utf-8")
    table = write_grades_csv(tmp_path, [grade]).read_text("utf-8")
    for text in (page, document, table):
        assert "4.2: 20 points: The hint was wrong." in text
        assert "Prof. X" not in text and "at noon" not in text
    assert "4.2: 20 points" in gradescope(grade)["output"]


def test_a_grade_is_read_back_as_it_was_measured(tmp_path: Path) -> None:
    results = tuple(replace(MADE.results[0], check=check) for check in RUBRIC.checks)
    measured = replace(MADE, title=RUBRIC.title, results=results, questions=RUBRIC.questions)
    made = [
        Decision("alice", "q4", "points", "1", "why"),
        Decision("alice", "", "late", "2", "why"),
    ]
    grade = give(measured, RUBRIC, Context(made))
    assert grade.total != measured.total
    assert read_grade(write_grade(tmp_path, grade), RUBRIC) == measured


def test_a_decision_whose_grade_has_changed_beneath_is_found() -> None:
    before = make_grade({"4.2": "failed"})
    for on, kind, value in (("4.2", "points", "20"), ("q4", "adjust", "2"), ("", "adjust", "1")):
        one = Decision("alice", on, kind, value, "why")

        def when_made(decision: Decision, place: str, now: float | None) -> float | None:
            return {"": 80.5, "q4": 25.5, "q4.test_2": 0.0}[place]

        assert changed_beneath(give(before, SMALL, Context([one], beneath=when_made))) == []
        now = give(make_grade(), SMALL, Context([one], beneath=when_made))
        assert [ruling.key for ruling in changed_beneath(now)] == [one.key]
    comment = Decision("alice", "q4", "comment", "", "Well done.")
    assert changed_beneath(give(before, SMALL, Context([comment], beneath=lambda *_: 3.0))) == []


@pytest.mark.parametrize(
    "reason",
    [
        "Good; -2 for style;=no formula",
        "＝SUM(A1)",
        "'quoted",
        "'-2",
        "''=x;  '+y",
        "word " * 90 + "the end",
        "x" * 3_000,
    ],
)
def test_a_line_of_another_file_is_added_once_whatever_its_reason(
    tmp_path: Path, read: Read, reason: str
) -> None:
    row = io.StringIO()
    csv.writer(row).writerow(["ada", "", "adjust", "2", reason, "me", "today"])
    other = read(row.getvalue())
    assert len(add_decisions(tmp_path / "mine.csv", other, RUBRIC)) == 1
    assert read_decisions(tmp_path / "mine.csv", RUBRIC) == other
    assert add_decisions(tmp_path / "mine.csv", other, RUBRIC) == []
