"""The desk in a real browser, from the file system: by keyboard alone, and nothing is lost."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from autograder.cli import decide as decide_command
from autograder.cli.commands import main
from autograder.report.desk import FILE, write_desk
from autograder.results.pseudonyms import read_key
from autograder.results.reading import Reading, write_reading
from autograder.rubric.written import RubricItem
from autograder.text import clean
from support.browser import address, chromium, listening
from support.desk import RUBRIC, write_class
from support.pages import HOSTILE, contrast, picture_data

pytestmark = pytest.mark.slow
WIDE = {"width": 1280, "height": 800}
NAMES = tuple(f"student {number:03}" for number in range(5))
HARD = (*HOSTILE, "<!--<script>", "a\u2028b", "</SCRIPT >")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A small class with its desk."""
    answers = {name: f"The answer of {name[-3:]}." for name in NAMES}
    write_class(tmp_path, answers, pictures=picture_data())
    write_desk(tmp_path, RUBRIC)
    return tmp_path


@contextmanager
def desk(browser: Any, out: Path, **options: Any) -> Iterator[Any]:
    """The desk, with a browser's storage of its own."""
    context = browser.new_context(**{"viewport": WIDE, **options})
    page = context.new_page()
    with listening(page):
        page.goto(address(out / FILE))
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


def decide(out: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> Any:
    monkeypatch.setattr(decide_command, "read_rubric", lambda: RUBRIC)
    return CliRunner().invoke(main, ["decide", "--results", str(out), *words])


def test_a_class_is_marked_by_keyboard_alone(browser: Any, out: Path, tmp_path: Path) -> None:
    with desk(browser, out) as page:
        assert marked(page) == "0 of 5 are marked"
        assert text(page, "which") == "Answer 1 of 5"
        keys(page, "1", "3")
        assert text(page, "points") == "5 of 10 points"
        keys(page, "3", "2")
        assert text(page, "points") == "10 of 10 points"
        keys(page, "c")
        page.keyboard.type("1 is nice, \u201cwhy\u201d")
        keys(page, "Enter")
        page.keyboard.type("too")
        keys(page, "Control+Enter")
        assert marked(page) == "1 of 5 are marked"
        assert text(page, "which") == "Answer 2 of 5"
        keys(page, "3", "Enter", "ArrowRight", "1", "Enter", "0", "Enter", "u", "2", "Enter")
        assert marked(page) == "5 of 5 are marked"
        found = rows(download(page, tmp_path, "Ada"))
    assert [one["value"] for one in found] == ["10", "0", "4", "6", "0"]
    assert found[0]["reason"] == (
        "It names two numbers (+6); It says why (+4). 1 is nice, “why”\ntoo"
    )
    assert found[4]["reason"] == "Nothing of what was looked for is in it."
    assert {one["who"] for one in found} == {"Ada"} and {one["question"] for one in found} == {"q8"}


def test_a_reload_loses_nothing(browser: Any, out: Path, tmp_path: Path) -> None:
    with desk(browser, out) as page:
        keys(page, "1", "Enter", "2", "c")
        page.keyboard.type("half a sent")
        page.reload()
        assert text(page, "which") == "Answer 2 of 5"
        assert page.locator("#comment").input_value() == "half a sent"
        assert text(page, "points") == "4 of 10 points"
        assert marked(page) == "1 of 5 are marked"
        keys(page, "ArrowLeft")
        assert text(page, "which") == "Answer 1 of 5, marked"
        keys(page, "z")
        page.reload()
        assert marked(page) == "0 of 5 are marked"
        write_desk(out, RUBRIC)  # as after a late hand-in: what is marked stays
        page.reload()
        assert text(page, "points") == "6 of 10 points"


def test_an_item_that_the_rubric_has_no_more_makes_an_answer_unmarked_again(
    browser: Any, out: Path
) -> None:
    with desk(browser, out) as page:
        keys(page, "1", "Enter", "2", "Enter")
        others = RUBRIC.written.items[1:]
        mended = replace(RUBRIC.written, items=(RubricItem(text="Mended", points=6), *others))
        write_desk(out, replace(RUBRIC, written=mended))
        page.reload()
        assert marked(page) == "1 of 5 are marked"
        assert "look again at 1" in text(page, "trouble")
        keys(page, "ArrowLeft", "ArrowLeft")
        assert text(page, "which") == "Answer 1 of 5"


def test_a_mark_that_is_not_changed_keeps_its_time(browser: Any, out: Path, tmp_path: Path) -> None:
    with desk(browser, out) as page:
        keys(page, "1", "Enter", "ArrowLeft")
        before = rows(download(page, tmp_path, "Ada"))
        keys(page, "z", "Enter", "ArrowLeft", "Enter")
        assert rows(download(page, tmp_path)) == before
        keys(page, "ArrowLeft", "2")
        (after,) = rows(download(page, tmp_path))
        assert after["when"] > before[0]["when"] and after["value"] == "10"


def test_only_what_is_marked_is_downloaded_and_not_without_a_name(
    browser: Any, out: Path, tmp_path: Path
) -> None:
    with desk(browser, out) as page:
        keys(page, "1", "Enter", "2", "d")
        assert "Write your name first" in text(page, "trouble")
        assert page.evaluate("document.activeElement.id") == "who"
        assert len(rows(download(page, tmp_path, "Ada"))) == 1


def test_comments_are_kept_and_used_again(browser: Any, out: Path) -> None:
    with desk(browser, out) as page:
        keys(page, "c")
        page.keyboard.type("Name numbers.")
        page.locator("#keep").press("Enter")
        page.locator("#which").focus()
        keys(page, "Enter")
        assert page.locator("#comment").input_value() == ""
        keys(page, "Shift+Digit1")
        assert page.locator("#comment").input_value() == "Name numbers."
        page.reload()
        keys(page, "ArrowRight", "Shift+Digit1", "Shift+Digit1")
        assert page.locator("#comment").input_value() == "Name numbers. Name numbers."
        page.get_by_role("button", name="Keep no longer: Name numbers.").click()
        assert page.locator("#kept li").count() == 0


def test_two_classes_and_two_windows_do_not_mix(browser: Any, out: Path, tmp_path: Path) -> None:
    other = write_class(tmp_path / "other", {"student 000": "x"})
    write_desk(other, RUBRIC)
    with desk(browser, out) as page:
        keys(page, "1", "Enter")
        second = page.context.new_page()
        second.goto(address(out / FILE))
        keys(second, "ArrowRight", "ArrowRight", "2", "Enter")
        assert marked(second) == "2 of 5 are marked"
        page.wait_for_function("document.getElementById('progress').innerText.startsWith('2')")
        second.goto(address(other / FILE))
        assert marked(second) == "0 of 1 are marked"


def test_two_graders_are_merged_and_where_they_disagree_both_are_shown(
    browser: Any, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with desk(browser, out) as page:
        keys(page, "1", "Enter", "1", "Enter", "2", "Enter")
        ada = download(page, tmp_path, "Ada")
    with desk(browser, out) as page:
        keys(page, "1", "Enter", "2", "Enter")
        ben = download(page, tmp_path, "Ben")
    submissions = {pseudonym: name for name, pseudonym in read_key(out).items()}
    first, second, third = (submissions[one["student"]] for one in rows(ada))

    done = decide(out, monkeypatch, "--from", str(ada), "--from", str(ben))
    assert done.exit_code == 2 and "3 decisions added" in done.output
    assert f"{second}, q8: Ada gives 6" in done.output and "and Ben gives 4" in done.output
    assert {one["student"] for one in rows(out / "decisions.csv")} == {first, third}

    before = (out / "decisions.csv").read_bytes()
    again = decide(out, monkeypatch, "--from", str(ben), "--from", str(ada))
    assert "no decisions added" in again.output
    assert (out / "decisions.csv").read_bytes() == before

    chosen = decide(out, monkeypatch, "--from", str(ada), "--from", str(ben), "--take", "Ben")
    assert chosen.exit_code == 0 and "1 decision added" in chosen.output
    last = rows(out / "decisions.csv")[-1]
    assert (last["student"], last["value"], last["who"]) == (second, "4", "Ben")


def test_decisions_of_another_class_are_refused(
    browser: Any, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with desk(browser, out) as page:
        keys(page, "1", "Enter")
        ada = download(page, tmp_path, "Ada")
    other = write_class(tmp_path / "other", {"somebody else": "x"})
    done = decide(other, monkeypatch, "--from", str(ada))
    assert done.exit_code == 2 and "1 answers of no submission in" in done.output
    assert not (other / "decisions.csv").exists()


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


def test_a_key_that_is_held_marks_one_answer(browser: Any, out: Path) -> None:
    with desk(browser, out) as page:
        for _ in range(4):
            page.keyboard.down("Enter")
        assert marked(page) == "1 of 5 are marked"


def test_single_keys_can_be_switched_off(browser: Any, out: Path) -> None:
    with desk(browser, out) as page:
        page.locator("summary", has_text="Keys").click()
        page.locator("#keys").uncheck()
        page.locator("#which").focus()
        keys(page, "1", "Enter")
        assert marked(page) == "0 of 5 are marked"


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
