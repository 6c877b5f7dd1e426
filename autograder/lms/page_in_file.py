"""Puts a student's page into a file of the kind that the student handed in.

An LMS that shows a file under the name of the student's own makes a page unreadable, unless the
content is what the name says: an archive with the page, a notebook that shows it, else its text
below the grader's stamp.
"""

import json
import re
from html.parser import HTMLParser

from ..files import zip_bytes
from ..intake.limits import NOTEBOOK, ZIP
from ..intake.stamp import STAMP
from .system import FEEDBACK_PAGE

UNSEEN = {"head", "style", "svg"}  # elements without text for people
LINES = {"div", "h1", "h2", "h3", "li", "p", "pre", "section", "summary", "tr", "ul"}


def packed_like(name: str, page: bytes) -> bytes:
    """Return a page, in HTML, as the content of a file called `name`."""
    if name.lower().endswith(ZIP):
        return zip_bytes({FEEDBACK_PAGE: page}, comment=STAMP.encode())
    if name.lower().endswith(NOTEBOOK):
        return _notebook(page)
    return f"{STAMP}\n\n{text_of(page)}".encode()


def text_of(page: bytes) -> str:
    """Return what a page says, in lines."""
    reader = _Text()
    reader.feed(page.decode("utf-8", "replace"))
    reader.close()
    lines = [re.sub(r"[^\S\n]+", " ", line).strip() for line in "".join(reader.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


class _Text(HTMLParser):
    """Collects the text of a page; a cell of a table ends with a blank, a block with a line."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._unseen = self._exact = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in UNSEEN
        self._exact += tag == "pre"
        self._separate(tag)

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in UNSEEN
        self._exact -= tag == "pre"
        self._separate(tag)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data if self._exact else data.replace("\n", " "))

    def _separate(self, tag: str) -> None:
        if not self._unseen:
            self.parts.append("\n" if tag in LINES else " " if tag in ("td", "th") else "")


def _notebook(page: bytes) -> bytes:
    """Return a notebook with one cell, whose output is the page, or its text without HTML."""
    html = page.decode("utf-8", "replace")
    shown = {"text/html": html, "text/plain": text_of(page)}
    cell: dict[str, object] = {
        "cell_type": "code",
        "id": "feedback",
        "execution_count": None,
        "metadata": {},
        "source": "# Feedback on what you have handed in. There is nothing to run here.",
        "outputs": [{"output_type": "display_data", "metadata": {}, "data": shown}],
    }
    begin = {"metadata": {"title": STAMP}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps({**begin, "cells": [cell]}).encode()
