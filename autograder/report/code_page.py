"""The code of a submission as a page of its own, for instructors: text, coloured by pygments.

Nothing of it is ever run or taken for markup. A page says at its beginning what it was made from,
so that it need not be made again.
"""

from collections.abc import Iterator, Mapping, Sized
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer
from pygments.token import STANDARD_TYPES, Token

from ..intake.submissions import in_order, is_code
from ..language import translations, written
from ..text import clean, one_line, without_blank_ends
from .similarity import GIVEN

CODE_FOLDER = "code"
MAX_FILE = 60_000  # characters of a file that are shown
MAX_PAGE = 300_000  # of all files together
MAX_FILES = 200
MAX_NAME = 200
KEPT = 50  # files whose colours are remembered: every submission has what was given
LIGHT, DARK = "default", "github-dark"
PLAIN = {"n", "p", "w"}  # pygments' classes for names and blanks, which have no colour
TEXTS = (".cfg", ".csv", ".ini", ".json", ".md", ".rst", ".toml", ".txt", ".yaml", ".yml")
MADE_WITH = sha256(
    Path(__file__).read_bytes()
    + b"".join((Path(__file__).parent / "templates" / name).read_bytes()
               for name in ("base.html", "code.html", "style.css"))
).hexdigest()  # fmt: skip

Line = tuple[tuple[str, str], ...]  # pieces of text, each behind its pygments class, empty for none


@dataclass(frozen=True)
class ShownFile:
    """A file as it is shown: its lines, and a sentence about what is not shown."""

    name: str
    lines: tuple[Line, ...] = ()
    note: str = ""


def made_from(name: str, parts: Mapping[str, str]) -> str:
    """Return the digest of all that a page depends on: the name on it, and the `parts`."""
    whole = f"{MADE_WITH} {name!r} {sorted(parts.items())}"
    return sha256(whole.encode("utf-8", "replace")).hexdigest()


def shown_files(files: Mapping[str, bytes], language: str) -> Iterator[ShownFile]:
    """Return the files as they are shown, the student's own first."""
    say = translations(language).gettext

    def count(text: Sized) -> str:
        return written(f"{len(text):,}", language)

    left = MAX_PAGE
    names = sorted(files, key=lambda name: (name in GIVEN, in_order(name)))
    for name in names[:MAX_FILES]:
        shown = one_line(name, MAX_NAME)
        code = is_code(name)
        if not code and not name.lower().endswith(TEXTS):
            note = say("{count} bytes, not shown: no code and no text.")
            yield ShownFile(shown, note=note.format(count=count(files[name])))
            continue
        text = clean(files[name].decode("utf-8", "replace"), len(files[name]))
        part = text[: min(MAX_FILE, left)]
        left -= len(part)
        note = ""
        if len(part) < len(text):
            note = say("Only the first {part} of {whole} characters are shown.")
            note = note.format(part=count(part), whole=count(text))
        yield ShownFile(shown, _lines(part, code), note)
    if names[MAX_FILES:]:
        more = say("{count} more files").format(count=count(names[MAX_FILES:]))
        yield ShownFile(more, note=say("They are not shown."))


@cache
def colours() -> Markup:
    """Return the style sheet of the coloured code, for the light and for the dark."""
    light, dark = (HtmlFormatter(style=one).get_style_defs(".code") for one in (LIGHT, DARK))
    return Markup(f"{light}\n@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}")


def markup(line: Line) -> Markup:
    """Return a line as markup; every element in it ends there."""
    both = ((kind, escape(text)) for kind, text in line)
    parts = (f'<span class="{kind}">{text}</span>' if kind else text for kind, text in both)
    return Markup("".join(parts))


@lru_cache(KEPT)
def _lines(text: str, code: bool) -> tuple[Line, ...]:
    """Return the lines of a text, of code in pieces of one class each."""
    lexer = PythonLexer(stripnl=False, ensurenl=False)
    tokens = lexer.get_tokens(without_blank_ends(text)) if code else [(Token.Text, text)]
    lines: list[list[tuple[str, str]]] = [[]]
    for kind, some in groupby(tokens, lambda token: _class(token[0])):
        first, *others = "".join(piece for _, piece in some).split("\n")
        lines[-1].append((kind, first))
        lines += ([(kind, other)] for other in others)
    return tuple(tuple(piece for piece in line if piece[1]) for line in lines)


def _class(kind: Any) -> str:
    """Return the class that pygments' style sheets have for a kind of token; empty for none."""
    while kind not in STANDARD_TYPES:
        kind = kind.parent
    name = STANDARD_TYPES[kind]
    return "" if name in PLAIN else name
