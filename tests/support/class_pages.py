"""A class with hostile names and all kinds of results, and its pages opened in a browser."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from autograder.intake.submissions import submission_name, unique_names
from autograder.results.grade import Grade

from .browser import listening
from .grades import make_grade, visible
from .pages import HOSTILE, NAMES, picture_data

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1200, "height": 800}
LONG = "x" * 300


def names() -> list[str]:
    """Names as they come out of intake, whatever submissions are called."""
    files = [name.replace("/", "∕").replace("\0", "") for name in NAMES if name != ".."]
    paths = [Path(os.fsdecode(f.encode("utf-8", "replace"))) for f in files]
    return unique_names([*map(submission_name, paths)])


def grades() -> list[Grade]:
    """A small class: every hostile name, all kinds of results, and text that would be markup."""
    some: list[Grade] = []
    for number, name in enumerate(names()):
        statuses: Any = {"1.1": "failed"} if number % 2 else {"4.1": "failed", "4.2": "failed"}
        grade = visible(
            make_grade(statuses, name=name, seconds=number, picture_data=picture_data())
        )
        hostile = HOSTILE[number % len(HOSTILE)]
        results = tuple(
            replace(r, hint=hostile, details=f"{LONG}\n{hostile}") if r.status == "failed" else r
            for r in grade.results
        )
        some.append(replace(grade, results=results, note=hostile if number == 2 else ""))
    some.append(visible(make_grade({"4.2": "fault"}, name="Zoë Fault", seconds=99)))
    some.append(visible(make_grade(name=LONG[:190], picture_data=picture_data())))
    return some


@contextmanager
def opened(browser: Any, path: Path, expect: str = "", **options: Any) -> Iterator[Any]:
    """A page, of which every complaint in the console, every dialog and every request counts."""
    context = browser.new_context(viewport=options.pop("viewport", DESK), **options)
    page = context.new_page()
    try:
        with listening(page, expect, own=("file:", "data:")):
            page.goto(path.as_uri())
            yield page
    finally:
        context.close()


def column(page: Any, number: int) -> list[str]:
    """The values of a column of the list, of the rows that are drawn."""
    values: list[str] = page.evaluate(
        "number => [...document.querySelectorAll('#list tbody tr:not([aria-hidden])')]"
        ".map(row => row.cells[number].dataset.value)",
        number,
    )
    return values


def some_pages(folder: Path) -> list[Path]:
    """The class's page, and those of three students."""
    chosen = [grade.name for grade in (grades()[0], grades()[1], grades()[-1])]
    return [folder / "index.html", *(folder / f"{name}.html" for name in chosen)]


def width(page: Any) -> int:
    """How wide the page is, with whatever sticks out."""
    found: int = page.evaluate("document.documentElement.scrollWidth")
    return found
