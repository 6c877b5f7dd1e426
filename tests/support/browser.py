"""A headless Chromium for tests of pages: skipped, with a reason, where there is none."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "chrome"))), None)
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


@contextmanager
def chromium() -> Iterator[Any]:
    """Start Chromium."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium here: apt-get install chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="there is no playwright here")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


@contextmanager
def listening(
    page: Any, expect: str = "", own: tuple[str, ...] = ("file:", "data:", "blob:")
) -> Iterator[None]:
    """Hear every complaint in the console, every dialog and every request: there are to be none.

    But for lines with what is expected in them, and requests that begin with one of `own`.
    """
    heard: list[str] = []
    page.on("console", lambda message: heard.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: heard.append(f"error: {error}"))
    page.on("dialog", lambda dialog: (heard.append("a dialog"), dialog.dismiss()))
    page.on("request", lambda request: request.url.startswith(own) or heard.append(request.url))
    yield
    page.wait_for_timeout(20)
    assert [line for line in heard if not expect or expect not in line] == []


def address(path: Path) -> str:
    """Return where a browser finds a file."""
    return path.absolute().as_uri()
