"""Limits on files: how large, how many, how deep, and by what names; in archives and in folders."""

import io
import struct
from pathlib import Path

import pytest

from autograder.intake import archives, collector
from autograder.intake.submissions import IntakeError, read_submission
from support.hand_ins import PACKAGE, archive, folder, refused


def test_code_over_the_limit_is_refused_and_data_left_out_with_a_note(tmp_path: Path) -> None:
    large = PACKAGE | {"digits/big.py": bytes(5_000_001)}
    message = "is too large: with digits/big.py it goes beyond 5 MB a file or 20 MB in all;"
    assert message in refused(archive(tmp_path / "a.zip", large))
    assert message in refused(folder(tmp_path / "a", large))
    large = PACKAGE | {"digits/mnist.npz": bytes(5_000_001), "net.pt": bytes(5_000_001)}
    note = "digits/mnist.npz, net.pt: left out, for it goes beyond 5 MB a file or 20 MB in all."
    for path in (archive(tmp_path / "b.zip", large), folder(tmp_path / "b", large)):
        submitted = read_submission(path)
        assert (submitted.files, submitted.note) == (PACKAGE, note)


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


def test_thousands_of_folders_are_refused_with_code_in_them_and_data_are_left_out(
    tmp_path: Path,
) -> None:
    deep = {f"{number}/" + "a/" * 150: b"x" for number in range(90)}
    data = {f"{place}x.txt": content for place, content in deep.items()}
    submitted = read_submission(archive(tmp_path / "a.zip", PACKAGE | data))
    folders = {parent for path in submitted.files for parent in Path(path).parents}
    assert PACKAGE.keys() < submitted.files.keys() and len(folders) < 10_500
    assert "left out, for there are more than 10,000 files and folders" in submitted.note
    code = {f"{place}x.py": content for place, content in deep.items()}
    assert "more than 10,000 files and folders" in refused(
        archive(tmp_path / "b.zip", PACKAGE | code)
    )


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


def test_deeply_nested_folders_are_refused(tmp_path: Path) -> None:
    root = folder(tmp_path / "alice", PACKAGE)
    (root / "/".join(["deep"] * 90)).mkdir(parents=True)
    assert "too long" in refused(root)
