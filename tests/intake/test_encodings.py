"""Encodings of source files: read as editors write them, and said to the student."""

import codecs
from pathlib import Path

import pytest

from autograder.intake.encodings import read_source
from support.hand_ins import LFS, WRITTEN, read


@pytest.mark.parametrize(
    "data",
    [
        "x = 'é'\n".encode(),
        "x = 'é'\n".encode("utf-8-sig"),
        "x = 'é'\r\n# ü\r\n".encode(),
        "# -*- coding: latin-1 -*-\nx = 'é'\n".encode("latin-1"),
        "#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\nx = 'é€'\n".encode("cp1252"),
        "# coding: gbk\nx = '数字'\n".encode("gbk"),
        b"",
    ],
)
def test_a_source_that_python_reads_stays_as_it_is(data: bytes) -> None:
    assert read_source(data) == (data, None)
    compile(data, "data.py", "exec")


LATIN = "read as Windows-1252; Python expects UTF-8"
WIDE = "read as UTF-16; Python expects UTF-8"
NUL = "read without its NUL characters, which Python refuses"
DECLARED = "read as UTF-8, not as its first lines declare"
VALUE = "x = 'é'\r\n"


@pytest.mark.parametrize(
    ("data", "text", "how"),
    [
        (VALUE.encode("latin-1"), VALUE, LATIN),
        ("x = 'é “€'\n".encode("cp1252"), "x = 'é “€'\n", LATIN),
        (b"x = '\xc3\xa9'  # \x81\xff\n", "x = 'é'  # \x81ÿ\n", LATIN),  # both in one file
        (b"# coding: utf-8\n" + VALUE.encode("latin-1"), "# coding: utf-8\n" + VALUE, LATIN),
        (b"# coding: ascii\n" + VALUE.encode("latin-1"), "# coding: utf-8\n" + VALUE, LATIN),
        (VALUE.encode("utf-16"), VALUE, WIDE),
        (codecs.BOM_UTF16_BE + VALUE.encode("utf-16-be"), VALUE, WIDE),
        (VALUE.encode("utf-16-le"), VALUE, WIDE),
        (VALUE.encode("utf-32"), VALUE, "read as UTF-32; Python expects UTF-8"),
        (("# coding: cp1252\n" + VALUE).encode("utf-16"), "# coding: utf-8\n" + VALUE, WIDE),
        (b"x = 1\n" + bytes(4096), "x = 1\n", NUL),  # as a full disk leaves it
        (b"x\0 = 1\n", "x = 1\n", NUL),
        (bytes(64), "", "read as UTF-32; Python expects UTF-8"),
        (b"# coding: utf8mb4\n" + VALUE.encode(), "# coding: utf-8\n" + VALUE, DECLARED),
        (codecs.BOM_UTF8 + b"# coding: cp1252\nx = 1\n", "# coding: utf-8\nx = 1\n", DECLARED),
    ],
)
def test_a_source_in_another_encoding_is_read_as_editors_write_it(
    data: bytes, text: str, how: str
) -> None:
    source, remark = read_source(data)
    assert (source.decode(), str(remark)) == (text, how)
    assert read_source(source) == (source, None)
    compile(source, "data.py", "exec")


def test_a_codec_that_a_file_names_is_not_run_outside_the_sandbox() -> None:
    for codec in (b"punycode", b"idna", b"unicode_escape", b"utf-7"):
        data = b"# coding: " + codec + b"\nx = 1\n" + b"\\" * 100
        assert read_source(data) == (data, None)
    assert read_source(b"# coding: zlib\nx = 1\n")[0].endswith(b"x = 1\n")


def test_the_student_reads_in_which_encoding_files_were_read(tmp_path: Path) -> None:
    files = WRITTEN | {
        "digits/models.py": "# Schicht für Schicht".encode("latin-1"),
        "digits/costs.py": b"# \xa9",
        "digits/data.py": "import torch\n".encode("utf-16"),
        "digits/training.py": LFS,
    }
    submitted = read(tmp_path, files)
    assert submitted.files["digits/models.py"].decode() == "# Schicht für Schicht"
    assert submitted.files["digits/data.py"] == b"import torch\n"
    assert submitted.note == (
        "digits/costs.py, digits/models.py: read as Windows-1252; Python expects UTF-8."
        " digits/data.py: read as UTF-16; Python expects UTF-8."
        " digits/training.py: a pointer of Git LFS to a file that is elsewhere, and no code."
    )
