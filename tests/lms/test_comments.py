"""A page as text, and the comments that Moodle's worksheet takes."""

import csv
import io
from dataclasses import replace
from pathlib import Path

from autograder.intake.filenames import HandIn, Person
from autograder.lms.exports import Export
from autograder.lms.page_in_file import text_of
from autograder.lms.reading import read_roster
from autograder.lms.system import Points
from autograder.lms.systems import find_system
from autograder.lms.systems.moodle import Moodle
from autograder.report.pages import write_student_page
from autograder.results.grade import Grade, Late, Ruling
from support.feedback import WORKSHEET, class_of_five
from support.grades import make_grade


def test_a_page_as_text_has_what_people_read(tmp_path: Path) -> None:
    page = b"<head><title>t</title><style>p{}</style></head><h1>Jane</h1><p>1 &lt; 2</p>"
    page += b"<table><tr><td>q1</td><td>50</td></tr></table><svg><text>axis</text></svg>"
    page += b"<pre>line 1\nline 2</pre><p><b>3.1</b>\n<i>end</i>"
    assert text_of(page) == "Jane\n\n1 < 2\n\nq1 50\n\nline 1\nline 2\n\n3.1 end\n"
    grade = make_grade({"4.1": "failed"})
    text = text_of(write_student_page(tmp_path, grade).read_bytes())
    assert "Look at part 4.1." in text and "{" not in text


def test_moodle_shows_comments_below_those_that_a_person_has_written(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(WORKSHEET, "utf-8")
    grades, hand_ins = class_of_five("moodle")
    odd = Ruling("k", "", "comment", '1 < 2 & "so" on')
    grades[0] = replace(grades[0], rulings=(*grades[0].rulings, odd))

    def comments(these: list[Grade]) -> list[str]:
        done = find_export(path, these).write(tmp_path, these, hand_ins[: len(these)])
        text = done.path.read_text("utf-8")
        path.write_text(text, "utf-8")  # as it is downloaded again
        return [row["Feedback comments"] for row in csv.DictReader(io.StringIO(text))]

    first = (
        '<div class="autograder">Handed in 1 day late: 6.137 points less.<br>'
        'A remark for 90111 alone.<br>1 &lt; 2 &amp; "so" on</div>'
    )
    second = (
        'Well done.<div class="autograder">Handed in 1 day late: 6.241 points less.<br>'
        "A remark for 90112 alone.</div>"
    )
    assert comments(grades[:2]) == [first, second]
    assert comments(grades[:2]) == [first, second]  # not twice
    withdrawn = [replace(grade, rulings=(), late=Late()) for grade in grades[:2]]
    assert comments(withdrawn) == ["", "Well done."]


def test_a_list_without_the_column_gets_it_only_for_comments(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text("Full name,Email\nJane Doe,one@uni.example\n", "utf-8")
    grades, _ = class_of_five("")
    whose = [HandIn((Person("Jane Doe"),))]
    done = find_export(path, grades[:1]).write(tmp_path, grades[:1], whose)
    assert (
        done.path.read_text("utf-8").splitlines()[0] == "Full name,Email,Digits,Feedback comments"
    )
    plain = [replace(grades[0], rulings=(), late=Late())]
    done = find_export(path, plain).write(tmp_path, plain, whose)
    assert done.path.read_text("utf-8").splitlines()[0] == "Full name,Email,Digits"


def find_export(path: Path, grades: list[Grade]) -> Export:
    system, roster = find_system("moodle"), read_roster(path)
    assert isinstance(system, Moodle)
    column = system.column(roster, None, "Digits", Points(100, 100))
    return Export(system, roster, column, tuple(one.id for one in grades[0].questions))
