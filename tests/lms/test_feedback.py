"""Feedback: what goes back to students, as each LMS takes it, and to nobody else."""

import csv
import io
import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from autograder.classroom.people import with_files, with_roster
from autograder.intake.bulk import find_all
from autograder.intake.filenames import HandIn, Person, understand
from autograder.intake.submissions import who_handed_in
from autograder.lms.exports import Export
from autograder.lms.feedback import Return, Sent, feedback_names
from autograder.lms.page_in_file import packed_like, text_of
from autograder.lms.reading import read_roster
from autograder.lms.system import Points
from autograder.lms.systems import find_system
from autograder.lms.systems.moodle import Moodle
from autograder.report.pages import page_name, write_student_page
from autograder.results.grade import Grade, Late, Ruling, WrittenScore
from support.grades import make_grade
from support.written import question

NAMES = ["Jane Doe", "Jane Doe", "Zoë O'Neil", "John_Roe", "Ann Lee"]
IDS = ["90111", "90112", "90113", "90114", "90115"]
POINTS = [61.37, 62.41, 63.43, 64.47, 65.53]
QUESTIONS = ("q1", "q4", "q7")
REASON = "A remark for {} alone."
WORKSHEET = """\
Identifier,Full name,Email address,Grade,Maximum grade,Last modified (grade),Feedback comments
Participant 90111,Jane Doe,one@uni.example,,100.00,-,
Participant 90112,Jane Doe,two@uni.example,,100.00,-,Well done.
"""
CANVAS_ENDINGS = ["zip", "ipynb", "py", "zip", "ipynb"]


def hand_in(system: str, name: str, id: str, ending: str = "zip") -> HandIn:
    """Return a hand-in as the system's download names it."""
    if system == "moodle":
        given = f"{name.replace('_', ' ')}_{id}_assignsubmission_file_"
        return replace(understand(given), given=given)
    if system == "canvas":
        given = f"{''.join(filter(str.isalpha, name)).lower()}_LATE_{id}_7{id}_work-1.{ending}"
        return replace(understand(given), given=given)
    person = Person(name, (f"s{id}",), f"{id}@uni.example")
    known = "gradescope" if system == "gradescope" else ""
    return HandIn((person,), known, given=f"submission_{id}")  # type: ignore[arg-type]


def class_of_five(system: str) -> tuple[list[Grade], list[HandIn]]:
    """Return grades that differ in their points and remarks, and whose they are."""
    hand_ins = [
        hand_in(system, name, id, ending)
        for name, id, ending in zip(NAMES, IDS, CANVAS_ENDINGS, strict=True)
    ]
    grades = [
        make_grade(
            {"4.1": "failed"},
            name=f"{one.name} ({id})",
            total_points=points,
            rulings=(Ruling(id, "", "comment", REASON.format(id)),),
            late=Late(1.5, f"Handed in 1 day late: {points / 10:.3f} points less."),
            hand_in=one,
        )
        for one, id, points in zip(hand_ins, IDS, POINTS, strict=True)
    ]
    return grades, hand_ins


@pytest.fixture
def sent(tmp_path: Path) -> Callable[..., Sent]:
    """Write the pages of some grades, then the feedback."""

    def start(kind: str, grades: list[Grade], hand_ins: list[HandIn], roster: str = "") -> Sent:
        path = None
        if roster:
            path = tmp_path / "roster.csv"
            path.write_text(roster, "utf-8")
        for grade in grades:
            write_student_page(tmp_path, grade)
        pages = [tmp_path / page_name(grade.name) for grade in grades]
        return Return(kind, path and read_roster(path), QUESTIONS).write(
            tmp_path, grades, hand_ins, pages
        )

    return start


def entries(path: Path) -> dict[str, bytes]:
    """Return what was written, by path: of an archive, or of a folder."""
    if path.is_dir():
        files = [file for file in path.rglob("*") if file.is_file()]
        return {file.relative_to(path).as_posix(): file.read_bytes() for file in files}
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def unpacked(name: str, data: bytes) -> str:
    """Return all that can be read in an entry, also in an archive inside of it."""
    if name.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(archive.read(one).decode() for one in archive.namelist())
    if name.endswith(".ipynb"):
        (cell,) = json.loads(data)["cells"]
        shown = cell["outputs"][0]["data"]
        return f"{shown['text/html']}\n{shown['text/plain']}"
    return data.decode()


def test_feedback_is_written_for_these() -> None:
    assert feedback_names() == ["canvas", "folder", "gradescope", "moodle"]


@pytest.mark.parametrize("kind", ["canvas", "folder", "gradescope", "moodle"])
def test_each_student_gets_their_page_and_nothing_of_anybody_else(
    sent: Callable[..., Sent], kind: str
) -> None:
    grades, hand_ins = class_of_five(kind)
    done = sent(kind, grades, hand_ins)
    assert (done.written, done.notes) == (5, ())
    found = {id: "" for id in IDS}
    for path, data in entries(done.path).items():
        (whose,) = [id for id in IDS if id in path]
        found[whose] += unpacked(path, data)
    for index, text in enumerate(found.values()):
        assert REASON.format(IDS[index]) in text
        assert f"{POINTS[index]}" in text and f"{POINTS[index] / 10:.3f} points less" in text
        for other in {*range(5)} - {index}:
            name = hand_ins[other].name
            assert IDS[other] not in text and f"{POINTS[other]}" not in text
            assert f"{POINTS[other] / 10:.3f}" not in text
            assert name == hand_ins[index].name or name not in text


def test_a_page_of_somebody_else_would_be_found(sent: Callable[..., Sent], tmp_path: Path) -> None:
    grades, hand_ins = class_of_five("moodle")
    done = sent("moodle", [grades[0]], [hand_ins[1]])  # a mistake that the test above looks for
    ((path, data),) = entries(done.path).items()
    assert IDS[1] in path and IDS[0] in unpacked(path, data)


# As each LMS reads it


def moodle_reads(path: str) -> tuple[str, str, str] | None:
    """Return the number, the plugin and the file's name that Moodle takes from a path.

    As `is_valid_filename_for_import` in mod/assign/feedback/file/importziplib.php does it.
    """
    parts = path.split("/")
    while parts:
        info = parts.pop(0).split("_", 4)
        if len(info) < 4 or not info[1].isdigit():
            continue
        return info[1], f"{info[2]}_{info[3]}", "/".join([*info[4:5], *parts]).lstrip("/")
    return None


def canvas_reads(path: str) -> tuple[str, str]:
    """Return the student's number and the file's that Canvas takes from a name.

    As `infer_comment_context_from_filename` in app/models/abstract_assignment.rb does it.
    """
    student, file, *_ = [part for part in path.split("/")[-1].split("_") if part.isdigit()]
    return student, file


def test_moodle_finds_the_student_and_a_page(sent: Callable[..., Sent]) -> None:
    done = sent("moodle", *class_of_five("moodle"))
    assert done.path.name == "moodle.zip"
    assert [moodle_reads(path) for path in sorted(entries(done.path))] == [
        (id, "assignsubmission_file", "feedback.html")
        for id in ["90115", *IDS[:2], "90114", "90113"]
    ]
    assert "Jane Doe_90112_assignsubmission_file_/feedback.html" in entries(done.path)


def test_moodle_finds_who_did_not_hand_in_there_by_its_worksheet(
    sent: Callable[..., Sent],
) -> None:
    pair = HandIn((Person("x", (), "one@uni.example"), Person("y", (), "TWO@uni.example")))
    grades = [make_grade(name="pair"), make_grade(name="jane"), make_grade(name="nobody")]
    whose = [pair, understand("Jane Doe"), understand("nobody")]
    done = sent("moodle", grades, whose, WORKSHEET)
    assert {moodle_reads(path) for path in entries(done.path)} == {
        ("90111", "assignsubmission_file", "feedback.html"),
        ("90112", "assignsubmission_file", "feedback.html"),
    }
    reason = "Moodle's number for the student is not known; add its worksheet"
    assert done.notes == (("submission", "jane", reason), ("submission", "nobody", reason))


def test_canvas_gets_files_of_the_kind_and_name_that_the_student_handed_in(
    sent: Callable[..., Sent],
) -> None:
    done = sent("canvas", *class_of_five("canvas"))
    files = entries(done.path)
    assert list(files) == sorted(
        f"{name}_LATE_{id}_7{id}_work-1.{ending}"
        for name, id, ending in zip(
            ["janedoe", "janedoe", "zoëoneil", "johnroe", "annlee"],
            IDS,
            CANVAS_ENDINGS,
            strict=True,
        )
    )
    assert {canvas_reads(path) for path in files} == {(id, f"7{id}") for id in IDS}
    page = packed_like("work.zip", b"<p>page</p>")
    with zipfile.ZipFile(io.BytesIO(page)) as archive:
        assert archive.namelist() == ["feedback.html"]
    assert b"<" not in files["zoëoneil_LATE_90113_790113_work-1.py"]


def test_the_notebook_that_shows_a_page_is_a_valid_one() -> None:
    notebook = nbformat.reads(packed_like("A.IPYNB", b"<p>1 &lt; 2</p>").decode(), as_version=4)
    nbformat.validate(notebook)
    assert notebook.cells[0].outputs[0].data["text/plain"] == "1 < 2\n"


def test_canvas_takes_nothing_under_other_names(sent: Callable[..., Sent]) -> None:
    done = sent("canvas", [make_grade(name="alice")], [replace(understand("alice"), given="alice")])
    reason = "it is not from Canvas's download, and Canvas takes no other names"
    assert (done.written, done.notes) == (0, (("submission", "alice", reason),))
    assert entries(done.path) == {}


@pytest.mark.parametrize(
    ("files", "given"),
    [
        (["doejane_12_101_data.py", "doejane_12_102_models.py"], "doejane_12_101_data.py"),
        (["doejane_12_101_data.py", "doejane_12_102_a.ipynb"], "doejane_12_102_a.ipynb"),
        (["doejane_12_102_work-1.zip"], "doejane_12_102_work-1.zip"),
        (["Jane Doe_12_assignsubmission_file_digits.ipynb"], None),
        (["Jane Doe_12_assignsubmission_file_/digits.ipynb"], "Jane Doe_12_assignsubmission_file_"),
    ],
)
def test_the_name_in_the_download_is_known_also_of_files_handed_in_one_by_one(
    tmp_path: Path, files: list[str], given: str | None
) -> None:
    for name in [*files, "roejohn_13_103_data.py", "roejohn_13_104_costs.py"]:
        path = tmp_path / "class" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}", "utf-8")
    found = find_all([tmp_path / "class"], tmp_path / "scratch").submissions
    whose = with_roster(with_files([*map(who_handed_in, found)], found), None)
    (jane,) = [one for one in whose if one.people[0].ids == ("12",)]
    assert jane.given == (given or files[0])


def test_gradescope_and_nobody_get_folders_and_a_list_of_whose_they_are(
    sent: Callable[..., Sent], tmp_path: Path
) -> None:
    grades, hand_ins = class_of_five("gradescope")
    done = sent("gradescope", grades, hand_ins)
    assert [*entries(done.path)] == [f"submission_{id}/feedback.html" for id in IDS]
    assert "Gradescope takes none back" in str(done)
    rows = list(csv.DictReader((tmp_path / "feedback" / "students.csv").read_text().splitlines()))
    assert rows[3] == {
        "name": "John_Roe",
        "id": "s90114",
        "email": "90114@uni.example",
        "file": "submission_90114/feedback.html",
    }
    done = sent("folder", grades, hand_ins)
    folder = done.path / "Jane Doe (90112)"
    assert sorted(path.name for path in folder.iterdir()) == ["comments.txt", "feedback.html"]
    assert (folder / "comments.txt").read_text() == (
        "Handed in 1 day late: 6.241 points less.\nA remark for 90112 alone.\n"
    )
    plain = [replace(grades[0], rulings=(), late=Late())]
    done = sent("folder", plain, hand_ins[:1])  # what was there goes
    assert list(entries(done.path)) == ["Jane Doe (90111)/feedback.html"]


# What is not sent


def test_a_failure_of_the_graders_and_two_hand_ins_of_one_student_are_not_sent(
    sent: Callable[..., Sent], tmp_path: Path
) -> None:
    grades, hand_ins = class_of_five("moodle")
    grades[4] = make_grade({"4.1": "fault"}, name=grades[4].name)
    again = [replace(grades[0], name="Jane Doe (90111)-2")]
    done = sent("moodle", [*grades, *again], [*hand_ins, hand_ins[0]])
    assert {moodle_reads(path)[0] for path in entries(done.path)} == {*IDS[1:4]}  # type: ignore[index]
    two = "of 2 submissions of this student none is sent: which one counts is not decided"
    assert done.notes == (
        ("submission", "Ann Lee (90115)", "the grader failed; please grade it again"),
        ("submission", "Jane Doe (90111)", two),
        ("submission", "Jane Doe (90111)-2", two),
    )
    listed = (tmp_path / "feedback" / "not-sent.csv").read_text("utf-8").splitlines()
    assert listed[0] == "what,name,reason" and len(listed) == 4
    page = tmp_path / page_name(grades[1].name)
    page.unlink()
    done = Return("moodle", None, QUESTIONS).write(tmp_path, [grades[1]], [hand_ins[1]], [page])
    assert done.notes == (("submission", "Jane Doe (90112)", "there is no page of it"),)


def test_a_page_with_a_written_answer_is_sent_when_it_is_marked(sent: Callable[..., Sent]) -> None:
    grades, hand_ins = class_of_five("moodle")
    open_, marked = WrittenScore(question()), WrittenScore(question(), "", 2.0)
    both = [replace(grades[0], written=open_), replace(grades[1], written=marked)]
    done = sent("moodle", both, hand_ins[:2])
    assert [moodle_reads(path)[0] for path in entries(done.path)] == [IDS[1]]  # type: ignore[index]
    assert [note[1:] for note in done.notes] == [("Jane Doe (90111)", open_.sentence)]
    assert "q8 is not yet marked" in open_.sentence


@pytest.mark.parametrize("kind", ["canvas", "folder", "gradescope"])
def test_two_hand_ins_of_one_student_are_not_sent_where_their_files_have_other_names(
    sent: Callable[..., Sent], kind: str
) -> None:
    grades, hand_ins = class_of_five(kind)
    again = replace(hand_ins[0], given=hand_ins[0].given.replace("90111", "90119"))
    grades.append(replace(grades[0], name="Jane Doe (90111)-2"))
    done = sent(kind, grades, [*hand_ins, again])
    assert done.written == 4
    assert [name for _, name, _ in done.notes] == [grades[0].name, "Jane Doe (90111)-2"]
    assert not any(IDS[0] in path for path in entries(done.path))


# A page as text, and Moodle's comments


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


# Kept by the teacher beside what was handed in


def found_beside(tmp_path: Path, *stored: Path) -> tuple[list[str], set[str]]:
    """Put something into the folder of a class of two, and look for submissions there; return their
    names, and those of what was left out.
    """
    room = tmp_path / "class"
    for name in ("alice", "bob"):
        (room / name / "digits").mkdir(parents=True)
        (room / name / "digits" / "data.py").write_text("x = 1\n")
    for one in stored:
        (shutil.copytree if one.is_dir() else shutil.copy)(one, room / one.name)
    found = find_all([room], tmp_path / "scratch")
    assert {one.reason for one in found.left_out} <= {
        "written by the grader for people to read, such as feedback for students",
        "no submission: neither a folder nor an archive nor a notebook",
    }
    return [path.name for path in found.submissions], {one.name for one in found.left_out}


@pytest.mark.parametrize("kind", ["moodle", "canvas", "gradescope", "folder"])
def test_feedback_that_is_kept_among_submissions_is_none_of_them(
    tmp_path: Path, sent: Callable[..., Sent], kind: str
) -> None:
    written = sent(kind, *class_of_five(kind)).path
    names, left_out = found_beside(tmp_path, written)
    assert names == ["alice", "bob"] and left_out == {written.name}
    for path in (written, written.parent):  # and asked for by itself it is none either
        found = find_all([path], tmp_path / "by itself")
        assert found.submissions == () and found.left_out


@pytest.mark.parametrize("kind", ["moodle", "gradescope"])
def test_nor_is_feedback_that_was_unpacked(
    tmp_path: Path, sent: Callable[..., Sent], kind: str
) -> None:
    unzipped = tmp_path / "unpacked feedback"
    with zipfile.ZipFile(sent(kind, *class_of_five(kind)).path) as archive:
        archive.extractall(unzipped)
    assert found_beside(tmp_path, unzipped) == (["alice", "bob"], {"unpacked feedback"})


def test_nor_are_canvas_files_of_feedback(tmp_path: Path, sent: Callable[..., Sent]) -> None:
    unzipped = tmp_path / "unpacked"
    with zipfile.ZipFile(sent("canvas", *class_of_five("canvas")).path) as archive:
        archive.extractall(unzipped)
    packed = [path for path in unzipped.iterdir() if path.suffix in (".zip", ".ipynb")]
    names, left_out = found_beside(tmp_path, *packed)
    assert names == ["alice", "bob"] and left_out == {path.name for path in packed}


def test_pages_are_no_submission_and_what_a_student_adds_to_them_is(
    tmp_path: Path, sent: Callable[..., Sent]
) -> None:
    sent("folder", *class_of_five("moodle"))
    pages = tmp_path / "blind"
    pages.mkdir()
    for page in tmp_path.glob("*.html"):
        page.rename(pages / page.name)
    carol = tmp_path / "carol"
    shutil.copytree(pages, carol)
    (carol / "notes.txt").write_text("I have a question.")
    dan = tmp_path / "dan"
    dan.mkdir()
    (dan / "work.html").write_text("<p>my notebook as a page</p>")
    names, left_out = found_beside(tmp_path, pages, carol, dan)
    assert names == ["alice", "bob", "carol", "dan"] and left_out == {"blind"}
