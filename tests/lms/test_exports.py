"""Exports: which there are, who has no grade in them, plain tables, and the command."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.intake.classes import LeftOut
from autograder.intake.filenames import HandIn, Person
from autograder.lms import system_names
from autograder.lms.exports import Exported
from autograder.lms.roster import Roster
from autograder.lms.system import ExportError
from autograder.lms.systems import all_systems
from support.exports import CANVAS, FAILED, FAULT, GRADESCOPE, MOODLE, PASSED, PLAIN, column, table

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


def test_two_submissions_of_one_student_are_told_and_not_exported(
    exported: Callable[..., Exported],
) -> None:
    done = exported("csv", PLAIN, {"jane": PASSED, "Doe, Jane": FAILED})
    assert done.written == 0
    assert done.notes[0] == ("student", "Jane Doe", "2 submissions: jane, Doe, Jane")


# The command


def exported_rows(folder: Path = Path("results")) -> list[dict[str, str]]:
    """What there is for Moodle."""
    return list(csv.DictReader((folder / "moodle.csv").read_text("utf-8").splitlines()))


def test_the_command_exports_and_lists_who_is_missing(
    run: Callable[..., Any],
    submit: Callable[..., Path],
    tmp_path: Path,
) -> None:
    empty = dict.fromkeys(("data", "models", "training", "evaluation", "experiments"), "")
    submit("class/Jane Doe_11_assignsubmission_file_", **empty)  # q3 alone, which is soon graded
    ends = empty | {"__init__": "import os; os._exit(0)\n"}
    submit("class/Nobody_99_assignsubmission_file_", **ends)
    (tmp_path / "sheet.csv").write_text(MOODLE, "utf-8")
    words = ["--export", "moodle", "--roster", tmp_path / "sheet.csv", "--seed", "5"]
    result = run("grade", tmp_path / "class", *words)
    assert result.exit_code == 0, result.output
    assert "1 grade in results/moodle.csv" in result.output
    assert "  submission Nobody (99): Nobody is not in the roster\n" in result.output
    assert "  student John Roe: no submission\n" in result.output
    assert Path("results/Jane Doe (11).json").is_file()
    assert [row["Grade"] for row in exported_rows()] == ["10", "40.00", ""]
    # One question graded again is part of a whole grade; graded alone, it is none.
    result = run("grade", tmp_path / "class", *words, "--only", "q3")
    assert [row["Grade"] for row in exported_rows()] == ["10", "40.00", ""], result.output
    result = run("grade", tmp_path / "class", *words, "--only", "q3", "--fresh")
    assert [row["Grade"] for row in exported_rows()] == ["10", "40.00", ""], result.output
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
