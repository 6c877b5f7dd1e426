"""Archives that cannot be read: damaged, locked, packed in an unusual way, or none at all."""

import zipfile
from pathlib import Path

import pytest

from autograder.intake.submissions import IntakeError, read_submission
from support.hand_ins import PACKAGE, archive, refused


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


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", PACKAGE)
    with zipfile.ZipFile(path, "a") as out:
        out.writestr("digits/data.py", b"other")
    assert "holds digits/data.py twice" in refused(path)
