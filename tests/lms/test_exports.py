"""Exports: files that Canvas, Moodle and Gradescope take in, and who has no grade in them."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.intake.classes import LeftOut
from autograder.intake.filenames import HandIn, Person, understand
from autograder.lms import system_names
from autograder.lms.exports import Export, Exported
from autograder.lms.reading import read_roster
from autograder.lms.roster import Roster, RosterError
from autograder.lms.system import ExportError, Points
from autograder.lms.systems import all_systems, find_system
from autograder.probing.student_error import Cause
from autograder.results.grade import Grade, Ruling
from autograder.results.grades_csv import write_grades_csv
from support.grades import make_grade

CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Homework 1 (55),Digits (77),Assignments Current Score
,,,,,Manual Posting,,
    Points Possible,,,,,10,100,(read only)
"Doe, Jane",101,s1,jdoe,Deep Learning,9,,
"O'Neil, Zoë",102,s2,zoneil,Deep Learning,8,33,
"=Roe, John",103,s3,jroe,Deep Learning,,,
"Student, Test",104,,,Deep Learning,,,
"""
MOODLE = """\
Identifier,Full name,ID number,Email address,Status,Grade,Maximum grade,Grade can be changed,\
Last modified (submission),Last modified (grade),Feedback comments
Participant 11,Jane Doe,s1,jane@uni.example,Submitted,,100.00,Yes,"Friday, 2 January",-,
Participant 12,Zoë O'Neil,s2,zoe@uni.example,Submitted,40.00,100.00,Yes,-,"Monday, 5 January",ok
Participant 13,John Roe,s3,john@uni.example,No submission,,100.00,Yes,-,-,
"""
GRADESCOPE = """\
First Name,Last Name,SID,Email,Role,Section
Jane,Doe,s1,jane@uni.example,Student,A
Zoë,O'Neil,s2,zoe@uni.example,Student,A
John,Roe,s3,john@uni.example,Student,B
"""
PLAIN = """\
name,id,email
Jane Doe,s1,jane@uni.example
Zoë O'Neil,s2,zoe@uni.example
John Roe,s3,john@uni.example
"""
TITLE = "Digits"


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Roster]:
    """Read a roster from a file with this text."""

    def start(text: str, encoding: str = "utf-8") -> Roster:
        path = tmp_path / "roster.csv"
        path.write_bytes(text.encode(encoding))
        return read_roster(path)

    return start


@pytest.fixture
def exported(tmp_path: Path, write: Callable[..., Roster]) -> Callable[..., Exported]:
    """Export to a roster: `graded` are names as an LMS gives them, and what was not passed."""

    def start(
        kind: str,
        text: str | None,
        graded: dict[str | HandIn, Any],
        title: str | None = None,
        left_out: Sequence[LeftOut] = (),
    ) -> Exported:
        roster = write(text) if text else None
        hand_ins = [who if isinstance(who, HandIn) else understand(who) for who in graded]
        grades = [
            make_grade(statuses, name=one.name)
            for one, statuses in zip(hand_ins, graded.values(), strict=True)
        ]
        return begin(kind, roster, title, grades[:1]).write(tmp_path, grades, hand_ins, left_out)

    return start


def begin(kind: str, roster: Roster | None, title: str | None, whole: list[Grade]) -> Export:
    """Begin an export, for all questions of whole grades."""
    system = find_system(kind)
    column = system.column(roster, title, TITLE, Points(100, 105))
    questions = dict.fromkeys(question.id for grade in whole for question in grade.questions)
    return Export(system, roster, column, tuple(questions))


def table(done: Exported) -> list[list[str]]:
    """The rows that were written."""
    return list(csv.reader(done.path.read_text("utf-8").splitlines()))


def column(done: Exported, name: str) -> list[str]:
    """One column of what was written, without its title."""
    header, *rows = table(done)
    return [row[header.index(name)] for row in rows]


PASSED: dict[str, str] = {}
FAILED = {"4.2": "failed"}  # 80.5 of 105
FAULT = {"4.2": "fault"}


# All systems


def test_every_system_is_found_by_the_name_of_its_file() -> None:
    assert system_names() == ["canvas", "csv", "gradescope", "moodle"]
    assert {system.name: system.file for system in all_systems()} == {
        "canvas": "canvas.csv",
        "csv": "grades-by-student.csv",
        "gradescope": "gradescope.csv",
        "moodle": "moodle.csv",
    }


@pytest.mark.parametrize(
    ("text", "system"),
    [(CANVAS, "canvas"), (MOODLE, "moodle"), (GRADESCOPE, ""), (PLAIN, "")],
    ids=["canvas", "moodle", "gradescope", "plain"],
)
def test_an_lms_recognises_its_own_roster(
    write: Callable[..., Roster], text: str, system: str
) -> None:
    assert write(text).system == system


# Canvas


def test_canvas_gets_its_own_columns_and_one_of_points(exported: Callable[..., Exported]) -> None:
    graded = {"doejane_101_9_work": PASSED, "roejohn_LATE_103_8_digits-1": FAILED}
    done = exported("canvas", CANVAS, graded)
    assert done.path.name == "canvas.csv"
    assert table(done) == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Digits (77)"],
        ["    Points Possible", "", "", "", "", "100"],
        ["Doe, Jane", "101", "s1", "jdoe", "Deep Learning", "105"],
        ["O'Neil, Zoë", "102", "s2", "zoneil", "Deep Learning", "33"],  # as it was
        ["=Roe, John", "103", "s3", "jroe", "Deep Learning", "80.5"],  # or it is not found
        ["Student, Test", "104", "", "", "Deep Learning", ""],
    ]
    assert [note[1:] for note in done.notes] == [
        ("O'Neil, Zoë", "no submission"),
        ("Student, Test", "no submission"),
    ]


def test_an_assignment_that_canvas_does_not_have_is_a_new_column(
    exported: Callable[..., Exported],
) -> None:
    text = CANVAS.replace("Digits (77)", "Other (77)")
    done = exported("canvas", text, {"doejane_101_9_work": PASSED})
    assert column(done, "Digits") == ["100", "105", "", "", ""]


def test_canvas_column_is_chosen_by_name(exported: Callable[..., Exported]) -> None:
    graded = {"doejane_101_9_work": PASSED}
    done = exported("canvas", CANVAS, graded, "homework 1")
    assert column(done, "Homework 1 (55)") == ["10", "105", "8", "", ""]
    with pytest.raises(
        ExportError, match=r"Homework 2; it has Homework 1 \(55\), Digits \(77\)\.$"
    ):
        exported("canvas", CANVAS, graded, "Homework 2")
    with pytest.raises(ExportError, match=r"has Digits \(55\) and Digits \(77\); name one"):
        exported("canvas", CANVAS.replace("Homework 1", "Digits"), graded)
    with pytest.raises(ExportError, match="no gradebook of Canvas's"):
        exported("canvas", PLAIN, graded)


def test_a_column_named_with_a_slip_is_refused_with_the_columns_there_are(
    exported: Callable[..., Exported],
) -> None:
    with pytest.raises(ExportError) as caught:
        exported("canvas", CANVAS, {}, "Digts")
    sentence = "The gradebook has no assignment Digts; it has Digits (77), Homework 1 (55)."
    assert str(caught.value) == sentence  # without those that Canvas computes
    with pytest.raises(ExportError) as caught:
        exported("canvas", CANVAS, {}, "Digits (99)")
    assert str(caught.value).startswith("The gradebook has no assignment Digits (99);")
    many = CANVAS.replace("Homework 1 (55)", ",".join(f"Homework {n} (5{n})" for n in range(9)))
    with pytest.raises(ExportError, match=r"it has Digits \(77\), .* and 3 more\.$"):
        exported("canvas", many, {}, "Digts")
    with pytest.raises(ExportError) as caught:
        exported("moodle", MOODLE, {}, "Grad")
    assert str(caught.value) == (
        "The worksheet has no column Grad, only Grade, Maximum grade, Grade can be changed, Last"
        " modified (grade), Email address, Status, ID number and 4 more; name the column for the"
        " grades with --column."
    )
    with pytest.raises(
        ExportError, match="no column Digts, only First Name, SID, Email, Section, Last Name, Role;"
    ):
        exported("moodle", GRADESCOPE, {}, "Digts")
    for system in ("csv", "gradescope"):
        with pytest.raises(ExportError, match="names its own columns; leave out --column"):
            exported(system, PLAIN, {}, "Digits")


def test_of_two_columns_the_one_named_in_full_is_taken_and_equal_ones_are_refused(
    exported: Callable[..., Exported],
) -> None:
    graded = {"doejane_101_9_work": PASSED}
    two = CANVAS.replace("Homework 1", "Digits")
    assert column(exported("canvas", two, graded, "digits (55)"), "Digits (55)")[1] == "105"
    with pytest.raises(ExportError, match="; name one of them in full with --column"):
        exported("canvas", two, graded, "Digits")
    inside = CANVAS.replace("Homework 1 (55)", "Digits (77) (78)")
    assert column(exported("canvas", inside, graded, "Digits (77)"), "Digits (77)")[1] == "105"
    equal = CANVAS.replace("Homework 1 (55)", "Digits (77)")
    for asked in (None, "Digits (77)"):
        with pytest.raises(ExportError, match=r"has 2 columns called .*; please rename the others"):
            exported("canvas", equal, graded, asked)
    with pytest.raises(ExportError, match="The worksheet has 2 columns called Grade;"):
        exported("moodle", MOODLE.replace("Status", "Grade"), {}, "Grade")


def test_canvas_id_goes_before_a_name_and_a_name_is_enough(
    exported: Callable[..., Exported],
) -> None:
    text = CANVAS.replace("Zoë", "Jane").replace("O'Neil", "Doe")  # two of one name
    assert column(exported("canvas", text, {"doejane_102_9_a": PASSED}), "Digits (77)")[2] == "105"
    done = exported("canvas", text, {"doejane_999_9_a": PASSED})
    assert done.written == 0
    assert done.notes[:3] == (
        (
            "submission",
            "doejane",
            "doejane may be Doe, Jane (101, s1, jdoe) or Doe, Jane (102, s2, zoneil)",
        ),
        ("student", "Doe, Jane", "no submission that is surely theirs: doejane"),
        ("student", "Doe, Jane", "no submission that is surely theirs: doejane"),
    )
    done = exported("canvas", CANVAS, {"oneilzoe_999_9_a": PASSED, "jdoe": PASSED, "x": PASSED})
    assert column(done, "Digits (77)") == ["100", "105", "105", "", ""]
    assert done.notes[0] == ("submission", "x", "x is not in the roster")


# Moodle


def test_moodle_gets_its_worksheet_back_with_grades(exported: Callable[..., Exported]) -> None:
    graded = {
        "Jane Doe_11_assignsubmission_file_": FAILED,
        "Zoë O'Neil_12_assignsubmission_file_": FAULT,
    }
    done = exported("moodle", MOODLE, graded)
    before = list(csv.reader(MOODLE.splitlines()))
    expected = [list(row) for row in before]
    expected[1][5] = "80.5"
    assert table(done) == expected
    assert [note[1:] for note in done.notes] == [
        ("Zoë O'Neil", "the grader failed; please grade it again"),
        ("John Roe", "no submission"),
    ]


def test_moodle_gets_no_more_than_its_maximum_and_that_is_told(
    exported: Callable[..., Exported],
) -> None:
    done = exported("moodle", MOODLE, {"Jane Doe_11_assignsubmission_file_": PASSED})
    assert column(done, "Grade")[0] == "100"
    note = ("note", "Jane Doe", "105 points are written as 100, Moodle's maximum")
    assert note in done.notes
    with pytest.raises(ExportError, match="maximum grade is 10, but this assignment has 100"):
        exported("moodle", MOODLE.replace("100.00", "10.00"), {})
    with_extra = MOODLE.replace("100.00", "105.00")
    done = exported("moodle", with_extra, {"Jane Doe_11_assignsubmission_file_": PASSED})
    assert column(done, "Grade")[0] == "105"
    assert not any("Moodle's maximum" in note[2] for note in done.notes)


def test_moodle_refuses_a_gradebook_of_canvas_as_canvas_refuses_a_worksheet(
    exported: Callable[..., Exported],
) -> None:
    with pytest.raises(ExportError) as caught:
        exported("moodle", CANVAS, {}, "Digits (77)")
    assert str(caught.value) == (
        "This roster is a gradebook of Canvas's; please take Moodle's grading worksheet, or its"
        " list of participants."
    )
    with pytest.raises(ExportError, match="no gradebook of Canvas's"):
        exported("canvas", MOODLE, {})


def test_a_worksheet_in_another_language_needs_the_name_of_its_column(
    exported: Callable[..., Exported],
) -> None:
    text = MOODLE.replace("Participant", "Teilnehmer/in").replace(",Grade,", ",Bewertung,")
    with pytest.raises(ExportError, match="name the column for the grades with --column"):
        exported("moodle", text, {})
    graded = {"Jane Doe_11_assignsubmission_file_": FAILED}
    assert column(exported("moodle", text, graded, "Bewertung"), "Bewertung")[0] == "80.5"


def test_a_list_of_participants_gets_a_column_more(exported: Callable[..., Exported]) -> None:
    done = exported("moodle", GRADESCOPE, {"Jane Doe_11_assignsubmission_file_": FAILED})
    assert table(done)[:2] == [
        ["First Name", "Last Name", "SID", "Email", "Role", "Section", "Digits"],
        ["Jane", "Doe", "s1", "jane@uni.example", "Student", "A", "80.5"],
    ]


# Gradescope, and plain tables


def test_gradescope_gets_a_row_for_everybody_also_of_a_group(
    exported: Callable[..., Exported],
) -> None:
    pair = Person("Somebody", ("S1",)), Person("Else", (), "ZOE@uni.example")
    done = exported("gradescope", GRADESCOPE, {HandIn(pair, "gradescope"): FAILED})
    assert [row[-3:] for row in table(done)] == [
        ["Total Score", "Max Points", "Status"],
        ["80.5", "100", "Graded"],
        ["80.5", "100", "Graded"],
        ["", "100", "Missing"],
    ]
    fault = exported("gradescope", GRADESCOPE, {"jane": FAULT})
    assert table(fault)[1][-3:] == ["", "100", "Ungraded"]


def test_the_plain_table_has_the_points_by_question(exported: Callable[..., Exported]) -> None:
    done = exported("csv", PLAIN, {"s1": FAILED, "zoe": FAULT, "=cmd()": PASSED})
    assert table(done) == [
        ["name", "id", "email", "q1", "q4", "q7", "score", "max", "status"],
        ["Jane Doe", "s1", "jane@uni.example", "50", "25.5", "5", "80.5", "100", "graded"],
        ["Zoë O'Neil", "s2", "zoe@uni.example", "", "", "", "", "", "not graded"],
        ["John Roe", "s3", "john@uni.example", "", "", "", "", "", "missing"],
    ]
    listed = (done.path.parent / "not-exported.csv").read_text("utf-8").splitlines()
    assert listed[:2] == ["what,name,reason", "submission,'=cmd(),'=cmd() is not in the roster"]


def test_without_a_roster_a_name_is_no_formula_and_a_fault_no_zero(
    exported: Callable[..., Exported],
) -> None:
    done = exported("csv", None, {"=1+1_5_assignsubmission_file_": PASSED, "@x": FAULT})
    assert table(done)[1:] == [
        ["'=1+1", "5", "", "50", "50", "5", "105", "100", "graded"],
        ["'@x", "", "", "50", "", "5", "", "100", "fault"],
    ]
    assert done.written == 1
    with pytest.raises(ExportError, match="needs a roster: add --roster FILE"):
        exported("canvas", None, {})


HOSTILE = 'Name,ID,Email\n"=HYPERLINK(""http://x"")",@id,+mail\nJane;=1+1,s1,\x1b[31mjane@x\n'


def test_no_cell_of_a_roster_becomes_a_formula_in_a_table_for_people(
    exported: Callable[..., Exported],
) -> None:
    done = exported("csv", HOSTILE, {"s1": PASSED})
    assert [row[:3] for row in table(done)[1:]] == [
        ['\'=HYPERLINK("http://x")', "'@id", "'+mail"],
        ["Jane;'=1+1", "s1", "jane@x"],
    ]
    listed = (done.path.parent / "not-exported.csv").read_text("utf-8")
    assert listed.splitlines()[1:] == [
        'student,"\'=HYPERLINK(""http://x"")",no submission',
    ]
    cells = [cell for row in table(exported("gradescope", HOSTILE, {"s1": PASSED})) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "@", "+"))]


@pytest.mark.parametrize("system", ["canvas", "moodle"])
def test_what_an_lms_reads_again_has_its_names_as_they_were(
    exported: Callable[..., Exported], system: str
) -> None:
    roster = CANVAS if system == "canvas" else MOODLE
    name = "Doe, Jane" if system == "canvas" else "Jane Doe"
    assert name in roster
    done = exported(system, roster.replace(name, "=Jane"), {})
    assert "=Jane" in [cell for row in table(done) for cell in row]


def test_what_was_left_out_is_in_the_notes(exported: Callable[..., Exported]) -> None:
    left_out = [LeftOut("carol.py", "a single file of code")]
    done = exported("csv", PLAIN, {"s1": PASSED}, left_out=left_out)
    assert done.notes[-1] == ("left out", "carol.py", "a single file of code")


def test_students_who_are_the_same_in_the_roster_are_told_apart_by_their_row(
    exported: Callable[..., Exported],
) -> None:
    twice = PLAIN + "\nJane Doe,s1,jane@uni.example\n"  # after a line that is empty
    done = exported("gradescope", twice, {"s1": PASSED})
    assert done.written == 0
    reason = "s1 may be Jane Doe (row 2 of the roster) or Jane Doe (row 6 of the roster)"
    assert done.notes[0] == ("submission", "s1", reason)
    assert column(done, "Status") == ["Ungraded", "Missing", "Missing", "Ungraded"]
    one_id = PLAIN.replace("s2", "s1")
    done = exported("csv", one_id, {"s1": PASSED})
    assert done.notes[0] == ("submission", "s1", "s1 may be Jane Doe or Zoë O'Neil")
    assert column(done, "status") == ["not graded", "not graded", "missing"]
    no_more = "name\nJane Doe\nJane Doe\n"
    reason = "Jane Doe may be Jane Doe (row 2 of the roster) or Jane Doe (row 3 of the roster)"
    assert exported("csv", no_more, {"Jane Doe": PASSED}).notes[0][2] == reason


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


def test_two_submissions_of_one_student_are_told_and_not_exported(
    exported: Callable[..., Exported],
) -> None:
    done = exported("csv", PLAIN, {"jane": PASSED, "Doe, Jane": FAILED})
    assert done.written == 0
    assert done.notes[0] == ("student", "Jane Doe", "2 submissions: jane, Doe, Jane")


# Rosters


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_roster_is_read_as_spreadsheets_write_it(
    write: Callable[..., Roster], encoding: str, delimiter: str
) -> None:
    roster = write(PLAIN.replace(",", delimiter).replace("\n", "\r\n"), encoding)
    assert [(one.name, one.ids, one.email) for one in roster.students][1:] == [
        ("Zoë O'Neil", ("s2",), "zoe@uni.example"),
        ("John Roe", ("s3",), "john@uni.example"),
    ]


@pytest.mark.parametrize(
    "name",
    ["Zoë O'Neil", "zoe_oneil", "ONeil, Zoe", "oneilzoë", "zoe", "S2", "zoe@uni.example"],
)
def test_a_file_may_be_called_by_name_id_or_address(
    write: Callable[..., Roster], name: str
) -> None:
    found = write(PLAIN).find(Person(name), "")
    assert [student.name for student in found] == ["Zoë O'Neil"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("a,b\n1,2\n", "names none of Name, Student"),
        ("name,id\n", "has no student"),
        ('name,id\nAda,1\n"Ben,2\nCy,3\n', "cannot be read, line 3: a cell does not end"),
        ("PK\x03\x04\0\0", "is no CSV file"),
    ],
)
def test_a_roster_that_cannot_be_used_is_told(
    write: Callable[..., Roster], text: str, message: str
) -> None:
    with pytest.raises(RosterError, match=message):
        write(text)


def test_a_roster_with_short_rows_is_read(write: Callable[..., Roster]) -> None:
    roster = write("name,id,email\n\nJane\nZoë,2,z@x,more\n")
    assert [(one.name, one.ids) for one in roster.students] == [("Jane", ()), ("Zoë", ("2",))]


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


# The command


def exported_rows(folder: Path = Path("results")) -> list[dict[str, str]]:
    """What there is for Moodle."""
    return list(csv.DictReader((folder / "moodle.csv").read_text("utf-8").splitlines()))


def test_the_command_exports_and_lists_who_is_missing(
    run: Callable[..., Any],
    submit: Callable[..., Path],
    tmp_path: Path,
) -> None:
    submit("class/Jane Doe_11_assignsubmission_file_")
    submit("class/Nobody_99_assignsubmission_file_", __init__="import os; os._exit(0)\n")
    (tmp_path / "sheet.csv").write_text(MOODLE, "utf-8")
    words = ["--export", "moodle", "--roster", tmp_path / "sheet.csv", "--seed", "5"]
    result = run("grade", tmp_path / "class", *words)
    assert result.exit_code == 0, result.output
    assert "1 grades in results/moodle.csv" in result.output
    assert "  submission Nobody (99): Nobody is not in the roster\n" in result.output
    assert "  student John Roe: no submission\n" in result.output
    assert Path("results/Jane Doe (11).json").is_file()
    assert [row["Grade"] for row in exported_rows()] == ["100", "40.00", ""]
    # One question graded again is part of a whole grade; graded alone, it is none.
    result = run("grade", tmp_path / "class", *words, "--only", "q3")
    assert [row["Grade"] for row in exported_rows()] == ["100", "40.00", ""], result.output
    result = run("grade", tmp_path / "class", *words, "--only", "q3", "--fresh")
    assert [row["Grade"] for row in exported_rows()] == ["100", "40.00", ""], result.output
    result = run("grade", tmp_path / "class", *words, "--only", "q3", "--out", "alone")
    assert "  student Jane Doe: only q3 is graded; grade the others too" in result.output
    assert [row["Grade"] for row in exported_rows(Path("alone"))] == ["", "40.00", ""]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--export", "canvas"], "needs a roster"),
        (["--export", "excel"], "is not one of"),
        (["--column", "x"], "--column is for --export"),
        (["--export", "csv", "--roster", "nowhere.csv"], "cannot be read"),
    ],
)
def test_an_export_that_cannot_be_is_refused_before_anything_is_graded(
    run: Callable[..., Any],
    submit: Callable[..., Path],
    words: list[str],
    message: str,
) -> None:
    result = run("grade", submit("ada"), *words)
    assert result.exit_code == 2
    assert message in " ".join(result.output.split())
    assert not Path("results").exists()
