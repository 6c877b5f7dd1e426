"""The pages in a real browser, read from the file system: headless Chromium."""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.intake.submissions import name_submissions
from autograder.quality.attacks.specimens import read_attack
from autograder.quality.zoo import reference_files
from autograder.report.pages import write_class_page, write_student_page
from autograder.results.grade import Grade
from support import ROOT, SOLUTION, ZOO
from support.grades import make_grade, visible
from support.pages import HOSTILE, NAMES, contrast, picture_data

pytestmark = pytest.mark.slow
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "chrome"))), None)
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1200, "height": 800}
LONG = "x" * 300
ATTACKS = (  # those that reach for what is on a page
    *("shows_what_it_must_not", "archive_with_strange_names", "says_that_the_grader_failed"),
    *("forges_weights_that_are_no_numbers", "forges_layers_by_their_names"),
    *("forges_numbers_json_cannot_hold", "counts_neighbours_instead"),
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("there is no Chromium here: apt-get install chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="there is no playwright here")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


def names() -> list[str]:
    """Names as they come out of intake, whatever submissions are called."""
    files = [name.replace("/", "∕").replace("\0", "") for name in NAMES if name != ".."]
    return name_submissions([Path(os.fsdecode(f.encode("utf-8", "replace"))) for f in files])


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


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """The pages of the small class."""
    with tempfile.TemporaryDirectory(prefix="pages #1 50% ") as made:
        for grade in grades():
            write_student_page(Path(made), grade)
            (Path(made) / f"{grade.name}.json").write_text("{}")
        write_class_page(Path(made), grades())
        yield Path(made)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a class of 400."""
    out = tmp_path_factory.mktemp("many")
    class_ = []
    for number in range(400):
        statuses: Any = {"1.1": "failed"} if number % 3 == 0 else {}
        class_.append(make_grade(statuses, name=f"Student {number}", seconds=number * 7 % 400))
    return write_class_page(out, class_)


@contextmanager
def opened(browser: Any, path: Path, expect: str = "", **options: Any) -> Iterator[Any]:
    """A page, of which every complaint in the console, every dialog and every request counts."""
    context = browser.new_context(viewport=options.pop("viewport", DESK), **options)
    page = context.new_page()
    heard: list[str] = []
    page.on("console", lambda message: heard.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: heard.append(f"error: {error}"))
    page.on("dialog", lambda dialog: (heard.append("a dialog"), dialog.dismiss()))
    page.on(
        "request",
        lambda request: request.url.startswith(("file:", "data:")) or heard.append(request.url),
    )
    page.goto(path.as_uri())
    try:
        yield page
        page.wait_for_timeout(20)
        assert [line for line in heard if not expect or expect not in line] == []
    finally:
        context.close()


def column(page: Any, number: int) -> list[str]:
    """The values of a column of the list, of the rows that are shown."""
    values: list[str] = page.evaluate(
        "number => [...document.querySelectorAll('#list tbody tr:not([hidden])')]"
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


# Links and text


def test_every_link_leads_to_its_page_and_nothing_runs(browser: Any, folder: Path) -> None:
    wanted = {grade.name for grade in grades()}
    with opened(browser, folder / "index.html") as page:
        links = page.locator("#list tbody th a")
        count = links.count()
        assert count == len(wanted)
        for number in range(count):
            name = page.locator("#list tbody th a").nth(number).inner_text()
            page.locator("#list tbody th a").nth(number).click()
            assert page.locator("h1").inner_text() == name
            assert name in wanted
            assert page.evaluate("window.alerted") is None
            page.go_back()
        for number in range(count):
            page.locator("#list tbody td a").nth(number).click()
            assert page.locator("body").inner_text() == "{}"
            page.go_back()


def test_text_is_shown_as_it_was_said(browser: Any, folder: Path) -> None:
    grade = grades()[0]
    failed = next(result for result in grade.results if result.status == "failed")
    with opened(browser, folder / f"{grade.name}.html") as page:
        assert page.locator("pre").first.inner_text() == failed.details
        assert page.locator("#check-4\\.1 .hint").inner_text() == failed.hint


def test_the_policy_keeps_other_scripts_from_running(browser: Any, folder: Path) -> None:
    add = "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran=1\">')"
    for file in ("index.html", f"{LONG[:190]}.html"):
        with opened(browser, folder / file, expect="Content Security Policy") as page:
            page.evaluate(add)
            page.wait_for_timeout(200)
            assert page.evaluate("window.ran") is None


def test_links_within_a_page_lead_somewhere(browser: Any, folder: Path) -> None:
    for file in folder.glob("*.htm*"):
        with opened(browser, file) as page:
            missing = page.evaluate(
                "[...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.hash.slice(1))"
                ".filter(id => !document.getElementById(id))"
            )
            assert missing == []


# Sorting


def test_a_click_on_a_heading_sorts_and_another_turns_it_around(browser: Any, folder: Path) -> None:
    with opened(browser, folder / "index.html") as page:
        score = page.get_by_role("columnheader", name="Score")
        score.get_by_role("button").click()
        assert score.get_attribute("aria-sort") == "ascending"
        known = [float(value) for value in column(page, 1) if value]
        assert known == sorted(known)
        assert column(page, 1)[-1] == ""  # no score comes last
        score.get_by_role("button").click()
        assert score.get_attribute("aria-sort") == "descending"
        known = [float(value) for value in column(page, 1) if value]
        assert known == sorted(known, reverse=True)
        assert column(page, 1)[-1] == ""
        page.get_by_role("columnheader", name="Submission").get_by_role("button").click()
        assert score.get_attribute("aria-sort") is None


def test_sorting_works_by_keyboard_and_keeps_the_focus(browser: Any, many: Path) -> None:
    with opened(browser, many) as page:
        button = page.get_by_role("columnheader", name="Time").get_by_role("button")
        button.focus()
        for key, expected in (("Enter", "0"), ("Space", "399")):
            page.keyboard.press(key)
            values = column(page, 5)
            assert values[0] == expected
            assert button.evaluate("button => button === document.activeElement")
        outline = button.evaluate("button => getComputedStyle(button).outlineWidth")
        assert float(outline.removesuffix("px")) >= 2
        button = page.get_by_role("columnheader", name="Submission").get_by_role("button")
        button.press("Enter")
        assert column(page, 0)[:3] == ["Student 0", "Student 1", "Student 2"]  # 10 comes later


def test_the_table_of_checks_sorts_too(browser: Any, many: Path) -> None:
    with opened(browser, many) as page:
        button = page.get_by_role("columnheader", name="Failed").first.get_by_role("button")
        button.click()
        button.click()
        table = page.locator("table").filter(has=page.get_by_text("What it holds"))
        assert table.locator("tbody th").first.inner_text() == "1.1"


# Searching


def search(page: Any, words: str) -> list[str]:
    page.get_by_role("searchbox").fill(words)
    return column(page, 0)


def test_the_list_is_searched_by_name_by_check_and_by_need(browser: Any, folder: Path) -> None:
    with opened(browser, folder / "index.html") as page:
        everyone = len(column(page, 0))
        assert search(page, "ZOE") == ["Zoë Fault"]
        assert page.locator("#shown").inner_text() == f"1 of {everyone}"
        assert search(page, "bo co") == ['O\'Brien "Bo" & Co']
        assert search(page, "(.*") == []
        failed = {g.name for g in grades() if "4.2" in {r.check.number for r in g.failed}}
        assert set(search(page, "4.2")) == failed
        assert len(search(page, "")) == everyone
        page.get_by_role("checkbox", name="needs a person").check()
        assert "Zoë Fault" in column(page, 0)
        assert 0 < len(column(page, 0)) < everyone


def test_a_number_of_failures_leads_to_those_who_failed(browser: Any, many: Path) -> None:
    with opened(browser, many) as page:
        page.get_by_role("link", name="134 failed 1.1").click()
        assert page.get_by_role("searchbox").input_value() == "1.1"
        assert len(column(page, 0)) == 134
        assert page.evaluate("document.activeElement.id") == "submissions"


def test_four_hundred_rows_are_sorted_and_searched_at_once(browser: Any, many: Path) -> None:
    with opened(browser, many) as page:
        button = page.get_by_role("columnheader", name="Score").get_by_role("button")
        start = time.monotonic()
        button.click()
        assert len(search(page, "student 39")) == 14  # 139 is one, too
        assert time.monotonic() - start < 3  # on a machine that is busy
        top = page.locator("#list thead").bounding_box()["y"]
        page.get_by_role("searchbox").fill("")
        page.locator(".submissions").evaluate("region => region.scrollTo(0, 4000)")
        assert page.locator("#list thead th").first.bounding_box()["y"] == pytest.approx(top, abs=2)


# Every screen, and paper


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


# Keyboard and screen reader


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


# From the grader itself


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_leaves_a_page_as_any_other(
    browser: Any, grader: Any, tmp_path: Path, name: str
) -> None:
    attack = read_attack(ZOO / "attacks" / f"{name}.py")
    path = attack.write(tmp_path, reference_files(SOLUTION), "")
    grade = grader.grade(path, f"<b>{name}</b>")
    write_class_page(tmp_path, [grade])
    write_student_page(tmp_path, grade)
    for file in tmp_path.glob("*.htm*"):
        with opened(browser, file, viewport=PHONE) as page:
            assert f"<b>{name}</b>" in page.locator("main").inner_text()
            assert page.locator("main b, main script, main iframe").count() == 0
            assert width(page) <= PHONE["width"]
            assert os.fspath(ROOT) not in page.content()


def test_what_hostile_code_prints_and_raises_stays_text(
    browser: Any, grader: Any, submit: Callable[..., Path], tmp_path: Path
) -> None:
    shout = "</pre><script>alert(1)</script>{{7*7}}<img src=x onerror=alert(2)>"
    path = submit("student", evaluation=f"print({shout!r})\nraise ValueError({shout!r})\n")
    name = "<svg onload=alert(3)>'\"%2F#"
    grade = grader.grade(path, name)
    write_student_page(tmp_path, grade)
    write_class_page(tmp_path, [grade])
    with opened(browser, tmp_path / "index.html") as page:
        page.locator("#list tbody th a").click()
        assert page.locator("h1").inner_text() == name
        text = page.locator("pre").first.inner_text()
        assert "Your code printed:" in text
        assert text.count(shout) >= 2
        assert page.get_by_text("Your MLP, trained").count() == 1
        assert os.fspath(tmp_path) not in page.content()
