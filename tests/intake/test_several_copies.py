"""Several copies in one hand-in: which is the submission, and what tools have left beside it."""

import os
from pathlib import Path

import pytest

from autograder.intake.classes import find_submissions
from autograder.intake.submissions import Submitted, read_submission
from autograder.project import project_folder
from support.hand_ins import (
    CHANCE,
    SIGN_IN,
    STUB,
    UNTOUCHED,
    WRITTEN,
    cell,
    notebook,
    packed,
    read,
    refused,
)


def released_notebook() -> bytes:
    return (project_folder("assignment") / "digits.ipynb").read_bytes()


def test_the_released_notebook_is_not_taken_whatever_it_is_called(tmp_path: Path) -> None:
    for number, names in enumerate([("digits", "copy"), ("copy", "digits"), ("a/x", "digits")]):
        mine, given = (f"{name}.ipynb" for name in names)
        files = {mine: notebook(), given: released_notebook()}
        submitted = read(tmp_path, files, f"student {number}")
        assert [text.decode() for text in submitted.files.values()] == [CHANCE]
        assert submitted.note == ""


def test_a_notebook_that_cannot_be_read_is_named_where_nothing_else_is_written(
    tmp_path: Path,
) -> None:
    for number, given in enumerate([{"digits.ipynb": released_notebook()}, UNTOUCHED]):
        (tmp_path / f"{number}.zip").write_bytes(packed({"mine.ipynb": SIGN_IN, **given}))
        assert refused(tmp_path / f"{number}.zip").startswith(
            'mine.ipynb is a web page ("Sign in to your account") and no notebook; please download'
        )
    assert read(tmp_path, {"mine.ipynb": SIGN_IN, **WRITTEN}).files == WRITTEN


def test_a_choice_between_two_notebooks_is_told_to_the_student(tmp_path: Path) -> None:
    more = notebook(cell(), cell("def accuracy(): return 1"))
    submitted = read(tmp_path, {"digits.ipynb": notebook(), "digits-Copy1.ipynb": more})
    assert len(submitted.files) == 2
    assert (
        submitted.note == "More is written in the notebook digits-Copy1.ipynb than in digits.ipynb."
    )


@pytest.mark.parametrize(
    "name", ["digits (1)", "digits(2)", "Digits 2", "digits - Copy", "digits copy 2"]
)
def test_a_package_is_known_by_the_name_of_a_copy(tmp_path: Path, name: str) -> None:
    files = {path.replace("digits", name): data for path, data in WRITTEN.items()}
    assert read(tmp_path, files | {"helper.py": b"1"}).files == WRITTEN | {"helper.py": b"1"}
    assert find_submissions([tmp_path / "alice"]).submissions == (tmp_path / "alice",)


def test_a_copy_that_is_written_goes_before_the_untouched_package(tmp_path: Path) -> None:
    copy = {path.replace("digits", "digits (1)"): data for path, data in WRITTEN.items()}
    assert read(tmp_path, UNTOUCHED | copy) == Submitted("alice", WRITTEN)
    deeper = {f"mine/{path}": data for path, data in WRITTEN.items()}
    assert read(tmp_path, UNTOUCHED | deeper, "bob") == Submitted("bob", WRITTEN)


def test_a_package_that_is_only_begun_goes_before_a_scratch_file(tmp_path: Path) -> None:
    released = project_folder("assignment") / "digits"
    files = {f"digits/{path.name}": path.read_bytes() for path in released.glob("*.py")}
    begun = files | {"digits/evaluation.py": files["digits/evaluation.py"] + CHANCE.encode()}
    scratch = {"scratch/evaluation.py": CHANCE.encode()}
    submitted = read(tmp_path, begun | scratch)
    assert submitted.files.items() >= begun.items()
    assert submitted.note == "digits/ was graded; the assignment is in scratch, too."
    assert read(tmp_path, files | scratch, "bob").files.keys() == {"digits/evaluation.py"}


def test_of_two_that_are_written_the_one_called_as_asked_is_taken_with_a_note(
    tmp_path: Path,
) -> None:
    other = {"digits (1)/evaluation.py": b"def accuracy(): return 1"}
    note = "digits/ was graded; the assignment is in digits (1), too."
    submitted = read(tmp_path, WRITTEN | other)
    assert (submitted.files, submitted.note) == (WRITTEN, note)
    same = {path.replace("digits", "digits (1)"): data for path, data in WRITTEN.items()}
    assert read(tmp_path, WRITTEN | same, "bob").note == ""


def test_a_repository_as_github_packs_it_is_read_and_called_by_its_owner(tmp_path: Path) -> None:
    files = {f"digits-main/{path}": data for path, data in WRITTEN.items()}
    assert read(tmp_path, files | {"digits-main/README.md": b"x"}).files == WRITTEN | {
        "README.md": b"x"
    }
    assert find_submissions([tmp_path / "alice"]).submissions == (tmp_path / "alice",)
    loose = {"digits-main/evaluation.py": CHANCE.encode()}
    assert read(tmp_path, loose, "bob").files == {"digits/evaluation.py": CHANCE.encode()}


def test_what_tools_leave_in_an_archive_is_left_out(tmp_path: Path) -> None:
    junk = {
        "__MACOSX/._digits.ipynb": b"\0\5\x16\7",
        "__MACOSX/digits/._evaluation.py": b"\0\5\x16\7",
        ".ipynb_checkpoints/digits-checkpoint.ipynb": notebook(cell(), cell(CHANCE)),
        "digits/.ipynb_checkpoints/evaluation-checkpoint.py": STUB.encode(),
        "env/pyvenv.cfg": b"home = /usr/bin",
        "env/lib/python3/digits/evaluation.py": STUB.encode(),
        "env/share/large.py": bytes(6_000_000),
        "conda/conda-meta/history": b"",
        "conda/lib/x.py": b"1",
        "data_cache/MNIST/raw/train-images-idx3-ubyte": bytes(9_000_000),
        "data/MNIST/raw/train-images-idx3-ubyte.gz": bytes(9_000_000),
        "desktop.ini~.ipynb_checkpoints/x": b"",
    }
    submitted = read(tmp_path, WRITTEN | junk)
    assert submitted == Submitted("alice", WRITTEN | {"desktop.ini~.ipynb_checkpoints/x": b""})


@pytest.mark.skipif(os.name != "posix", reason="links")
def test_the_links_of_a_virtual_environment_are_no_links_of_the_students(tmp_path: Path) -> None:
    read(tmp_path, WRITTEN | {"env/pyvenv.cfg": b"", "env/bin/pip": b""})
    (tmp_path / "alice/env/bin/python").symlink_to("/usr/bin/python3")
    (tmp_path / "alice/env/lib64").symlink_to("lib")
    assert read_submission(tmp_path / "alice") == Submitted("alice", WRITTEN)
