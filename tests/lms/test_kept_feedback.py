"""Feedback that is kept beside what was handed in is no submission."""

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.intake.bulk import find_all
from autograder.lms.feedback import Sent
from support.feedback import class_of_five


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
    files = sorted(unzipped.iterdir())
    assert {path.suffix for path in files} == {".zip", ".ipynb", ".py"}
    names, left_out = found_beside(tmp_path, *files)
    assert names == ["alice", "bob"] and left_out == {path.name for path in files}
    assert found_beside(tmp_path / "whole", unzipped) == (["alice", "bob"], {"unpacked"})


def test_a_students_own_text_that_speaks_of_the_stamp_is_no_feedback(tmp_path: Path) -> None:
    own = tmp_path / "doejane_12_101_data.py"
    own.write_text("# written by autograder, no submission\n")
    names, left_out = found_beside(tmp_path, own)
    assert (names, left_out) == (["alice", "bob", "doejane_12_101_data.py"], set())


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
