"""The class's page in a browser, read from the file system: links, sorting and searching."""

from pathlib import Path
from typing import Any

import pytest

from support.class_pages import LONG, column, grades, opened

pytestmark = pytest.mark.slow


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
        assert page.locator("#shown").inner_text() == "134 of 400"
        assert page.evaluate("document.activeElement.id") == "submissions"


def test_four_hundred_rows_are_sorted_and_searched(browser: Any, many: Path) -> None:
    with opened(browser, many) as page:
        button = page.get_by_role("columnheader", name="Score").get_by_role("button")
        button.click()
        assert len(search(page, "student 39")) == 14  # 139 is one, too
        top = page.locator("#list thead").bounding_box()["y"]
        page.get_by_role("searchbox").fill("")
        page.locator(".submissions").evaluate("region => region.scrollTo(0, 4000)")
        assert page.locator("#list thead th").first.bounding_box()["y"] == pytest.approx(top, abs=2)
