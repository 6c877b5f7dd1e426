"""What hostile code hands in, prints and raises stays text on its page, in headless Chromium."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.grading.setup import Options
from autograder.quality.attacks.specimens import read_attack
from autograder.quality.zoo import reference_files
from autograder.report.pages import write_class_page, write_student_page
from autograder.rubric.rubric import Rubric
from support import ROOT, SOLUTION, ZOO
from support.class_pages import PHONE, opened, width

pytestmark = pytest.mark.slow

ATTACKS = {  # those that reach for what is on a page, and the question in which they do
    "shows_what_it_must_not": "q5",
    "archive_with_strange_names": "q5",
    "says_that_the_grader_failed": "q5",
    "forges_weights_that_are_no_numbers": "q2",
    "forges_layers_by_their_names": "q6",
    "forges_numbers_json_cannot_hold": "q5",
    "counts_neighbours_instead": "q2",
}


def some(rubric: Rubric, *ids: str) -> Options:
    """Options that have these questions graded only."""
    return Options(questions=tuple(one for one in rubric.questions if one.id in ids))


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_leaves_a_page_as_any_other(
    browser: Any, grader: Any, rubric: Rubric, tmp_path: Path, name: str
) -> None:
    attack = read_attack(ZOO / "attacks" / f"{name}.py")
    path = attack.write(tmp_path, reference_files(SOLUTION), "")
    grade = grader.grade(path, f"<b>{name}</b>", some(rubric, "q3", ATTACKS[name]))
    assert {result.check.question for result in grade.failed} >= {ATTACKS[name]}
    write_class_page(tmp_path, [grade])
    write_student_page(tmp_path, grade)
    for file in tmp_path.glob("*.htm*"):
        with opened(browser, file, viewport=PHONE) as page:
            assert f"<b>{name}</b>" in page.locator("main").inner_text()
            assert page.locator("main b, main script, main iframe").count() == 0
            assert width(page) <= PHONE["width"]
            assert os.fspath(ROOT) not in page.content()


def test_what_hostile_code_prints_and_raises_stays_text(
    browser: Any, grader: Any, rubric: Rubric, submit: Callable[..., Path], tmp_path: Path
) -> None:
    shout = "</pre><script>alert(1)</script>{{7*7}}<img src=x onerror=alert(2)>"
    path = submit("student", evaluation=f"print({shout!r})\nraise ValueError({shout!r})\n")
    name = "<svg onload=alert(3)>'\"%2F#"
    grade = grader.grade(path, name, some(rubric, "q2", "q5"))
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
