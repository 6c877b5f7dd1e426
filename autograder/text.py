"""Makes text from a student's code fit to be shown."""

import re
from collections.abc import Iterable

_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # colours, cursor
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]?"
)
_NEWLINES = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = re.compile(  # control characters, and those that turn the direction of text around
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    r"\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_SURROGATES = re.compile(r"[\ud800-\udfff]")


def clean(text: str, limit: int) -> str:
    """Return `text` fit to be shown: no control characters, at most `limit` characters.

    Terminal escapes go, and so does what would turn the direction of the text around; lines end in
    a plain newline. Of a text that is too long, the beginning and the end stay. Markup stays: where
    it would mean something, it is escaped.
    """
    text = _NEWLINES.sub("\n", _ESCAPES.sub("", text))
    return shorten(_SURROGATES.sub("\ufffd", _INVISIBLE.sub("", text)), limit)


def one_line(text: str, limit: int) -> str:
    """Return `text` as `clean` does, in one line."""
    return " ".join(clean(text, limit).split())


def shorten(text: str, limit: int) -> str:
    """Return at most `limit` characters: of a text that is too long, the beginning and the end."""
    if len(text) <= limit:
        return text
    mark = f"\n… {len(text) - limit:,} characters or more are left out …\n"
    kept = limit - len(mark)
    if kept < 2:
        return text[:limit]
    return text[: kept - kept // 2] + mark + text[-(kept // 2) :]


def without_blank_ends(text: str) -> str:
    """Return `text` without the blanks at the ends of its lines.

    Lines of nothing but blanks keep pygments busy for minutes: the time grows with their square.
    """
    return "\n".join(map(str.rstrip, text.split("\n")))


def hide_folders(text: str, own: Iterable[str], others: Iterable[str]) -> str:
    """Return `text` without the machine's folders: paths in the student's `own` begin there, and
    of paths in `others` only the end stays.
    """
    for folder in sorted(own, key=len, reverse=True):
        text = text.replace(f"{folder}/", "").replace(folder, ".")
    for folder in sorted(others, key=len, reverse=True):
        text = text.replace(folder, "…")
    return text
