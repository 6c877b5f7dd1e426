"""The class's page: the table first, whose the submissions are, and which checks are bad."""

import re
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.intake.filenames import HandIn, Person
from autograder.probing.student_error import Cause
from autograder.report.class_page import Beside, Overview, discriminations, overview
from autograder.report.concerns import find_concerns
from autograder.report.pages import write_class_page
from autograder.report.similarity import Likeness
from autograder.results.decisions import Decision
from autograder.results.given import Context, give
from autograder.results.grade import CheckResult, Grade, Late
from autograder.rubric.rubric import Check, Rubric
from support.grades import make_grade
from support.rubrics import project_rubric

MADE = make_grade()


def test_the_table_of_submissions_comes_first(tmp_path: Path) -> None:
    grades = [make_grade({"1.1": "failed"}, name="ada", note="odd"), make_grade({}, name="bob")]
    text = write_class_page(tmp_path, grades).read_text("utf-8")
    heads = re.findall(r"<h2 [^>]*>([^<]*)", text)
    assert heads == ["Submissions", "What needs a person", "Scores", "Questions", "Checks"]


def test_two_of_one_name_are_told_apart_and_found_by_what_tells_them(tmp_path: Path) -> None:
    one = HandIn((Person("John Smith", ("s1",), "john@uni.example"),), "moodle", "mine.zip")
    other = HandIn((Person("John Smith", ("s2",), "smith@uni.example"),), "moodle", "work.ipynb")
    grades = [
        make_grade(name="John Smith (1)", hand_in=one),
        make_grade(name="John Smith (2)", hand_in=other),
    ]
    text = write_class_page(tmp_path, grades).read_text("utf-8")
    for words in ("John Smith s1 john@uni.example; mine.zip", "John Smith s2 smith@uni.example"):
        assert f'data-whose="{words}' in text and f"<bdi>{words}" in text


def test_what_a_submissions_name_says_already_is_not_said_again(tmp_path: Path) -> None:
    same = HandIn((Person("ada", (), ""),), "", "ada")
    more = HandIn((Person("bob", (), ""),), "", "homework.zip")
    grades = [make_grade(name="ada", hand_in=same), make_grade(name="bob", hand_in=more)]
    text = write_class_page(tmp_path, grades).read_text("utf-8")
    assert re.findall(r'data-whose="([^"]*)', text) == ["homework.zip"]


def test_decisions_and_lateness_stand_in_the_table(tmp_path: Path) -> None:
    rubric = project_rubric()
    small = Rubric("Digits", MADE.questions, rubric.limits, rubric.exams)
    decided = give(MADE, small, Context([Decision("alice", "q4", "adjust", "-1", "why")]))
    late = make_grade(name="bob", late=Late(5.5, "Handed in 1 day late: 5.5 points less."))
    text = write_class_page(tmp_path, [decided, late]).read_text("utf-8")
    cells = re.findall(r'<td class="num decided" data-value="(\d+)">([^<]*)', text)
    assert cells == [("1", "1"), ("1", "late: −5.5")]
    assert "Decided" not in write_class_page(tmp_path, [MADE]).read_text("utf-8")


def test_similar_pairs_are_linked_to_both_sides(tmp_path: Path) -> None:
    (tmp_path / "similar.htm").write_text("")
    pair = Likeness(("ada", "bob"), (0.9, 0.55), ((), ()))
    grades = [make_grade(name="ada"), make_grade(name="bob")]
    text = write_class_page(tmp_path, grades, None, (), Beside((pair,))).read_text("utf-8")
    assert "(90\N{NO-BREAK SPACE}%)" in text and 'href="./similar.htm#pair-1"' in text


# Item analysis: q1 has checks of 30 and 20, q4 of 25.5 and 24.5, q7 of 5


def discrimination(*failed: set[str]) -> dict[str, float]:
    """How well each check tells, where these have failed."""
    grades = [make_grade(dict.fromkeys(numbers, "failed")) for numbers in failed]
    return {check.number: value for check, value in discriminations(grades).items()}


def test_a_check_tells_as_its_points_go_with_the_rest() -> None:
    # own points of 1.1: 30 30 0 0; the rest: 75, 75 - 25.5, 75 - 20, 75 - 20 - 25.5
    found = discrimination(set(), {"4.1"}, {"1.1", "1.2"}, {"1.1", "1.2", "4.1"})
    assert found["1.1"] == pytest.approx(20 / (20**2 + 25.5**2) ** 0.5)
    assert found["4.1"] == pytest.approx(0)
    assert set(found) == {"1.1", "1.2", "4.1"}  # the others are passed by everybody


def test_points_that_are_no_binary_fractions_make_no_difference() -> None:
    checks = [
        Check("q1", f"test_{n}", f"{n}", "public", 0.1, "visible", f"1.{n}") for n in range(3)
    ]
    results = tuple(CheckResult(check, "passed") for check in checks)
    failed = CheckResult(checks[0], "failed")
    whole = replace(MADE, results=results)
    assert discriminations([whole, whole, replace(whole, results=(failed, *results[1:]))]) == {}


def test_a_bad_check_is_marked(tmp_path: Path) -> None:
    failed = [{"7.1"}, {"7.1"}, {"1.1", "4.1"}, {"1.1"}]
    assert discrimination(*failed)["7.1"] < -0.9
    grades = [make_grade(dict.fromkeys(numbers, "failed")) for numbers in failed]
    text = write_class_page(tmp_path, grades).read_text("utf-8")
    [(value, shown)] = re.findall(r'<td class="num negative" data-value="([^"]*)">(.*?)</td>', text)
    assert float(value) < -0.9 and "negative: " in shown and "−0.9" in shown
    assert text.count('data-value="">–</td>') == 2  # 1.2 and 4.2 are passed by everybody


def test_faults_unreadable_submissions_and_too_few_tell_nothing() -> None:
    assert discrimination({"1.1"}, set()) == {}
    two = [make_grade({"1.1": "failed"}), make_grade({"4.1": "failed"})]
    fault = make_grade({"1.1": "failed", "4.1": "fault"})
    results = tuple(
        CheckResult(one.check, "failed", "no", "", Cause.UNREADABLE_SUBMISSION)
        for one in MADE.results
    )
    assert discriminations([*two, fault, replace(MADE, results=results)]) == {}


# What one small thing costs


def small(cause: Cause, hint: str) -> Grade:
    """A grade in which q1 failed for a cause."""
    results = tuple(
        CheckResult(one.check, "failed", hint, "", cause) if one.check.question == "q1" else one
        for one in MADE.results
    )
    return replace(MADE, results=results)


@pytest.mark.parametrize(
    ("cause", "hint"),
    [
        (Cause.SYNTAX, "SyntaxError: expected ':' (while loading data.py, line 3)"),
        (Cause.ABSENT_MODULE, "No module named 'pandas' (while loading data.py, line 3)"),
    ],
)
def test_one_small_thing_needs_a_person_with_what_hangs_on_it(cause: Cause, hint: str) -> None:
    cases = {one.title: one.cases for one in find_concerns([small(cause, hint), MADE])}
    assert cases == {"One small thing is missing": (("alice", f"50 points hang on it: {hint}"),)}
    assert [row.concern for row in overview([small(cause, hint)]).rows] == [True]


# A large class


def test_a_thousand_rows_are_a_page_of_moderate_size_soon(tmp_path: Path) -> None:
    grades = [
        make_grade(
            {"1.1": "failed"} if number % 3 else {},
            name=f"Student {number}",
            hand_in=HandIn((Person(f"Student {number}", (str(number),), f"s{number}@x.example"),)),
        )
        for number in range(1_000)
    ]
    begun = time.process_time()
    text = write_class_page(tmp_path, grades).read_text("utf-8")
    assert time.process_time() - begun < 10
    assert len(text) < 2_500_000


def test_what_concerns_the_whole_class_is_found_once_and_not_for_each_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    for name in ("decided", "num_concerns", "num_open", "median"):
        known = getattr(Overview, name).fget

        def counted(view: Overview, name: str = name, known: Any = known) -> Any:
            asked.append(name)
            return known(view)

        monkeypatch.setattr(Overview, name, property(counted))
    write_class_page(tmp_path, [make_grade(name=f"Student {number}") for number in range(50)])
    assert set(asked) == {"decided", "num_concerns", "num_open", "median"}
    assert len(asked) < 10


def test_the_rows_of_a_large_class_are_in_parts_of_a_hundred_of_which_one_is_shown(
    tmp_path: Path,
) -> None:
    grades = [make_grade(name=f"Student {number}") for number in range(250)]
    text = write_class_page(tmp_path, grades).read_text("utf-8")
    list_ = text[text.index('id="list"') : text.index("</table>")]
    parts = re.findall(r"<tbody( hidden)?>(.*?)</tbody>", list_, re.DOTALL)
    assert [(hidden, part.count("<tr ")) for hidden, part in parts] == [
        ("", 100),
        (" hidden", 100),
        (" hidden", 50),
    ]
    assert "<noscript><style>#list tbody[hidden] { display: table-row-group" in text
