"""Says what a file is that is not what its name says, or no code: judged by how it begins."""

import codecs
import re

LONGEST = 4_096  # bytes that are looked at
BEGINNINGS = {
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"\x1f\x8b": "a gzip archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "a document of an old Office",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"version https://git-lfs.github.com/spec": "a pointer of Git LFS to a file that is elsewhere",
    b"[InternetShortcut]": "a link to a web page",
    b"[Desktop Entry]": "a link to something that is elsewhere",
    b"L\0\0\0\x01\x14\x02\0": "a shortcut of Windows to a file that is elsewhere",
}
DRIVE = re.compile(rb'\{.*"(?:doc_id|url"\s*:\s*"https://(?:docs|drive)\.google\.com/)', re.DOTALL)
TITLE = re.compile(rb"<title[^>]*>([^<]{1,200})</title", re.IGNORECASE)


def what_is(data: bytes) -> str:
    """Return what a file is that begins with `data`, such as "a PDF"; nothing if it may be code."""
    start = data[:LONGEST].removeprefix(codecs.BOM_UTF8).lstrip()
    for beginning, what in BEGINNINGS.items():
        if start.startswith(beginning):
            return what
    if DRIVE.match(start) and b'"cells"' not in start:
        return "a shortcut of Google Drive to a file that is elsewhere"
    if not start.startswith(b"<") or start.startswith(b"<<<<<<<"):
        return ""
    if b"<plist" in start:
        return "a link to a web page"
    title = TITLE.search(start)
    named = " ".join(title[1].decode("utf-8", "replace").split()) if title else ""
    return f'a web page ("{named}")' if named else "a web page"
