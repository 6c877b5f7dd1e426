"""What is no whole grade goes out neither as points nor as a page; who is excused is marked so."""

import csv
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest

from autograder.intake.filenames import HandIn, Person, understand
from autograder.lms.exports import Export, Exported
from autograder.lms.feedback import Return
from autograder.lms.reading import read_roster
from autograder.lms.roster import RosterError
from autograder.lms.system import Points
from autograder.lms.systems import find_system
from autograder.lms.times import TimesError, read_times
from autograder.report.pages import page_name, write_student_page
from autograder.results.decisions import DecisionError, read_decisions
from autograder.results.grade import Grade
from support.grades import make_grade
from support.rubrics import project_rubric

RUBRIC = project_rubric()
ONLY_Q1 = "only q1 is graded; grade the others too, without --only"
CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Digits (77)
    Points Possible,,,,,100
"Doe, Jane",11,s1,jane,A,
"Roe, Rob",12,s2,rob,A,33
"Lee, Ann",13,s3,ann,A,
"""
PLAIN = "name,id,email\nJane Doe,s1,jane@x\nRob Roe,s2,rob@x\nAnn Lee,s3,ann@x\n"


def part(name: str) -> Grade:
    """The grade of somebody of whom one question is graded."""
    whole = make_grade(name=name)
    return replace(whole, results=whole.results[:2], questions=whole.questions[:1])


@pytest.mark.parametrize("kind", ["canvas", "folder", "gradescope", "moodle"])
def test_a_page_of_one_question_is_not_sent(tmp_path: Path, kind: str) -> None:
    grade = part("Jane (11)")
    hand_in = HandIn((Person("Jane", ("11",)),), given="Jane_11_assignsubmission_file_")
    write_student_page(tmp_path, grade)
    back = Return(kind, None, ("q1", "q4", "q7"))
    done = back.write(tmp_path, [grade], [hand_in], [tmp_path / page_name(grade.name)])
    assert (done.written, done.notes) == (0, (("submission", "Jane (11)", ONLY_Q1),))


def exported(tmp_path: Path, system: str, roster: str, excused: list[str]) -> Exported:
    """Export the grade of Jane, where others have handed in nothing."""
    (tmp_path / "roster.csv").write_text(roster)
    read, found = read_roster(tmp_path / "roster.csv"), find_system(system)
    export = Export(
        found, read, found.column(read, None, "Digits", Points(100, 105)), ("q1", "q4", "q7")
    )
    jane = make_grade(name="jane")
    return export.write(tmp_path, [jane], [understand("s1")], excused=excused)


def test_who_is_excused_and_absent_is_marked_in_canvas(tmp_path: Path) -> None:
    done = exported(tmp_path, "canvas", CANVAS, ["S2", "nobody"])
    rows = list(csv.reader(done.path.read_text().splitlines()))
    assert [row[-1] for row in rows[1:]] == ["100", "105", "EX", ""]
    assert done.notes == (("student", "Lee, Ann", "no submission"),)
    assert done.written == 1


def test_who_is_excused_and_absent_is_named_where_nothing_stands_for_it(tmp_path: Path) -> None:
    done = exported(tmp_path, "csv", PLAIN, ["rob@X", "s1"])
    rows = list(csv.DictReader(done.path.read_text().splitlines()))
    assert [row["status"] for row in rows] == ["graded", "excused", "missing"]
    assert done.notes == (
        ("student", "Rob Roe", "excused; please mark it so there"),
        ("student", "Ann Lee", "no submission"),
    )


def test_who_is_excused_is_so_in_a_plain_table_also_with_a_submission(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(PLAIN)
    grade = replace(make_grade(name="jane"), excused=True)
    for roster in (tmp_path / "roster.csv", None):
        done = Export.begin("csv", roster, None, RUBRIC).write(
            tmp_path, [grade], [understand("s1")]
        )
        first = next(csv.DictReader(done.path.read_text().splitlines()))
        assert (done.written, first["status"], first["score"]) == (0, "excused", "")
        assert done.notes[0][2] == "excused; please mark it so there"


TWICE = "is there 2 times. Rename or remove all but one"


@pytest.mark.parametrize("title", ["Email", "name", "ID"])
def test_a_roster_with_a_column_twice_is_refused(tmp_path: Path, title: str) -> None:
    (tmp_path / "roster.csv").write_text(f"Name,Email,ID,{title},,\nJane,j@x,1,2,,\n")
    with pytest.raises(RosterError, match=rf"roster\.csv .*{title.casefold()} {TWICE}"):
        read_roster(tmp_path / "roster.csv")


def test_times_and_decisions_with_a_column_twice_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("student,time,Student\nada,2026-12-11 13:00 UTC,bob\n")
    with pytest.raises(TimesError, match=rf"t\.csv, line 1: the column student {TWICE}"):
        read_times(path, UTC)
    path.write_text("student,question,kind,value,reason,Value\nada,,adjust,1,why,2\n")
    with pytest.raises(DecisionError, match=rf"t\.csv, line 1: the column value {TWICE}"):
        read_decisions(path, RUBRIC)
