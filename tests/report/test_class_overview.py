"""The class's page, as it is written: rows, links, sums, and its one script."""

import base64
import hashlib
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest

from autograder.intake.classes import LeftOut
from autograder.report import pages
from autograder.report.class_page import overview
from autograder.report.pages import link, page_name, write_class_page, write_student_page
from autograder.results.grade import Grade
from support.grades import make_grade
from support.markup import whole_class
from support.pages import NAMES


def test_a_class_graded_on_the_extra_question_alone_has_a_page(tmp_path: Path) -> None:
    grade = make_grade()
    extra = replace(grade, results=grade.results[4:])
    assert (extra.max_score, extra.total) == (0, 5)
    assert "The class" in whole_class(tmp_path, extra).text


def test_the_class_has_a_row_for_each_submission_with_links(tmp_path: Path) -> None:
    grades = [make_grade(name=name) for name in NAMES if "/" not in name and "\x00" not in name]
    for grade in grades:
        write_student_page(tmp_path, grade)
    page = whole_class(tmp_path, *grades)
    for grade in grades:
        for file in (page_name(grade.name), f"{grade.name}.json"):
            assert link(file) in page.values("href")
            assert re.fullmatch(r"\./[\w.~%-]+", link(file))
            assert unquote(link(file)) == "./" + file.encode("utf-8", "replace").decode()


def test_the_class_links_to_no_page_that_was_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(grade: Grade, draw: object) -> None:
        raise RuntimeError("of ours")

    grades = [make_grade({"4.2": "fault"}, name=name) for name in ("ada", "bob")]
    for grade in grades:
        write_student_page(tmp_path, grade)
    monkeypatch.setattr(pages, "student_view", broken)
    with pytest.raises(RuntimeError, match="of ours"):
        write_student_page(tmp_path, grades[1])  # the earlier page tells of an earlier grade
    page = whole_class(tmp_path, *grades)
    assert "./ada.html" in page.values("href")
    assert "./bob.html" not in page.values("href")
    assert page.text.count("bob") == 2  # among those that need a person, and in the list


def test_a_submission_called_index_does_not_take_the_classs_place(tmp_path: Path) -> None:
    names = ["index", "INDEX", "index.html", "index "]
    written = {write_student_page(tmp_path, make_grade(name=name)).name for name in names}
    assert len(written) == 4
    assert not {name.casefold() for name in written} & {"index.html"}


def test_the_one_script_is_the_one_that_the_policy_names(tmp_path: Path) -> None:
    page = whole_class(tmp_path, make_grade())
    (script,) = page.scripts
    (policy,) = [a["content"] for tag, a in page.elements if "Policy" in a.get("http-equiv", "")]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy
    assert "unsafe-inline" not in policy.replace("style-src 'unsafe-inline'", "")
    assert not [key for _, attributes in page.elements for key in attributes if key[:2] == "on"]


def test_the_class_is_added_up(tmp_path: Path) -> None:
    grades = [
        make_grade(name="ada", seconds=1.0),
        make_grade({"1.1": "failed", "4.1": "failed"}, name="bob", seconds=2.0, own_seconds=1.5),
        make_grade({"1.1": "failed", "4.2": "fault"}, name="cy", seconds=6.0),
    ]
    view = overview(grades)
    assert view.scores == (105, 49.5)
    assert (view.median, view.mean, view.num_full) == (77.25, 77.25, 1)
    assert (view.seconds, view.median_seconds, view.longest) == (9.0, 2.0, ("cy", 6.0))
    assert view.own_share == pytest.approx(0.75)  # of those whose own time is known
    failed = {row.check.number: (row.failed, row.count) for row in view.check_rows}
    assert failed == {"1.1": (2, 3), "1.2": (0, 3), "4.1": (1, 3), "4.2": (0, 2), "7.1": (0, 3)}
    rows = {row.question.id: (row.full, row.count, row.mean) for row in view.question_rows}
    assert rows["q1"] == (1, 3, pytest.approx(30))
    assert rows["q4"] == (1, 2, pytest.approx(37.25))  # a fault is no score
    assert [row.score for row in view.rows] == [105, 49.5, None]


@pytest.mark.parametrize("claimed", [float("nan"), float("inf"), -1.0, 2.5, 1e300])
def test_a_time_that_cannot_be_is_left_aside(tmp_path: Path, claimed: float) -> None:
    grades = [make_grade(seconds=2.0, own_seconds=claimed), make_grade(name="bob", seconds=2.0)]
    assert overview(grades).own_share is None
    grades.append(make_grade(name="cy", seconds=2.0, own_seconds=0.5))
    text = write_class_page(tmp_path, grades).read_text("utf-8")
    assert "25\N{NO-BREAK SPACE}% of the time" in text and "nan" not in text


def test_what_was_left_out_is_named_on_the_classs_page(tmp_path: Path) -> None:
    left_out = [LeftOut("<b>carol.py", "a single file of code"), LeftOut("dave.docx", "no folder")]
    text = write_class_page(tmp_path, [make_grade()], None, left_out).read_text("utf-8")
    assert "Left out: 2" in text and "<b>" not in text
    assert '&lt;b&gt;carol.py</bdi> <span class="remark">a single file of code</span>' in text
    assert "Left out" not in write_class_page(tmp_path, [make_grade()]).read_text("utf-8")


def test_a_class_without_scores_has_a_page_too(tmp_path: Path) -> None:
    assert "no score" in whole_class(tmp_path, make_grade({"1.1": "fault"})).text
    assert "The class" in whole_class(tmp_path).text
