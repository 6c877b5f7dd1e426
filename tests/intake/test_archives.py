"""Intake: what students hand in, well or badly packed, and what must not be read."""

import io
import os
import socket
import stat
import struct
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from autograder.intake import archives, bulk, collector
from autograder.intake.classes import find_submissions
from autograder.intake.submissions import (
    IntakeError,
    Submitted,
    name_submissions,
    read_submission,
    submission_name,
)
from autograder.intake.written import defined, written

PACKAGE = {"digits/__init__.py": b"", "digits/data.py": b"import torch\n", "digits/models.py": b"1"}
LOOSE = {"data.py": b"import torch\n", "models.py": b"1"}


def folder(root: Path, files: Mapping[str, bytes]) -> Path:
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    root.mkdir(exist_ok=True)
    return root


def archive(path: Path, files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", method) as out:
        for name, data in files.items():
            out.writestr(name, data)
    return path


def under(prefix: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {f"{prefix}/{name}": data for name, data in files.items()}


def read_both(tmp_path: Path, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Read `files` as a folder and as an archive, which must not differ."""
    from_folder = read_submission(folder(tmp_path / "alice", files))
    from_zip = read_submission(archive(tmp_path / "alice.zip", files))
    assert from_folder == from_zip == Submitted("alice", from_zip.files)
    return from_zip.files


def refused(path: Path) -> str:
    """Return the sentence for a submission that must be refused: short, and without our paths."""
    with pytest.raises(IntakeError) as caught:
        read_submission(path)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert str(path.parent) not in sentence
    assert sentence.endswith(".")
    return sentence


# Layouts that are understood


@pytest.mark.parametrize("prefix", ["", "alice", "work/hand in/final"])
def test_the_package_is_found_in_any_number_of_wrapping_folders(
    tmp_path: Path, prefix: str
) -> None:
    assert read_both(tmp_path, under(prefix, PACKAGE) if prefix else PACKAGE) == PACKAGE


@pytest.mark.parametrize("prefix", ["", "my code"])
def test_loose_files_are_taken_for_the_package(tmp_path: Path, prefix: str) -> None:
    files = under(prefix, LOOSE) if prefix else LOOSE
    assert read_both(tmp_path, files) == under("digits", LOOSE)


def test_what_is_beside_the_package_keeps_its_place(tmp_path: Path) -> None:
    files = PACKAGE | {"helper.py": b"2", "weights/small.json": b"{}", "digits/sub/a.py": b"3"}
    assert read_both(tmp_path, under("assignment", files) | {"notes.txt": b"x"}) == files


def test_tests_pictures_and_caches_are_left_out(tmp_path: Path) -> None:
    junk = {
        **{"tests/conftest.py": b"x", "images/a.png": b"x", "figures/plot.PNG": b"x"},
        **{"data_cache/digits8x8.npz": b"x", "digits/MNIST/raw/a": b"x", ".git/config": b"x"},
        **{"digits/__pycache__/data.cpython-311.pyc": b"x", ".venv/lib/a.py": b"x", ".x": b"x"},
        **{"venv/a.py": b"x", "digits/.ipynb_checkpoints/data.py": b"x", "digits.ipynb": b"{}"},
        **{"node_modules/a.js": b"x", "__MACOSX/digits/._data.py": b"x", "digits/.DS_Store": b"x"},
    }
    assert read_both(tmp_path, PACKAGE | junk) == PACKAGE


def test_what_is_left_out_does_not_count_against_the_limits(tmp_path: Path) -> None:
    large = {"data_cache/train": bytes(5_000_001), "MNIST/raw/x": bytes(9_000_000)}
    many = {f".venv/{number}.py": b"" for number in range(1_001)}
    assert read_submission(archive(tmp_path / "a.zip", PACKAGE | large | many)).files == PACKAGE


def test_a_project_called_digits_around_the_package_is_no_confusion(tmp_path: Path) -> None:
    files = under("digits", PACKAGE | {"setup.py": b"x", "README.md": b"x"})
    assert read_both(tmp_path, files) == PACKAGE | {"setup.py": b"x", "README.md": b"x"}


def test_an_old_copy_deeper_down_is_no_confusion(tmp_path: Path) -> None:
    old = under("old/first try", PACKAGE)
    assert read_both(tmp_path, PACKAGE | old) == PACKAGE | old


def test_a_package_with_a_capital_is_understood(tmp_path: Path) -> None:
    assert read_both(tmp_path, {"Digits/data.py": b"1"}) == {"digits/data.py": b"1"}


def test_a_package_with_none_of_the_files_asked_for_is_still_the_package(tmp_path: Path) -> None:
    assert read_both(tmp_path, {"x/digits/main.py": b"1"}) == {"digits/main.py": b"1"}


def test_bytes_that_python_reads_and_those_that_are_no_code_stay_as_they_are(
    tmp_path: Path,
) -> None:
    files = {
        "digits/data.py": "\ufeff# café\r\n".encode(),
        "digits/models.py": b"# coding: latin-1\r# caf\xe9\r",
        "weights.bin": b"\x00\xff",
    }
    assert read_both(tmp_path, files) == files


def test_a_folder_with_one_archive_is_read_as_that_archive(tmp_path: Path) -> None:
    inside = archive(tmp_path / "Alice_12_assignsubmission_file" / "work.zip", PACKAGE)
    assert read_submission(inside.parent) == Submitted("Alice", PACKAGE)


def test_a_link_to_an_archive_is_not_followed(tmp_path: Path) -> None:
    other = archive(tmp_path / "bob.zip", PACKAGE)
    mine = folder(tmp_path / "alice", {"notes.txt": b"x"})
    (mine / "work.zip").symlink_to(other)
    assert "no package digits" in refused(mine)


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


# Layouts that are not


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


# Archives that must not be read


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b"hello", "is no zip archive"),
        (
            b"Rar!\x1a\x07",
            "alice.zip is a RAR archive and no zip archive; please hand in a zip archive.",
        ),
        (b"7z\xbc\xaf\x27", "alice.zip is a 7z archive and no zip archive;"),
        (b"\x1f\x8b\x08", "alice.zip is a gzip archive and no zip archive;"),
        (b"%PDF-1.7", "alice.zip is a PDF and no zip archive;"),
        (b"<html><title> Sign  in\n</title>", 'is a web page ("Sign in") and no zip archive;'),
        (b"PK\x03\x04 and no more", "is damaged"),
    ],
)
def test_what_is_no_archive_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "alice.zip"
    path.write_bytes(data)
    assert message in refused(path)


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"digits/data.py": b"import torch"}, zipfile.ZIP_STORED)
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"import torch", b"import t0rch", 1))  # wrong checksum
    assert "is damaged" in refused(path)
    path.write_bytes(whole[:-30])
    assert "is damaged" in refused(path)


def test_every_truncated_or_altered_archive_is_read_or_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"digits/data.py": b"import torch\n" * 9})
    whole = path.read_bytes()
    broken = [whole[:end] for end in range(0, len(whole), 3)]
    for place in range(len(whole)):
        broken += [whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]]
    for data in broken:
        path.write_bytes(data)
        try:
            read_submission(path)
        except IntakeError as error:
            assert str(error)


def test_an_archive_with_a_password_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"digits/data.py": b"x"})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert "protected by a password" in refused(path)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packing_that_cannot_be_bounded_is_refused(tmp_path: Path, method: int) -> None:
    path = archive(tmp_path / "a.zip", {"digits/data.py": bytes(100)}, method)
    assert "packed in an unusual way" in refused(path)


def test_code_over_the_limit_is_refused_and_data_left_out_with_a_note(tmp_path: Path) -> None:
    large = PACKAGE | {"digits/big.py": bytes(5_000_001)}
    message = "is too large: with digits/big.py it goes beyond 5 MB a file or 20 MB in all;"
    assert message in refused(archive(tmp_path / "a.zip", large))
    assert message in refused(folder(tmp_path / "a", large))
    large = PACKAGE | {"digits/mnist.npz": bytes(5_000_001), "net.pt": bytes(5_000_001)}
    note = "digits/mnist.npz, net.pt: left out, for it goes beyond 5 MB a file or 20 MB in all."
    for path in (archive(tmp_path / "b.zip", large), folder(tmp_path / "b", large)):
        assert read_submission(path) == Submitted("b", PACKAGE, note)


def test_a_file_of_just_the_limit_is_read(tmp_path: Path) -> None:
    files = PACKAGE | {"net.pt": bytes(5_000_000)}
    assert len(read_submission(archive(tmp_path / "a.zip", files)).files["net.pt"]) == 5_000_000


def test_files_that_are_too_much_together_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collector, "MAX_TOTAL", 10_000)
    files = PACKAGE | {f"digits/{number}.py": b" " * 2_000 for number in range(6)}
    assert "too large" in refused(archive(tmp_path / "a.zip", files))
    assert "too large" in refused(folder(tmp_path / "a", files))
    data = {f"a{number}.bin": b" " * 2_000 for number in range(6)}  # before it in the alphabet
    read = read_submission(archive(tmp_path / "b.zip", PACKAGE | data))
    assert PACKAGE.keys() < read.files.keys()
    assert read.note.startswith("a4.bin, a5.bin: left out, for it goes beyond ")


def test_a_file_that_declares_less_than_it_holds_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"digits/data.py": bytes(25_000_000)})
    data = bytearray(path.read_bytes())
    assert len(data) < 100_000  # 25 MB of zeros
    for start, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<L", data, data.index(start) + place, 1_000)
    path.write_bytes(data)
    assert "is damaged" in refused(path)


def test_a_reader_that_returns_more_than_it_said_is_refused() -> None:
    entry = collector.Entry("digits/data.py", 0, 10, lambda: io.BytesIO(bytes(5_000_001)))
    with pytest.raises(IntakeError, match="too large"):
        collector.Collector("a.zip").collect([entry])


def test_thousands_of_files_are_refused(tmp_path: Path) -> None:
    many = PACKAGE | {f"digits/{number}.py": b"" for number in range(1_000)}
    assert "more than 1,000 files" in refused(archive(tmp_path / "a.zip", many))
    assert "more than 1,000 files" in refused(folder(tmp_path / "a", many))
    data = PACKAGE | {f"data/{number}.csv": b"" for number in range(1_000)}
    read = read_submission(archive(tmp_path / "b.zip", data))
    assert len(read.files) == 1_000 and read.files.keys() > PACKAGE.keys()
    assert read.note.endswith(": left out, for there are more than 1,000 files.")


def test_a_flood_of_names_is_refused_before_they_are_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MAX_LISTED", 20)
    many = PACKAGE | {f".git/{number}": b"" for number in range(30)}
    assert "files" in refused(archive(tmp_path / "a.zip", many))


def test_a_huge_archive_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with path.open("wb") as file:
        file.truncate(200_000_001)
    assert "larger than 200 MB" in refused(path)


@pytest.mark.parametrize(
    "name",
    [
        *("../evil.py", "digits/../../evil.py", "/etc/evil.py", "C:/evil.py", "c:evil.py"),
        *("..\\evil.py", "digits\\..\\..\\evil.py", "\\\\server\\share\\evil.py", "digits/.."),
        *("__MACOSX/../../evil.py",),
    ],
)
def test_a_path_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    assert "leads out of it" in refused(archive(tmp_path / "a.zip", PACKAGE | {name: b"x"}))


def test_a_name_with_a_control_character_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", PACKAGE | {"digits/a_b.py": b"x"})
    whole = path.read_bytes()
    for control in (b"\0", b"\n", b"\x1b"):
        path.write_bytes(whole.replace(b"a_b.py", b"a" + control + b"b.py"))
        assert "strange name" in refused(path)
    for terminal in ("\x9d0;title", "\x9b2J"):  # which would take the rest of the sentence along
        path = archive(tmp_path / "a.zip", {f"{terminal}.py": b"x"})
        assert "strange name" in refused(path)


def test_a_file_without_a_name_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", PACKAGE | {".": b"x"})
    assert "strange name" in refused(path)


@pytest.mark.parametrize("name", ["digits/" + "a/" * 300 + "b.py", "digits/" + "a" * 300 + ".py"])
def test_a_name_that_is_too_long_is_refused(tmp_path: Path, name: str) -> None:
    assert "too long" in refused(archive(tmp_path / "a.zip", PACKAGE | {name: b"x"}))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("digits/Data.py", "digits/data.py"),
        ("Digits/a.py", "digits/data.py"),
        ("digits/data.py/x.py", "digits/data.py"),
        ("digits/straße.py", "digits/STRASSE.py"),
        ("digits/e\u0301.py", "digits/\u00e9.py"),
    ],
)
def test_names_that_are_the_same_on_some_computers_are_refused(
    tmp_path: Path, one: str, other: str
) -> None:
    path = archive(tmp_path / "a.zip", {one: b"1", other: b"2"})
    assert "the same name on some computers" in refused(path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", PACKAGE)
    with zipfile.ZipFile(path, "a") as out:
        out.writestr("digits/data.py", b"other")
    assert "holds digits/data.py twice" in refused(path)


@pytest.mark.parametrize(
    ("kind", "message"),
    [(stat.S_IFLNK, "a link"), (stat.S_IFIFO, "a pipe"), (stat.S_IFCHR, "a dev")],
)
def test_links_and_devices_in_an_archive_are_refused(
    tmp_path: Path, kind: int, message: str
) -> None:
    path = archive(tmp_path / "a.zip", PACKAGE)
    info = zipfile.ZipInfo("digits/secret.py")
    info.external_attr = (kind | 0o644) << 16
    with zipfile.ZipFile(path, "a") as out:
        out.writestr(info, "/etc/passwd")
    assert f"holds {message}" in refused(path)


# Folders that must not be read


def test_a_link_that_is_no_code_is_left_out_with_a_note(tmp_path: Path) -> None:
    root = folder(tmp_path / "alice", PACKAGE)
    (root / "data").symlink_to("/")
    (root / "digits" / "best.pt").symlink_to("/etc/passwd")
    note = "data, digits/best.pt: a link, and not the file itself; left out."
    assert read_submission(root) == Submitted("alice", PACKAGE, note)


@pytest.mark.parametrize("target", ["/etc/passwd", "data.py", "nowhere", "."])
def test_a_link_in_a_folder_is_refused(tmp_path: Path, target: str) -> None:
    root = folder(tmp_path / "alice", PACKAGE)
    (root / "digits" / "link.py").symlink_to(target)
    assert "holds a link, digits/link.py" in refused(root)


def test_a_link_in_the_place_of_a_cache_is_left_out(tmp_path: Path) -> None:
    root = folder(tmp_path / "alice", PACKAGE)
    (root / "data_cache").symlink_to("/")
    assert read_submission(root).files == PACKAGE


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_or_socket_in_a_folder_is_refused_and_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = folder(tmp_path / "alice", PACKAGE)
    os.mkfifo(root / "digits" / "pipe.py")
    assert "holds a pipe" in refused(root)
    (root / "digits" / "pipe.py").unlink()
    monkeypatch.chdir(root)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s")
    assert "holds a socket" in refused(root)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_called_zip_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "alice.zip")
    assert "is no file" in refused(tmp_path / "alice.zip")


def test_deeply_nested_folders_are_refused(tmp_path: Path) -> None:
    root = folder(tmp_path / "alice", PACKAGE)
    (root / "/".join(["deep"] * 90)).mkdir(parents=True)
    assert "too long" in refused(root)


# Finding submissions


def found(*paths: Path) -> list[str]:
    return [path.name for path in find_submissions(paths).submissions]


def test_a_folder_that_is_a_submission_is_one(tmp_path: Path) -> None:
    for name, files in {"a": PACKAGE, "b": LOOSE, "c": PACKAGE | {"x/digits/data.py": b""}}.items():
        assert found(folder(tmp_path / name, files)) == [name]
    assert found(tmp_path / "a" / "digits") == ["digits"]


def test_a_folder_of_submissions_is_a_class_broken_ones_included(tmp_path: Path) -> None:
    room = tmp_path / "class"
    folder(room / "bob", PACKAGE)
    folder(room / "Zoe", under("work", LOOSE))
    folder(room / "wrong", {"main.c": b""})
    folder(room / "nothing", {})
    archive(room / "dave.zip", PACKAGE)
    folder(room, {"eve.rar": b"", "carol.ipynb": b"{}", "roster.csv": b"", ".hidden/x": b""})
    folder(room / "__MACOSX", {"x": b""})
    folder(room / "results", {"bob.json": b""})
    folder(room / "last week", {"grades.csv": b""})
    names = ["Zoe", "bob", "carol.ipynb", "dave.zip", "eve.rar", "nothing", "wrong"]
    assert found(room) == names


def test_a_class_with_a_script_beside_it_is_still_a_class(tmp_path: Path) -> None:
    folder(tmp_path, under("alice", PACKAGE) | {"rename.py": b""})
    assert found(tmp_path) == ["alice"]


def test_a_folder_in_the_wrong_layout_is_a_submission(tmp_path: Path) -> None:
    assert found(folder(tmp_path / "a", {"main.c": b""})) == ["a"]
    assert found(folder(tmp_path / "b", {"main.py": b"", "src/x.py": b""})) == ["b"]


def test_the_handout_around_a_package_is_no_class(tmp_path: Path) -> None:
    assert found(folder(tmp_path / "alice", under("assignment", PACKAGE))) == ["alice"]


def test_an_empty_folder_and_one_of_results_have_nothing_to_grade(tmp_path: Path) -> None:
    assert found(folder(tmp_path / "empty", {})) == []
    assert found(folder(tmp_path / "out", {"grades.csv": b"", "alice.json": b""})) == []


def test_a_class_with_results_in_it_can_be_graded_again(tmp_path: Path) -> None:
    folder(tmp_path, under("alice", PACKAGE) | {"grades.csv": b"", "alice.json": b""})
    assert found(tmp_path) == ["alice"]


def test_a_submission_named_twice_is_found_once(tmp_path: Path) -> None:
    alice = folder(tmp_path / "alice", PACKAGE)
    assert found(tmp_path, alice, alice / ".." / "alice") == ["alice"]


def test_a_path_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="There is no file or folder"):
        find_submissions([tmp_path / "nobody"])


# Names


def test_the_name_of_a_submission_has_no_ending(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert submission_name(Path("x/alice.zip")) == "alice"
    assert submission_name(Path("x/alice.v2.ZIP")) == "alice.v2"
    assert submission_name(Path("x/alice.tar.gz")) == "alice"
    assert submission_name(folder(tmp_path / "alice.zip", {})) == "alice.zip"
    monkeypatch.chdir(folder(tmp_path / "bob", PACKAGE))
    assert submission_name(Path()) == "bob"
    assert read_submission(Path()).name == "bob"


def test_a_name_is_fit_for_a_file_and_a_terminal() -> None:
    assert submission_name(Path("a\x1b[31mlice\n.zip")) == "alice"
    assert len(submission_name(Path("é" * 240 + ".zip")).encode()) <= 200


def test_submissions_of_one_name_are_told_apart() -> None:
    paths = [Path(name) for name in ("a/x.zip", "a/x", "b/X", "b/x-2", "c/x", "c/y")]
    names = name_submissions(paths)
    assert names == ["x", "x-3", "X-4", "x-2", "x-5", "y"]
    assert len({name.casefold() for name in names}) == len(paths)


def test_a_name_that_was_given_is_kept(tmp_path: Path) -> None:
    assert read_submission(folder(tmp_path / "alice", PACKAGE), "alice-2").name == "alice-2"


# What a student could make a grader do for ever


STUBS = b"\ndef train():\n raise NotImplementedError('q4: x')" * 20_000


@pytest.mark.parametrize(
    "line",
    [
        "from x" + " import" * 100_000,
        "from " + "import " * 100_000 + "\n" + "from import " * 10,
        "MLP:" + " int" * 100_000,
        "MLP" + " " * 500_000,
        " " * 500_000 + "def",
        "from x\n" * 100_000,
    ],
    ids=lambda line: repr(line[:12]),
)
def test_no_line_of_a_notebook_is_looked_at_for_long(line: str) -> None:
    begun = time.process_time()
    assert defined([line.encode()]) == set()
    assert written([line.encode() + STUBS]) == 0
    assert time.process_time() - begun < 20  # what took for ever took hours


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("def train():\n    raise NotImplementedError('q4: write it')\n", 0),
        ("def train():\n    return 1\n\n\nraise NotImplementedError('q4: write it')", 1),
        ("def train(\n    model,\n):\n    raise NotImplementedError(\n        'q4: x')\nx = 1", 0),
        ("class MLP:\n    def f(self):\n        return 1\n\n# x\n    def g(self):\n"
         "        raise NotImplementedError('q2: x')", 1),
        ("MLP = Net\r\rdef train():\r    raise NotImplementedError('q4: x')\r", 1),
        ("from one import MLP, CNN\ndef train():\n    raise NotImplementedError('q4: x')", 2),
        ("def train():\n    return 1\n    raise NotImplementedError('q4: write it')\n", 1),
        ("from .models import MLP\nfrom digits.training import train\n", 0),
        ("def train(): raise NotImplementedError('q4: x')\ndef train():\n    return 1", 1),
    ],
)  # fmt: skip
def test_what_is_written_is_what_has_no_stub(text: str, names: int) -> None:
    assert written([text.encode()]) == names
    assert written([b"x = 1", text.encode(), text.encode()]) == names


def test_no_number_of_packages_notebooks_or_environments_takes_long(tmp_path: Path) -> None:
    begun = time.process_time()
    code = b"def train():\n return 1\n" * 20_000
    packages = {"digits/data.py": code} | {f"{n}/data.py": b"" for n in range(900)}
    read_submission(archive(tmp_path / "a.zip", packages))
    long, short = (
        b'{"cells": [{"cell_type": "code", "source": "' + lines + b'"}]}'
        for lines in (b"def train(): pass\\n" * 20_000, b"def train(): pass")
    )
    notebooks = {"digits.ipynb": long} | {f"{n}.ipynb": short for n in range(900)}
    with pytest.raises(IntakeError, match="holds 901 notebooks with the assignment in them"):
        read_submission(archive(tmp_path / "b.zip", notebooks))
    entries = [
        collector.Entry(f"{n}/pyvenv.cfg", 0, 0, lambda: io.BytesIO()) for n in range(40_000)
    ]
    assert collector.Collector("c.zip").collect(entries).files == {}
    assert time.process_time() - begun < 15  # what took for ever took minutes


def test_names_that_a_notebook_imports_count_as_defined() -> None:
    text = b"from one import CNN\n  from two import (MLP as M, train)\nfrom three\nimport evaluate"
    assert defined([text]) == {"CNN", "MLP", "train"}


def test_an_archive_with_a_flood_of_names_is_no_class(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(bulk, "MAX_LISTED", 20)
    flood = {f"{number}.zip": b"" for number in range(30)}
    assert not bulk.holds_class(archive(tmp_path / "a.zip", flood))
    few = {f"{number}.zip": b"" for number in range(3)}
    assert bulk.holds_class(archive(tmp_path / "b.zip", few))
