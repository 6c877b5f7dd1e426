"""Hand-ins without code: called by what they are, a shortcut, a PDF, a page to sign in."""

from pathlib import Path

import pytest

from autograder.intake.classes import LeftOut, find_submissions
from support.hand_ins import GDOC, LFS, SIGN_IN, WRITTEN, packed, read, refused

LINK = b"[InternetShortcut]\r\nURL=https://uni-my.sharepoint.com/personal/jane/digits.ipynb\r\n"


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.zip", b"", "a.zip is empty; please make the zip archive again"),
        ("a.rar", b"Rar!\x1a\x07\1\0", "a.rar is a RAR archive and no zip archive; please"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c", "a.7z is a 7z archive and no zip archive; please"),
        ("a.zip", b"Rar!\x1a\x07\1\0", "a.zip is a RAR archive and no zip archive; please hand in"),
        ("a.tar.gz", b"\x1f\x8b\x08", "a.tar.gz is a gzip archive and no zip archive; please hand"),
        ("a.pdf", b"%PDF-1.7\n", "a.pdf is a PDF and no zip archive; please hand in a zip archive"),
        ("a.ipynb", b"", "a.ipynb is empty; please download the notebook again"),
        ("a.ipynb", b"Rar!\x1a\x07", "a.ipynb is a RAR archive and no notebook; please download"),
        ("a.gdoc", GDOC, "a.gdoc is a shortcut of Google Drive to a file that is elsewhere and"),
        ("a.ipynb", GDOC, "a.ipynb is a shortcut of Google Drive to a file that is elsewhere and"),
        ("a.zip", LFS, "a.zip is a pointer of Git LFS to a file that is elsewhere and no zip"),
        ("a.ipynb", LFS, "a.ipynb is a pointer of Git LFS to a file that is elsewhere and no"),
        ("a.ipynb", SIGN_IN, 'a.ipynb is a web page ("Sign in to your account") and no notebook;'),
        ("a.zip", SIGN_IN, 'a.zip is a web page ("Sign in to your account") and no zip archive;'),
        ("a.url", LINK, "a.url is a link to a web page and no zip archive; please hand in a zip"),
        ("a.py", b"", "There is no package digits in a.py, only a.py; please hand in the folder"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_submission_is_called_by_what_it_is(
    tmp_path: Path, name: str, data: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(data)
    assert refused(tmp_path / name).startswith(message)


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"report.pdf": b"%PDF-1.7"}, "only report.pdf;"),
        ({"digits.gdoc": GDOC}, "only digits.gdoc (a shortcut of Google Drive to a file that is "),
        ({"digits.url": LINK, "a/b": b""}, "only a/, digits.url (a link to a web page);"),
        ({"work.rar": b"Rar!\x1a\x07"}, "only work.rar;"),
        ({"data.py": b"", "digits/.keep": b""}, None),
    ],
)
def test_a_folder_without_code_says_what_is_in_it(
    tmp_path: Path, files: dict[str, bytes], message: str | None
) -> None:
    if message is None:  # an empty file is a file, if it is called as one that is asked for
        assert read(tmp_path, files).files == {"digits/data.py": b""}
        return
    (tmp_path / "alice.zip").write_bytes(packed(files))
    assert f"There is no package digits in alice.zip, {message}" in refused(tmp_path / "alice.zip")


def test_a_link_among_submissions_is_left_out_as_one(tmp_path: Path) -> None:
    room = tmp_path / "class"
    for name, data in {"jane.zip": packed(WRITTEN), "bob.zip": packed(WRITTEN)}.items():
        room.mkdir(exist_ok=True)
        (room / name).write_bytes(data)
    (room / "carol.gdoc").write_bytes(GDOC)
    found = find_submissions([room])
    assert len(found.submissions) == 2
    reason = "a link to a file that is elsewhere; only files are graded"
    assert found.left_out == (LeftOut("carol.gdoc", reason),)
