"""Layouts: where the package is in what was handed in, what is left out, and what is no layout."""

import os
from pathlib import Path

import pytest

from autograder.intake.submissions import Submitted, read_submission
from support.hand_ins import LOOSE, PACKAGE, archive, folder, read_plain, refused, under


@pytest.mark.parametrize("prefix", ["", "alice", "work/hand in/final"])
def test_the_package_is_found_in_any_number_of_wrapping_folders(
    tmp_path: Path, prefix: str
) -> None:
    assert read_plain(tmp_path, under(prefix, PACKAGE) if prefix else PACKAGE) == PACKAGE


@pytest.mark.parametrize("prefix", ["", "my code"])
def test_loose_files_are_taken_for_the_package(tmp_path: Path, prefix: str) -> None:
    files = under(prefix, LOOSE) if prefix else LOOSE
    assert read_plain(tmp_path, files) == under("digits", LOOSE)


def test_what_is_beside_the_package_keeps_its_place(tmp_path: Path) -> None:
    files = PACKAGE | {"helper.py": b"2", "weights/small.json": b"{}", "digits/sub/a.py": b"3"}
    assert read_plain(tmp_path, under("assignment", files) | {"notes.txt": b"x"}) == files


def test_tests_pictures_and_caches_are_left_out(tmp_path: Path) -> None:
    junk = {
        **{"tests/conftest.py": b"x", "images/a.png": b"x", "figures/plot.PNG": b"x"},
        **{"data_cache/digits8x8.npz": b"x", "digits/MNIST/raw/a": b"x", ".git/config": b"x"},
        **{"digits/__pycache__/data.cpython-311.pyc": b"x", ".venv/lib/a.py": b"x", ".x": b"x"},
        **{"venv/a.py": b"x", "digits/.ipynb_checkpoints/data.py": b"x", "digits.ipynb": b"{}"},
        **{"node_modules/a.js": b"x", "__MACOSX/digits/._data.py": b"x", "digits/.DS_Store": b"x"},
    }
    assert read_plain(tmp_path, PACKAGE | junk) == PACKAGE


def test_what_is_left_out_does_not_count_against_the_limits(tmp_path: Path) -> None:
    large = {"data_cache/train": bytes(5_000_001), "MNIST/raw/x": bytes(9_000_000)}
    many = {f".venv/{number}.py": b"" for number in range(1_001)}
    assert read_submission(archive(tmp_path / "a.zip", PACKAGE | large | many)).files == PACKAGE


def test_a_project_called_digits_around_the_package_is_no_confusion(tmp_path: Path) -> None:
    files = under("digits", PACKAGE | {"setup.py": b"x", "README.md": b"x"})
    assert read_plain(tmp_path, files) == PACKAGE | {"setup.py": b"x", "README.md": b"x"}


def test_an_old_copy_deeper_down_is_no_confusion(tmp_path: Path) -> None:
    old = under("old/first try", PACKAGE)
    assert read_plain(tmp_path, PACKAGE | old) == PACKAGE | old


def test_a_package_with_a_capital_is_understood(tmp_path: Path) -> None:
    assert read_plain(tmp_path, {"Digits/data.py": b"1"}) == {"digits/data.py": b"1"}


def test_a_package_with_none_of_the_files_asked_for_is_still_the_package(tmp_path: Path) -> None:
    assert read_plain(tmp_path, {"x/digits/main.py": b"1"}) == {"digits/main.py": b"1"}


def test_bytes_that_python_reads_and_those_that_are_no_code_stay_as_they_are(
    tmp_path: Path,
) -> None:
    files = {
        "digits/data.py": "\ufeff# café\r\n".encode(),
        "digits/models.py": b"# coding: latin-1\r# caf\xe9\r",
        "weights.bin": b"\x00\xff",
    }
    assert read_plain(tmp_path, files) == files


def test_a_folder_with_one_archive_is_read_as_that_archive(tmp_path: Path) -> None:
    inside = archive(tmp_path / "Alice_12_assignsubmission_file" / "work.zip", PACKAGE)
    assert read_submission(inside.parent) == Submitted("Alice", PACKAGE)


def test_names_with_backslashes_from_old_tools_are_understood(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"digits\\": b"", "digits\\data.py": b"1"})
    assert read_submission(path).files == {"digits/data.py": b"1"}


def test_names_in_any_encoding_are_read(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", PACKAGE | {"digits/note_é.txt": b"1", "x_zz.txt": b"2"})
    raw = path.read_bytes()
    name = "digits/note_é.txt".encode()
    path.write_bytes(raw.replace(b"x_zz.txt", b"x_\xe9\xe9.txt"))  # Latin-1
    assert read_submission(path).files["digits/note_é.txt"] == b"1"
    path.write_bytes(raw.replace(name, b"digits/note_\xe9\xe9.txt"))  # says UTF-8 and is not
    assert read_submission(path).files["digits/data.py"] == PACKAGE["digits/data.py"]


@pytest.mark.skipif(os.name != "posix", reason="names of bytes")
def test_a_file_name_that_is_not_utf_8_is_read(tmp_path: Path) -> None:
    root = folder(tmp_path / "alice", PACKAGE)
    try:
        (root / os.fsdecode(b"caf\xe9.txt")).write_bytes(b"1")
    except OSError:
        pytest.skip("this file system takes UTF-8 only")
    assert read_submission(root).files == PACKAGE | {"caf\ufffd.txt": b"1"}


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "alice is empty; please hand in the folder digits/ with data.py, models.py"),
        (
            {"README.md": b"", "src/main.py": b""},
            "no package digits in alice, only README.md, src/;",
        ),
        ({f"{n}.py": b"" for n in range(9)}, "only 0.py, 1.py, 2.py, 3.py and 5 more;"),
        ({"digits.ipynb": b"{}"}, "digits.ipynb is no Jupyter notebook;"),
        ({"tests/test_data.py": b""}, "no package digits in alice, only tests/"),
        (
            under("one", PACKAGE) | under("two", PACKAGE | {"digits/data.py": b"1"}),
            "alice holds the assignment twice, in one/digits and in two/digits; please hand in one",
        ),
    ],
)
def test_a_wrong_layout_says_what_was_found_and_expected(
    tmp_path: Path, files: dict[str, bytes], message: str
) -> None:
    assert message in refused(folder(tmp_path / "alice", files))
    assert message.replace("alice", "alice.zip") in refused(archive(tmp_path / "alice.zip", files))
