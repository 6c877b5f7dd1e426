"""Reads source in the encodings in which editors write it, where Python itself would refuse."""

import codecs
import io
import json
import re
import tokenize

from ..language.sentence import Sentence, sentence

# What `surrogateescape` makes of bytes that are not UTF-8, as Windows writes western letters.
WESTERN = {
    0xDC00 + byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(128, 256)
}
ESCAPED = re.compile("[\udc80-\udcff]")
WIDE = ("utf-16", "utf-32")
BYTE_ORDER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
DECLARED = re.compile(r"^([ \t\f]*#.*?coding[:=][ \t]*)[-\w.]+", re.ASCII)  # PEP 263
UTF8_NAMES = {"utf-8", "utf-8-sig", "ascii"}


def tidy(text: str) -> str:
    """Return source without NUL characters, and with letters for what was not UTF-8.

    `text` was decoded with `surrogateescape`.
    """
    return text.replace("\0", "").translate(WESTERN)


def read_source(data: bytes) -> tuple[bytes, Sentence | None]:
    """Return the source of a Python file as Python can read it, and how it was read.

    What Python reads by its own rule (UTF-8, or what the first two lines declare) stays as it is,
    and the second value is None.
    """
    if wide := _wide(data):
        text = data.decode(wide, "replace")
        return _as_utf_8(text), sentence(
            "read as {encoding}; Python expects UTF-8", encoding=wide[:6].upper()
        )
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data.replace(b"\r", b"\n")).readline)
        if encoding not in UTF8_NAMES:  # Python's to read, in the sandbox
            return data, None
        data.decode(encoding)
        how = sentence("read without its NUL characters, which Python refuses")
        if b"\0" not in data:
            return data, None
    except (SyntaxError, UnicodeDecodeError):
        how = sentence("read as UTF-8, not as its first lines declare")
    text = data.decode("utf-8-sig", "surrogateescape")
    if ESCAPED.search(text):
        how = sentence("read as {encoding}; Python expects UTF-8", encoding="Windows-1252")
    return _as_utf_8(text), how


def read_text(data: bytes) -> str:
    """Return the text of a file that is no code, in whatever encoding it was written."""
    if wide := _wide(data):
        return data.decode(wide, "replace")
    return tidy(data.decode("utf-8-sig", "surrogateescape"))


def _wide(data: bytes) -> str:
    """Return the name of the encoding if it is UTF-16 or UTF-32; else an empty one."""
    wide = json.detect_encoding(data)
    shows = data.startswith(BYTE_ORDER_MARKS) or data.count(0) * 3 > len(data)
    return wide if wide.startswith(WIDE) and shows else ""


def _as_utf_8(text: str) -> bytes:
    lines = tidy(text).split("\n", 2)
    lines[:2] = [DECLARED.sub(r"\1utf-8", line) for line in lines[:2]]
    return "\n".join(lines).encode("utf-8", "replace")
