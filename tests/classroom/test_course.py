"""docs/course.md, followed word for word: a class of 40, from the download to what goes back."""

import csv
import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from autograder.rubric.rubric import Rubric
from support import ROOT, SOLUTION
from support.browser import CHROMIUM, address, chromium, listening
from support.course import NO_ANSWER, PAIR, TWICE, Evening
from support.grades import full_marks

COURSE = (ROOT / "docs" / "course.md").read_text("utf-8")
RULES = """
late: {deadline: 2026-12-11 23:59 Europe/Berlin, percent_a_day: 10}
hand_ins: {keep: latest}
"""
MARKED = {  # what the written answer is worth, and what for
    "    kind: written\n": "    kind: written\n    extra: true\n",
    "    points: 0 ": "    points: 10 ",
    "compared, points: 0": "compared, points: 6",
    "from the table, points: 0": "from the table, points: 4",
}
NO_BROWSER = "there is no Chromium here (apt-get install chromium): no page was opened"


@pytest.fixture
def evening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Evening:
    """Download the submissions of 40 students and the worksheet, into a folder of their own."""
    evening = Evening(tmp_path)
    evening.download()
    (tmp_path / "solution").symlink_to(SOLUTION)
    text = (ROOT / "grading.yml").read_text("utf-8")
    for old, new in MARKED.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    (tmp_path / "grading.yml").write_text(text + RULES, "utf-8")
    monkeypatch.setattr("autograder.classroom.plan.GRADING_FILE", tmp_path / "grading.yml")
    monkeypatch.setattr("autograder.cli.inputs.ROOT", tmp_path)
    monkeypatch.setenv("COLUMNS", "160")  # tables are not made narrower
    monkeypatch.chdir(tmp_path)
    return evening


@pytest.fixture
def browser() -> Iterator[Any]:
    """Chromium; None where there is none, so that all that needs none is tested still."""
    with ExitStack() as stack:
        yield stack.enter_context(chromium()) if CHROMIUM else None


def commands(heading: str) -> Iterator[str]:
    """Yield the commands below a heading of the page, in their order."""
    part = COURSE.split(f"## {heading}\n")[1].split("\n## ")[0]
    for block in re.findall(r"^ *```sh\n(.*?)^ *```", part, re.MULTILINE | re.DOTALL):
        yield from (line.strip() for line in block.strip().split("\n"))


def test_the_page_has_these_commands_and_no_others() -> None:
    found = {heading: [*commands(heading)] for heading in re.findall("^## (.*)", COURSE, re.M)}
    lengths = {heading: len(lines) for heading, lines in found.items()}
    assert lengths == {
        "Before the deadline": 3,
        "After the deadline": 11,
        "Complaints": 3,
        "At the end": 0,
    }
    assert all(line.startswith("autograder ") for lines in found.values() for line in lines)


@pytest.mark.slow
def test_a_teacher_follows_the_page_word_for_word(
    evening: Evening, rubric: Rubric, browser: Any
) -> None:
    by_number = {one.number: one for one in evening.students}
    jane, smith, omar, pia = (by_number[number] for number in (1001, 1003, 1004, 1005))

    trial, release, extension = commands("Before the deadline")
    assert f" {full_marks(rubric)} points" in evening.type(trial)
    assert release == "autograder release"  # writes into the project; has tests of its own
    evening.type(extension)

    grade, blind, grade_again, *decide, desk, take_over, dry, export = commands(
        "After the deadline"
    )
    assert grade_again == grade
    evening.type(grade)
    assert len([*Path("results").glob("[!.]*.json")]) == 40  # one twice, and one not at all
    assert "Handed in 2 days late" in str(evening.json(smith)["output"])
    assert "late" not in str(evening.json(jane)["output"])
    evening.type(blind)
    nothing_tells_who_it_is(evening)
    evening.type(grade_again)
    assert not Path("results/blind").exists()
    look_at_the_class(evening, browser)
    for line in decide:
        evening.type(line)
    assert "39 answers on" in evening.type(desk)  # all but the one that is a PDF
    mark(evening, browser)
    assert "39 decisions added" in evening.type(take_over)

    before = evening.read_results()
    output = evening.type(dry)
    assert smith.result in output and omar.result in output and jane.result not in output
    assert evening.read_results() == before
    output = evening.type(export)
    assert "Rex Paper" in output and "Sol Absent" in output and "excused" in output

    rows = evening.worksheet()
    assert len(rows) == 40
    full = evening.score(by_number[1002])
    assert full > evening.score(jane) > 0
    for one in evening.students:
        expected = "" if one.number in (1004, 1006, 1007) else f"{evening.score(one):g}"
        assert rows[str(one.number)]["Grade"] == expected, one
    assert evening.score(pia) == pytest.approx(0.8 * full)  # both have 6 points from the desk
    assert "Clear names; well done." in rows["1010"]["Feedback comments"]
    assert "q8: 10 points: Two hyperparameters" in rows["1010"]["Feedback comments"]
    assert "points less" in rows["1005"]["Feedback comments"]
    each_has_what_is_theirs(evening)

    mend, dry_again, export_again = commands("Complaints")
    assert (dry_again, export_again) == (dry, export)
    had = {one.number: evening.score(one) for one in evening.students if one.code is not None}
    evening.type(mend)
    head, q3_and_more = Path("grading.yml").read_text("utf-8").split("  q3:\n")
    for old, new in (("test_known_cost: 2", "test_known_cost: 1"), ("gradient: 2", "gradient: 3")):
        assert old in q3_and_more.split("  q4:\n")[0]
        q3_and_more = q3_and_more.replace(old, new, 1)
    Path("grading.yml").write_text(f"{head}  q3:\n{q3_and_more}", "utf-8")
    output = evening.type(dry)
    changed = {one.number for one in evening.students if one.result in output}
    assert 1001 in changed and 1007 not in changed
    evening.type(export)
    for number, points_before in had.items():
        assert number in changed or evening.score(by_number[number]) == points_before
    assert "The hint was wrong." in evening.feedback()["1001"]
    assert "The hint was wrong." in evening.worksheet()["1001"]["Feedback comments"]
    each_has_what_is_theirs(evening)
    the_history_has_every_grade(evening)
    look_at_a_student(evening, browser)
    if browser is None:
        pytest.skip(NO_BROWSER)


def nothing_tells_who_it_is(evening: Evening) -> None:
    """Look in all blind pages, and in their names, for names and addresses of the class."""
    pages = [*Path("results/blind").rglob("*.htm*")]
    assert len(pages) == 81 - 1  # forty, the code of all but one, and the class's
    for page in pages:
        text = unquote(f"{page.name} {page.read_text('utf-8')}")
        for one in evening.students:
            assert one.name not in text and one.email not in text, page
    assert not Path("results/index.html").exists()


def look_at_the_class(evening: Evening, browser: Any) -> None:
    """Open the class's page, sort it, and follow its links."""
    if browser is None:
        return
    page = browser.new_page()
    with listening(page):
        page.goto(address(Path("results/index.html")))
        headings = page.locator("h2").all_inner_texts()
        assert headings[:2] == ["Submissions", "What needs a person"]
        assert {"Similar submissions", "Questions", "Checks"} <= {*headings}
        rows = page.locator("#list tbody tr")
        assert rows.count() == 40
        page.get_by_role("columnheader", name="Score").get_by_role("button").click()
        scores = rows.evaluate_all("all => all.map(row => row.cells[1].dataset.value)")
        known = [float(score) for score in scores if score]
        assert known == sorted(known) and known[0] < known[-1]
        several = page.locator("li", has=page.get_by_role("heading", name="Several hand-ins"))
        assert "which one counts is not decided" in several.inner_text()
        check = page.locator("tr", has=page.locator('th[data-value="3.1"]'))
        share, correlation = check.locator("td").all_inner_texts()[3:5]
        assert re.fullmatch(r"\d+\s+\d+\s%", share), share  # have failed it
        assert 0.5 < float(correlation) <= 1
        both = [f"{one.name} ({one.number})" for one in evening.students if one.number in PAIR]
        pair = page.locator("section[aria-labelledby=similar] li")
        assert pair.count() == 1 and all(name in pair.inner_text() for name in both)
        pair.get_by_role("link", name="both sides").click()
        assert page.get_by_text("total = total + one").count() == 2
        page.go_back()
        page.get_by_role("link", name=f"code of {both[0]}").click()
        assert page.locator(".code .line").nth(2).inner_text().startswith("def cost_function(")
        assert page.locator(".code .nf").inner_text() == "cost_function"
    page.close()


def mark(evening: Evening, browser: Any) -> None:
    """Mark all answers on the desk by keyboard, and download the decisions."""
    by_answer = {one.answer: one for one in evening.students}
    nothing = "No answer was found in what was handed in."
    by_answer[nothing] = next(one for one in evening.students if one.number == NO_ANSWER)
    if browser is None:
        mark_without_a_browser(by_answer, nothing)
        return
    page = browser.new_page()
    with listening(page):
        page.goto(address(Path("results/desk.htm")))
        page.locator("#who").focus()
        page.keyboard.type("Ada")
        page.keyboard.press("Escape")
        for done in range(39):
            assert page.locator("#progress").inner_text() == f"{done} of 39 are marked"
            for key in by_answer[page.locator("#answer").inner_text()].keys:
                page.keyboard.press(key)
            page.keyboard.press("Enter")
        with page.expect_download() as begun:
            page.keyboard.press("d")
        begun.value.save_as(begun.value.suggested_filename)
    page.close()


def mark_without_a_browser(by_answer: dict[str, Any], nothing: str) -> None:
    """Write what the desk would download."""
    text = Path("results/desk.htm").read_text("utf-8")
    found = re.findall(r'id="(anon-[^"]*)">(.*?)</script>', text)
    with Path("decisions-q8.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["student", "question", "kind", "value", "reason", "who", "when"])
        for pseudonym, data in found:
            points = by_answer[json.loads(data)["answer"] or nothing].mark
            reason = "Two hyperparameters or more are compared (+6)"
            table.writerow([pseudonym, "q8", "points", points, reason, "Ada", "2026-12-20T20:00"])


def each_has_what_is_theirs(evening: Evening) -> None:
    """Look for the answer, the mark and the address of each student in what goes back to them, and
    for names, numbers, addresses and answers of all others.
    """
    pages = evening.feedback()
    assert set(pages) == {str(one.number) for one in evening.students if one.code is not None}
    for one in evening.students:
        row = evening.worksheet()[str(one.number)]
        assert [row["Full name"], row["Email address"]] == [one.name, one.email]
        page = pages.get(str(one.number), "")
        if isinstance(one.code, str):
            assert one.email in page and (one.answer or "No answer was found") in page
            assert f"{one.mark} / 10" in page and "Ada" not in page
        for other in evening.students:
            if other is not one:
                assert other.email not in page and f"({other.number})" not in page
                assert other.name == one.name or other.name not in page
                assert not other.answer or other.answer not in page


def the_history_has_every_grade(evening: Evening) -> None:
    """See that the last line of each student says what the grade is, and nobody is graded twice."""
    lines = [json.loads(line) for line in Path("results/history.jsonl").read_text().splitlines()]
    last = {line["submission"]: line for line in lines}
    for one in evening.students:
        if one.code is not None:
            assert last[one.result]["score"] == evening.json(one).get("score")
    assert len(last) == 40 and [one["reason"] for one in lines if "Jane" in one["submission"]][-1]
    results = [json.loads(path.read_bytes()) for path in Path("results").glob("[!.]*.json")]
    assert len({one["extra_data"]["seed"] for one in results}) == 1


def look_at_a_student(evening: Evening, browser: Any) -> None:
    """Open the page that goes back to the student with two hand-ins."""
    if browser is None:
        return
    (one,) = (one for one in evening.students if one.number == TWICE)
    Path("feedback.html").write_text(evening.feedback()[str(TWICE)], "utf-8")
    page = browser.new_page()
    with listening(page):
        page.goto(address(Path("feedback.html")))
        assert page.locator("h1").inner_text() == one.result
        text = page.locator("main").inner_text()
        assert one.answer in text and "this submission counts" in text
    page.close()
