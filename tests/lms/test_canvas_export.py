"""Canvas gets its own gradebook back: whose points are in it, and in which column."""

from collections.abc import Callable

import pytest

from autograder.lms.exports import Exported
from autograder.lms.system import ExportError
from support.exports import CANVAS, FAILED, GRADESCOPE, MOODLE, PASSED, PLAIN, column, table


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
    assert done.notes[-1] == (
        "column",
        "Digits",
        "the gradebook has no such assignment, so Canvas makes a new one; --column names one that"
        " is there: Other (77), Homework 1 (55)",
    )
    alone = 'Student,ID,Section\n    Points Possible,,\n"Doe, Jane",101,Deep Learning\n'
    assert exported("canvas", alone, {"doejane_101_9_work": PASSED}).notes == ()


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
