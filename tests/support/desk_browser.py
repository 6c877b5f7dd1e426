"""The desk in a browser: opened, typed into, and its decisions downloaded."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from autograder.report.desk import DESK
from support.browser import address, listening

WIDE = {"width": 1280, "height": 800}
NAMES = tuple(f"student {number:03}" for number in range(5))


@contextmanager
def desk(browser: Any, out: Path, **options: Any) -> Iterator[Any]:
    """The desk, with a browser's storage of its own."""
    context = browser.new_context(**{"viewport": WIDE, **options})
    page = context.new_page()
    with listening(page):
        page.goto(address(out / DESK))
        yield page
    context.close()


def keys(page: Any, *names: str) -> None:
    for name in names:
        page.keyboard.press(name)


def text(page: Any, id: str) -> str:
    found: str = page.locator(f"#{id}").inner_text()
    return found


def marked(page: Any) -> str:
    return text(page, "progress")


def download(page: Any, folder: Path, who: str = "") -> Path:
    """Download the decisions by keyboard, as this grader."""
    if who:
        page.locator("#who").focus()
        page.keyboard.type(who)
        keys(page, "Escape")
    with page.expect_download() as begun:
        keys(page, "d")
    path = folder / f"{who or 'decisions'}.csv"
    begun.value.save_as(path)
    return path


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.open(encoding="utf-8-sig", newline="")))
