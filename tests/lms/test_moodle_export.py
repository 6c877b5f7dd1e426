"""Moodle gets its worksheet back, or its list of participants with a column more."""

import csv
from collections.abc import Callable

import pytest

from autograder.lms.exports import Exported
from autograder.lms.system import ExportError
from support.exports import CANVAS, FAILED, FAULT, GRADESCOPE, MOODLE, PASSED, column, table


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
