"""The desk in a real browser, from the file system: by keyboard alone, and nothing is lost."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from autograder.cli import decide as decide_command
from autograder.cli.commands import main
from autograder.report.desk import DESK, write_desk
from autograder.results.pseudonyms import read_key
from autograder.rubric.written import RubricItem
from support.browser import address
from support.desk import RUBRIC, write_class
from support.desk_browser import desk, download, keys, marked, rows, text

pytestmark = pytest.mark.slow


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


def test_numbers_are_written_as_the_language_of_the_page_writes_them(
    browser: Any, out: Path, tmp_path: Path
) -> None:
    items = (RubricItem(text="Zwei Zahlen", points=2.5), RubricItem(text="Zu lang", points=-0.25))
    written = replace(RUBRIC.written, items=items)
    write_desk(out, replace(RUBRIC, written=written, language="de"))
    with desk(browser, out) as page:
        keys(page, "1", "2")
        assert text(page, "points") == "2,25 von 10 Punkten"
        assert "+2,5" in text(page, "items") and "-0,25" in text(page, "items")
        keys(page, "Enter")
        (found, *_) = rows(download(page, tmp_path, "Ada"))
    assert found["reason"] == "Zwei Zahlen (+2,5); Zu lang (-0,25)" and found["value"] == "2.25"


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
        second.goto(address(out / DESK))
        keys(second, "ArrowRight", "ArrowRight", "2", "Enter")
        assert marked(second) == "2 of 5 are marked"
        page.wait_for_function("document.getElementById('progress').innerText.startsWith('2')")
        second.goto(address(other / DESK))
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
    assert done.exit_code == 2 and "1 answer of no submission in" in done.output
    assert not (other / "decisions.csv").exists()


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
