"""The desk in a real browser: what it shows, to everybody, however much there is."""

from pathlib import Path
from typing import Any

import pytest

from autograder.report.desk import write_desk
from autograder.results.reading import Reading, write_reading
from autograder.text import clean
from support.desk import RUBRIC, write_class
from support.desk_browser import NAMES, desk, download, keys, marked, rows, text
from support.pages import HOSTILE, contrast, picture_data

pytestmark = pytest.mark.slow
HARD = (*HOSTILE, "<!--<script>", "a\u2028b", "</SCRIPT >")


def test_whatever_a_student_writes_is_text(browser: Any, tmp_path: Path) -> None:
    answers = {f"student {number}": hostile for number, hostile in enumerate(HARD)}
    write_class(tmp_path, answers, {f"{hostile}.py": hostile for hostile in HARD})
    write_desk(tmp_path, RUBRIC)
    seen = set()
    safe = {one.encode("utf-8", "replace").decode() for one in HARD}
    cleaned = {clean(one, 1_000) for one in safe}
    with desk(browser, tmp_path) as page:
        for _ in HARD:
            seen.add(page.locator("#answer").evaluate("one => one.textContent"))
            assert page.locator("#code pre").count() == len(HARD)
            inside = "#answer *, #code pre :not(span), #code h3 *, #code span :is([style], [id])"
            assert page.locator(inside).count() == 0
            assert page.locator("main :is(script, img, iframe, a)").count() == 0
            shown = page.locator("#code pre").evaluate_all("all => all.map(one => one.textContent)")
            assert {one.rstrip("\n") for one in shown} == cleaned
            keys(page, "ArrowRight")
    assert {one.replace("\N{REPLACEMENT CHARACTER}", "?") for one in seen} == safe


def test_code_and_pictures_are_beside_the_answer(browser: Any, tmp_path: Path) -> None:
    code = {"digits/data.py": "def f():\n    return 1\n", "digits/plots.py": "import given\n"}
    write_class(tmp_path, {"alice": "x"}, code, pictures=picture_data())
    write_desk(tmp_path, RUBRIC)
    with desk(browser, tmp_path) as page:
        own, given = page.locator("#code pre").all()
        assert own.text_content() == "def f():\n    return 1\n\n"
        assert own.locator(".line").count() == 3
        colour = "one => getComputedStyle(one).color"
        assert own.locator(".nf").evaluate(colour) != own.locator(".line").first.evaluate(colour)
        assert given.text_content() == ""
        summary = page.locator("#code summary")
        summary.focus()
        keys(page, "Enter")
        given.locator(".line").first.wait_for()  # what opens a part fills it a moment later
        assert given.text_content() == "import given\n\n" and marked(page) == "0 of 1 are marked"
        assert page.locator("#pictures figure").count() == 3
        assert page.locator("#pictures svg").count() == 2
        image = page.get_by_role("img", name="A handwritten 3")
        assert image.evaluate("one => one.naturalWidth") == 28
        assert "a 3, taken for 5" in text(page, "pictures")


def test_four_hundred_answers_work_as_five_do(browser: Any, tmp_path: Path) -> None:
    write_class(tmp_path, {f"student {number:03}": f"No. {number}" for number in range(400)})
    write_desk(tmp_path, RUBRIC)
    with desk(browser, tmp_path) as page:
        for number in range(12):
            keys(page, "1" if number % 2 else "2", "Enter")
        assert marked(page) == "12 of 400 are marked"
        page.reload()
        assert text(page, "which") == "Answer 13 of 400"
        assert len(rows(download(page, tmp_path, "Ada"))) == 12


def test_everything_has_a_name_and_the_focus_is_seen(browser: Any, out: Path) -> None:
    with desk(browser, out) as page:
        tree = page.locator("main").aria_snapshot()
        for line in tree.splitlines():
            role = line.strip().removeprefix("- ").rstrip(":")
            assert role not in {"button", "checkbox", "textbox", "region", "img", "group"}, line
        assert 'checkbox "It names two numbers +6"' in tree
        assert 'textbox "Comment, for the student"' in tree
        reached = set()
        for _ in range(40):
            keys(page, "Tab")
            outline = "getComputedStyle(document.activeElement).outlineStyle"
            reached.add(page.evaluate("document.activeElement.id"))
            if page.evaluate("document.activeElement !== document.body"):
                assert page.evaluate(outline) == "solid"
        assert {"answer", "comment", "done", "who", "download"} <= reached


COLOURED = """@decorated
def f(x: int = 0x1F, *args) -> None:  # a comment
    \'\'\'What it does.\'\'\'
    if x is not None and len("text\\n") or f"{x!r:>3}" % 1.5e3:
        raise ValueError(__name__) from self
    return lambda: True ? $
from torch import nn
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_read_enlarged_and_in_the_dark(browser: Any, out: Path, scheme: str) -> None:
    half = {"width": 640, "height": 400}  # what a window of 1280 by 800 shows at 200 %
    for name in NAMES:
        write_reading(out, name, Reading("x", {"digits/data.py": COLOURED}))
    write_desk(out, RUBRIC)
    with desk(browser, out, viewport=half, device_scale_factor=2, color_scheme=scheme) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= 640
        colours = page.evaluate(
            "[...document.querySelectorAll('h1, h2, p, label, button, legend, pre, pre span, kbd,"
            " textarea')]"
            ".filter(one => one.checkVisibility()).map(one => { let ground = one;"
            " const paint = one => getComputedStyle(one).backgroundColor;"
            " while (ground && paint(ground) === 'rgba(0, 0, 0, 0)') ground = ground.parentElement;"
            " return [getComputedStyle(one).color, paint(ground ?? document.body)]; })"
        )
        assert len(colours) > 20 and len({ink for ink, _ in map(tuple, colours)}) > 8
        for ink, ground in {tuple(pair) for pair in colours}:
            assert contrast(_hexadecimal(ink), _hexadecimal(ground)) >= 4.5, (ink, ground)


def _hexadecimal(colour: str) -> str:
    parts = colour[colour.index("(") + 1 : -1].split(",")[:3]
    return "#" + "".join(f"{int(float(part)):02x}" for part in parts)
