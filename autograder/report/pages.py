"""Writes the pages: one for each submission, to be sent to its student, and one for the class."""

import base64
import contextlib
import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ..files import write_whole
from ..intake.classes import LeftOut
from ..intake.stamp import STAMP
from ..language import ENGLISH, translations, written
from ..results.grade import Grade
from ..results.grades_csv import plain_number
from ..text import clean, shorten
from .class_page import NOTHING, Beside, overview
from .code_page import CODE_FOLDER, colours, made_from, markup, shown_files
from .concerns import Concern
from .drawn import Drawn
from .similarity import MAX_CODE, Likeness
from .student_page import Draw, draw_afresh, student_view

TEMPLATES = Path(__file__).parent / "templates"
CLASS_PAGE, SIMILAR_PAGE = "index.html", "similar.htm"  # no submission's page is called so
MAX_PAIRS = 50  # whose code is shown
POLICY = (  # nothing is fetched from anywhere, and nothing runs but a script with this hash
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none';"
    " form-action 'none'; script-src {}"
)
MAX_NAME = 200  # characters of a name that are shown
NUMBERS = ("count", "number", "percent", "seconds", "signed", "whole_percent")  # filters
MAX_HEAD = 4_000  # bytes of a page, within which it says what it was made from


@dataclass(frozen=True)
class Wording:
    """The language of a page with code, and an English `remark` that stands above it."""

    language: str = ENGLISH
    remark: str = ""


ENGLISH_WORDS = Wording()


def write_student_page(out: Path, grade: Grade, drawn: Drawn | None = None) -> Path:
    """Write the page of a submission into the folder `out`; return its path.

    `drawn` are its pictures, as far as they are drawn; by default they lie in `out`. Where the page
    cannot be made, an earlier one of the same submission goes: it tells an earlier grade.
    """
    path = out / page_name(grade.name)
    drawn = drawn or Drawn(out, grade.name, grade.picture_data, grade.drawings)
    try:
        text = student_html(grade, drawn.draw)
        drawn.keep()
        return write_whole(path, text)
    except Exception:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
        raise


def student_html(grade: Grade, draw: Draw = draw_afresh) -> str:
    """Return the page of a submission, to be sent to its student. `draw` makes its pictures.

    Nothing hidden is in it: it holds what Gradescope would show to the student, and pictures of
    their own networks on digits that anyone may see.
    """
    return render("student.html", grade.title, grade.language, view=student_view(grade, draw))


def write_class_page(
    out: Path,
    grades: Sequence[Grade],
    concerns: Sequence[Concern] | None = None,
    left_out: Sequence[LeftOut] = (),
    beside: Beside = NOTHING,
) -> Path:
    """Write the page of the class, which is for instructors, into `out`; return its path.

    `concerns` are what `find_concerns` finds, where the caller has them; `left_out` is what was no
    submission. The page links to those pages of submissions, and of their code, that are in `out`
    by now.
    """
    text = render(
        "class.html",
        grades[0].title if grades else "",
        grades[0].language if grades else ENGLISH,
        script=(TEMPLATES / "class.js").read_text("utf-8"),
        view=overview(grades, concerns, left_out, beside),
        pages={one.name for one in grades if (out / page_name(one.name)).exists()},
        codes={one.name for one in grades if code_path(out, one.name).exists()},
        similar=SIMILAR_PAGE if (out / SIMILAR_PAGE).exists() else "",
    )
    return write_whole(out / CLASS_PAGE, text)


def code_path(out: Path, name: str) -> Path:
    """Return the path of the page with a submission's code."""
    return out / CODE_FOLDER / f"{name}.html"


def code_page_stands(out: Path, name: str, parts: Mapping[str, str]) -> bool:
    """Say whether the page with a submission's code is there, made from just these `parts`."""
    try:
        with code_path(out, name).open("rb") as file:
            return made_from(name, parts).encode() in file.read(MAX_HEAD)
    except OSError:
        return False


def write_code_page(
    out: Path,
    title: str,
    name: str,
    files: Mapping[str, bytes],
    parts: Mapping[str, str],
    wording: Wording = ENGLISH_WORDS,
) -> Path:
    """Write the page with the code of a submission, which is for instructors, into `out`.

    `parts` is what it depends on beside its name, by what that is called.
    """
    say = translations(wording.language).gettext
    text = render(
        "code.html",
        title,
        wording.language,
        name=name,
        files=list(shown_files(files, wording.language)),
        colours=colours(),
        made_from=made_from(name, parts),
        remark=say(wording.remark) if wording.remark else "",
    )
    return write_whole(code_path(out, name), text)


def write_similar_page(
    out: Path, title: str, compared: int, pairs: Sequence[Likeness], language: str = ENGLISH
) -> Path:
    """Write the page of similar submissions, which is for instructors, into `out`."""
    shown = pairs[:MAX_PAIRS]
    text = render("similar.html", title, language, compared=compared, pairs=shown)
    return write_whole(out / SIMILAR_PAGE, text)


def page_name(name: str) -> str:
    """Return the name of a submission's page; `index.html` is taken, whoever the student is."""
    return f"{name}.htm" if name.casefold() == "index" else f"{name}.html"


def link(file: str) -> str:
    """Return a relative address of a file beside the page, whatever characters are in its name."""
    return "./" + quote(os.fsencode(file.encode("utf-8", "replace").decode()), safe="")


def render(
    template: str, title: str, language: str = ENGLISH, script: str = "", **values: Any
) -> str:
    """Return the page that a template makes of values, in the style of all pages.

    `title` is the assignment's, in English. Nothing runs on the page but the `script`.
    """
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return (
        _environment(language)
        .get_template(template)
        .render(
            title=title and translations(language).gettext(title),
            policy=POLICY.format(f"'sha256-{digest}'" if script else "'none'"),
            script=Markup(script),
            style=Markup((TEMPLATES / "style.css").read_text("utf-8")),
            stamp=STAMP,
            language=language,
            **values,
        )
    )


@cache
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    words = translations(language)
    # Jinja2 adds the method with its extension, where no type checker sees it.
    environment.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]
    environment.filters |= {
        "number": plain_number,
        "link": link,
        "code": lambda text: clean(text, MAX_CODE),
        "coloured": markup,
        "page": page_name,
        "code_page": lambda name: f"./{CODE_FOLDER}{link(f'{name}.html')[1:]}",
        "signed": lambda value: f"{value:.2f}".replace("-", "\N{MINUS SIGN}"),
        "name": lambda name: " ".join(shorten(name, MAX_NAME).split()),
        "percent": lambda value: f"{100 * value:.1f}\N{NO-BREAK SPACE}%",
        "whole_percent": lambda value: f"{100 * value:.0f}\N{NO-BREAK SPACE}%",
        "seconds": seconds,
        "count": lambda value: f"{value:,}",
    }
    for name in NUMBERS:
        environment.filters[name] = _localized(environment.filters[name], language)
    return environment


def _localized(write: Callable[[Any], object], language: str) -> Callable[[Any], str]:
    """Return the filter that writes a number as `write` does, with the language's separators."""
    return lambda value: written(str(write(value)), language)


def seconds(value: float) -> str:
    """Return a time as people write it."""
    if value < 60:
        return f"{value:.1f}\N{NO-BREAK SPACE}s"
    minutes, rest = divmod(round(value), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"
