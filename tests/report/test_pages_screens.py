"""The pages on every screen, on paper, by keyboard and to a screen reader, in headless Chromium."""

from pathlib import Path
from typing import Any

import pytest

from support.class_pages import DESK, LONG, PHONE, opened, some_pages, width
from support.pages import contrast

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("viewport", [PHONE, {"width": 320, "height": 600}, DESK], ids=str)
def test_nothing_sticks_out(
    browser: Any, folder: Path, many: Path, viewport: dict[str, int]
) -> None:
    for file in [*some_pages(folder), many]:
        with opened(browser, file, viewport=viewport) as page:
            page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
            assert width(page) <= viewport["width"], file.name


def test_what_scrolls_can_be_scrolled_by_keyboard(browser: Any, folder: Path) -> None:
    scrolling = (
        "[...document.querySelectorAll('*')].filter(one => ['auto', 'scroll'].includes("
        "getComputedStyle(one).overflowX) && one.tabIndex < 0).map(one => one.className)"
    )
    for file in some_pages(folder):
        with opened(browser, file, viewport=PHONE) as page:
            assert page.evaluate(scrolling) == []


COLOURS = """() => [...document.querySelectorAll('h1, h2, p, a, td, th, pre, button, .drawn text')]
  .filter(one => one.checkVisibility()).map(one => {
    const style = getComputedStyle(one);
    return one.closest('svg') ? style.fill : style.color;
  })"""


def hexadecimal(colour: str) -> str:
    parts = colour[colour.index("(") + 1 : -1].split(",")[:3]
    return "#" + "".join(f"{int(float(part)):02x}" for part in parts)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_in_the_light_and_in_the_dark(
    browser: Any, folder: Path, scheme: str
) -> None:
    for file in ("index.html", f"{LONG[:190]}.html"):
        with opened(browser, folder / file, color_scheme=scheme) as page:
            ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
            ground = hexadecimal(ground)
            assert (contrast(ground, "#000000") < 2) == (scheme == "dark")
            colours = {hexadecimal(colour) for colour in page.evaluate(COLOURS)}
            assert len(colours) > 2
            assert {c for c in colours if contrast(c, ground) < 4.5} == set()


def test_confusions_can_be_read_on_their_colour(browser: Any, folder: Path) -> None:
    cells = (
        "[...document.querySelectorAll('.confusion td.right, .confusion td.wrong')].map(cell => {"
        "const canvas = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});"
        "const pixel = colour => { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);"
        "return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3); };"
        "const style = getComputedStyle(cell);"
        "return [pixel(style.color), pixel(style.backgroundColor)]; })"
    )
    for scheme in ("light", "dark"):
        with opened(browser, folder / f"{LONG[:190]}.html", color_scheme=scheme) as page:
            found = page.evaluate(cells)
            assert len(found) == 19
            for ink, ground in found:
                assert contrast(*("#" + bytes(c).hex() for c in (ink, ground))) >= 4.5


def test_on_paper_all_is_there_and_light(browser: Any, folder: Path, many: Path) -> None:
    for file in (folder / "index.html", many, folder / f"{LONG[:190]}.html"):
        with opened(browser, file, color_scheme="dark") as page:
            page.emulate_media(media="print", color_scheme="dark")
            ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
            assert hexadecimal(ground) == "#ffffff"
            cut = page.evaluate(
                "[...document.querySelectorAll('.submissions, pre')]"
                ".filter(one => one.scrollHeight > one.clientHeight + 1).length"
            )
            assert cut == 0
            assert page.get_by_role("searchbox").count() == 0
            assert len(page.pdf(format="A4")) > 10_000


def test_the_first_key_leads_past_everything_to_the_list(browser: Any, many: Path) -> None:
    with opened(browser, many) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        assert page.locator(".skip").bounding_box()["x"] >= 0
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == "words"


def test_a_screen_reader_finds_names_for_everything(browser: Any, folder: Path) -> None:
    with opened(browser, folder / f"{LONG[:190]}.html") as page:
        tree = page.locator("main").aria_snapshot()
        for line in tree.splitlines():
            role = line.strip().removeprefix("- ").rstrip(":")
            assert role not in {"img", "table", "region", "link", "button"}, line
        assert 'img "A handwritten 3"' in tree
        assert 'img "Costs by epoch' in tree
        assert 'table "What it takes each digit for"' in tree
    with opened(browser, folder / "index.html") as page:
        tree = page.locator("main").aria_snapshot()
        assert 'searchbox "Search"' in tree
        assert 'columnheader "Score"' in tree
        assert 'table "Submissions"' in tree
        assert 'rowheader "Zoë Fault needs a person"' in tree
