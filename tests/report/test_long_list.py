"""The list of a large class in a browser: drawn where it is in sight, searched and sorted whole."""

import re
from pathlib import Path
from typing import Any

import pytest

from autograder.report.pages import write_class_page
from support.class_pages import column, opened
from support.grades import make_grade

pytestmark = pytest.mark.slow
COUNT = 2_500
SCROLL = "(region, to) => region.scrollTo(0, to * region.scrollHeight)"
ACTIVE = "document.activeElement.textContent"


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a class of 2,500, each with a page of its own to lead to."""
    out = tmp_path_factory.mktemp("large")
    class_ = []
    for number in range(COUNT):
        (out / f"Student {number}.html").touch()
        failed: Any = {"4.1": "failed"} if number == 2_345 else {}
        class_.append(make_grade(failed, name=f"Student {number}", seconds=number * 7 % COUNT))
    return write_class_page(out, class_)


def index(page: Any, name: str) -> str | None:
    """Which row of the table a submission is in, for a screen reader."""
    row = page.locator("#list tbody tr").filter(has=page.get_by_text(name, exact=True))
    found: str | None = row.get_attribute("aria-rowindex")
    return found


def scroll(page: Any, to: float, name: str) -> None:
    """Scroll the list to a part of its height, until a submission is drawn."""
    page.locator(".submissions").evaluate(SCROLL, to)
    page.locator("#list").get_by_text(name, exact=True).wait_for()


def test_a_row_is_drawn_when_it_is_scrolled_to(browser: Any, large: Path) -> None:
    with opened(browser, large) as page:
        assert column(page, 0)[:2] == ["Student 0", "Student 1"]
        assert len(column(page, 0)) < 400
        height = page.locator(".submissions").evaluate("region => region.scrollHeight")
        scroll(page, 0.5, "Student 1250")
        scroll(page, 1, "Student 2499")
        page.wait_for_function("!document.querySelector('#list').textContent.includes('1250')")
        assert column(page, 0)[-1] == "Student 2499"
        assert len(column(page, 0)) < 400
        now = page.locator(".submissions").evaluate("region => region.scrollHeight")
        assert now == pytest.approx(height, rel=0.01)


def test_a_screen_reader_hears_how_many_rows_there_are(browser: Any, large: Path) -> None:
    with opened(browser, large) as page:
        assert page.locator("#list").get_attribute("aria-rowcount") == "2501"
        assert page.locator("#list thead tr").get_attribute("aria-rowindex") == "1"
        assert (index(page, "Student 0"), index(page, "Student 99")) == ("2", "101")
        scroll(page, 1, "Student 2499")
        assert index(page, "Student 2499") == "2501"
        page.get_by_role("searchbox").fill("234")
        assert page.locator("#list").get_attribute("aria-rowcount") == "14"
        assert index(page, "Student 2340") == "5"  # after 234, 1234 and 2234


def test_all_rows_are_searched_and_sorted(browser: Any, large: Path) -> None:
    with opened(browser, large) as page:
        page.get_by_role("searchbox").fill("4.1")
        assert column(page, 0) == ["Student 2345"]
        assert page.locator("#shown").inner_text() == "1 of 2500"
        page.get_by_role("columnheader", name="Time").get_by_role("button").click()
        page.get_by_role("searchbox").fill("")
        assert [float(value) for value in column(page, 5)[:100]] == list(range(100))
        scroll(page, 1, "Student 357")  # 357 · 7 = 2499
        assert column(page, 0)[-1] == "Student 357"
        page.get_by_role("columnheader", name="Score").get_by_role("button").click()
        assert column(page, 0)[0] == "Student 2345"


def test_keys_lead_from_row_to_row_and_what_has_the_focus_stays(browser: Any, large: Path) -> None:
    with opened(browser, large) as page:
        page.get_by_role("link", name="Student 98", exact=True).focus()
        for name in ("json", "Student 99", "json", "Student 100"):
            page.keyboard.press("Tab")
            assert page.evaluate(ACTIVE) == name
        scroll(page, 1, "Student 2499")
        assert page.evaluate(ACTIVE) == "Student 100"


def test_on_paper_are_all_rows(browser: Any, large: Path) -> None:
    with opened(browser, large) as page:
        drawn = len(column(page, 0))
        page.evaluate("addEventListener('afterprint', () => { window.printed = true; })")
        page.evaluate(
            "addEventListener('beforeprint', () => {"
            " window.rows = document.querySelectorAll('#list tbody th').length; })"
        )
        paper = page.pdf(format="A4")
        assert page.evaluate("window.rows") == COUNT
        assert len(re.findall(rb"/Type\s*/Page\b", paper)) > 30
        page.wait_for_function("window.printed")
        page.wait_for_function(
            "drawn => document.querySelectorAll('#list tbody th').length <= drawn", arg=drawn
        )


def test_without_scripts_all_rows_are_there(browser: Any, large: Path) -> None:
    with opened(browser, large, java_script_enabled=False) as page:
        assert page.get_by_text("Student 2499", exact=True).is_visible()
        assert page.locator("#list tbody th").count() == COUNT
        assert not page.get_by_role("searchbox").is_visible()
