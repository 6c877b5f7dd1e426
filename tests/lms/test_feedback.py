"""Feedback: what goes back to students, as each LMS takes it, and to nobody else."""

import csv
import io
import json
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
from autograder.lms.feedback import Return, Sent, feedback_names
from autograder.lms.page_in_file import packed_like
from autograder.report.pages import page_name
from autograder.results.grade import Late, WrittenScore
from support.feedback import (
    CANVAS_ENDINGS,
    IDS,
    POINTS,
    QUESTIONS,
    REASON,
    WORKSHEET,
    class_of_five,
)
from support.grades import make_grade
from support.written import question


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
