"""Says what a file is that is not what its name says, or no code: judged by how it begins."""

import codecs
import re

from ..language import marked
from ..language.sentence import Sentence, sentence

LONGEST = 4_096  # bytes that are looked at
BEGINNINGS = {
    b"Rar!": marked("a RAR archive"),
    b"7z\xbc\xaf": marked("a 7z archive"),
    b"\x1f\x8b": marked("a gzip archive"),
    b"BZh": marked("a bzip2 archive"),
    b"\xfd7zXZ": marked("an xz archive"),
    b"%PDF": marked("a PDF"),
    b"\xd0\xcf\x11\xe0": marked("a document of an old Office"),
    b"\x89PNG": marked("a picture"),
    b"\xff\xd8\xff": marked("a picture"),
    b"version https://git-lfs.github.com/spec": marked(
        "a pointer of Git LFS to a file that is elsewhere"
    ),
    b"[InternetShortcut]": marked("a link to a web page"),
    b"[Desktop Entry]": marked("a link to something that is elsewhere"),
    b"L\0\0\0\x01\x14\x02\0": marked("a shortcut of Windows to a file that is elsewhere"),
}
DRIVE = re.compile(rb'\{.*"(?:doc_id|url"\s*:\s*"https://(?:docs|drive)\.google\.com/)', re.DOTALL)
TITLE = re.compile(rb"<title[^>]*>([^<]{1,200})</title", re.IGNORECASE)


def what_is(data: bytes) -> Sentence | None:
    """Return what a file is that begins with `data`, such as "a PDF"; None if it may be code."""
    start = data[:LONGEST].removeprefix(codecs.BOM_UTF8).lstrip()
    for beginning, what in BEGINNINGS.items():
        if start.startswith(beginning):
            return sentence(what)
    if DRIVE.match(start) and b'"cells"' not in start:
        return sentence("a shortcut of Google Drive to a file that is elsewhere")
    if not start.startswith(b"<") or start.startswith(b"<<<<<<<"):
        return None
    if b"<plist" in start:
        return sentence("a link to a web page")
    title = TITLE.search(start)
    named = " ".join(title[1].decode("utf-8", "replace").split()) if title else ""
    if named:
        return sentence('a web page ("{title}")', title=named)
    return sentence("a web page")
