"""A student's page: what students may see and nothing else, and no text that becomes markup."""

import json
import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from autograder.intake.filenames import HandIn, Person
from autograder.report import pages, student_page
from autograder.report.class_page import Beside, overview
from autograder.report.pages import write_student_page
from autograder.report.similarity import Likeness
from autograder.results.grade import Ruling
from autograder.results.results_json import write_grade
from support import ROOT
from support.grades import make_grade, visible
from support.markup import Page, student, whole_class
from support.pages import HOSTILE, contrast, picture_data

# A student's page


def test_a_page_tells_score_questions_checks_and_hints(tmp_path: Path) -> None:
    grade = visible(make_grade({"4.2": "failed"}, note="Two notebooks; the later one counts."))
    page = student(tmp_path, grade)
    assert "75.5 of 100 points, and 5 of 5 extra" in page.text
    assert "Two notebooks; the later one counts." in page.text
    for result in grade.results:
        assert result.check.title in page.text
    assert "Look at part 4.2." in page.text
    assert "data.py, line 3" in page.text
    assert "25.5 / 50" in page.text


def test_checks_that_the_student_has_are_marked(tmp_path: Path) -> None:
    page = student(tmp_path, visible(make_grade({"4.1": "failed"})))
    assert page.text.count("(you have this check)") == 3  # 1.1, 4.1, 7.1
    assert "part 1 (you have this check)" in " ".join(page.text.split())
    assert "part 2 (you have this check)" not in " ".join(page.text.split())


def test_where_to_look_and_the_smallest_example_are_folded(tmp_path: Path) -> None:
    grade = visible(make_grade({"4.1": "failed", "4.2": "failed"}))
    more = {"look": "Look <here>.", "example": "a = 1\n  b"}
    results = tuple(replace(r, **more) if r.check.number == "4.2" else r for r in grade.results)
    page = student(tmp_path, replace(grade, results=results))
    folded = [attributes for tag, attributes in page.elements if tag == "details"]
    assert [one.get("class") for one in folded] == ["more", "more"]
    assert "open" not in {key for one in folded for key in one}
    assert "Where to look Look <here>. The smallest example a = 1 b" in page.text


def test_a_page_has_no_script_and_asks_for_nothing_elsewhere(tmp_path: Path) -> None:
    page = student(tmp_path, visible(make_grade({"1.1": "failed"}, picture_data=picture_data())))
    assert "script" not in {tag for tag, _ in page.elements}
    (policy,) = [a["content"] for tag, a in page.elements if "Policy" in a.get("http-equiv", "")]
    assert "default-src 'none'" in policy and "script-src 'none'" in policy
    for value in [*page.values("src"), *page.values("href"), *page.values("xlink:href")]:
        assert value.startswith(("#", "data:image/png;base64,")), value
    assert not re.search(r"url\((?!#)|@import|https?://(?!www\.w3\.org/)", page.source)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_a_students_becomes_markup(tmp_path: Path, text: str) -> None:
    def shape(text: str) -> Counter[tuple[str, ...]]:
        grade = visible(make_grade({"1.1": "failed", "4.1": "failed"}, name="x", note=text))
        results = tuple(replace(r, hint=text, details=text) for r in grade.results)
        grade = replace(grade, name=text, results=results, picture_data=picture_data())
        view = student_page.student_view(grade)
        written = pages.render("student.html", text, view=view)
        return Counter((tag, *sorted(attributes)) for tag, attributes in Page(written).elements)

    assert shape(text) == shape("plain")


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_a_students_becomes_markup_in_the_class(tmp_path: Path, text: str) -> None:
    def shape(text: str) -> tuple[Counter[tuple[str, ...]], list[str]]:
        grade = make_grade({"1.1": "failed", "4.1": "fault"}, note=text)
        results = tuple(replace(result, hint=text, details=text) for result in grade.results)
        grade = replace(grade, results=results, name=text, isolation=text, data=text, title=text)
        whose = HandIn((Person(text, (text,), text),), "", text)
        grade = replace(grade, hand_in=whose, rulings=(Ruling("k", "", "comment", text),))
        alike = Beside((Likeness((grade.name, grade.name), (0.5, 0.5), ((), ())),))
        written = pages.render(
            "class.html",
            text,
            view=overview([grade], beside=alike),
            pages={grade.name},
            codes={grade.name},
            similar=text,
        )
        page = Page(written)
        return Counter(
            (tag, *sorted(attributes)) for tag, attributes in page.elements
        ), page.scripts

    assert shape(text) == shape("plain")


def test_text_that_turns_around_or_is_no_unicode_is_cleaned(tmp_path: Path) -> None:
    grade = visible(make_grade({"1.1": "failed"}, name="\u202eevil\u2066 \ud800"))
    results = tuple(replace(r, hint="\u202e\x1b[31mred\x00 \ud800") for r in grade.results)
    student_text = student(tmp_path, replace(grade, name="a", results=results)).source
    class_text = whole_class(tmp_path, replace(grade, results=results)).source
    for text in (student_text, class_text):
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\x1b\ud800-\udfff]", text)


# Nothing hidden


@pytest.mark.parametrize("visibility", ["hidden", "after_due_date", "after_published"])
def test_what_gradescope_would_not_show_is_not_there(tmp_path: Path, visibility: str) -> None:
    grade = visible(make_grade({"1.2": "failed", "4.1": "failed"}), {"1.2": visibility})
    page = student(tmp_path, grade)
    assert "Look at part 1.2." not in page.source
    assert "part 2" in page.text and "Load the digits, make batches, part 2" not in page.source
    assert "check-1.2" not in page.source
    assert "Look at part 4.1." in page.text
    assert "54.5 of 80 points" in page.text  # neither what was earned there nor what could be
    assert visibility.replace("_", " ") not in page.text


def test_hidden_results_change_nothing_on_the_page(tmp_path: Path) -> None:
    hidden = {"1.2": "hidden", "4.2": "after_published"}
    sources = {
        student(tmp_path, visible(make_grade(statuses, picture_data=picture_data()), hidden)).source
        for statuses in ({}, {"1.2": "failed", "4.2": "failed"}, {"4.2": "failed"})
    }
    assert len(sources) == 1


def test_a_picture_tells_nothing_about_a_hidden_check(tmp_path: Path) -> None:
    grade = make_grade(picture_data=picture_data())
    assert "recognises" in student(tmp_path, visible(grade)).text
    assert "recognises" not in student(tmp_path, visible(grade, {"1.2": "hidden"})).text
    assert "recognises" in student(tmp_path, visible(grade, {"4.2": "hidden"})).text


def test_a_class_whose_checks_are_all_hidden_has_pages_too(tmp_path: Path) -> None:
    grade = make_grade()
    hidden = {result.check.number: "hidden" for result in grade.results}
    assert "No results to show yet" in student(tmp_path, visible(grade, hidden)).text


def test_how_it_was_graded_is_not_on_a_students_page(tmp_path: Path) -> None:
    grade = visible(make_grade({"1.1": "failed"}, seed=918273645, picture_data=picture_data()))
    source = student(tmp_path, replace(grade, accuracies={"q2": 0.812345})).source
    for secret in ("918273645", "bwrap", "812", str(ROOT), "threshold", "test_1", "assert"):
        assert secret not in source, secret


def test_a_fault_is_told_as_ours_and_says_no_more(tmp_path: Path) -> None:
    grade = visible(make_grade({"4.2": "fault", "1.1": "fault"}))
    trace = f'Traceback\n  File "{ROOT}/autograder/secret.py", line 7\nSandboxError: lost'
    hint = "SandboxError: lost"
    results = tuple(
        replace(r, hint=hint, details=trace) if r.status == "fault" else r for r in grade.results
    )
    page = student(tmp_path, replace(grade, results=results))
    assert "No score yet" in page.text
    assert (
        "The grader itself failed while it graded this submission, so there is no score yet. This"
        " is not your mistake; your instructor is told, and it will be graded again." in page.text
    )
    assert (
        "The grader itself failed here. This is not your mistake and costs you no points; your"
        " instructor is told, and the check will be made again." in page.text
    )
    assert ".unfinished" not in page.source
    for secret in ("SandboxError", str(ROOT), "Traceback", "secret.py"):
        assert secret not in page.source
    listed = whole_class(tmp_path, replace(grade, results=results)).text
    assert "The grader itself failed: 1" in listed
    assert "SandboxError: lost" in listed


def test_a_page_shows_what_the_results_file_shows(tmp_path: Path) -> None:
    grade = visible(make_grade({"1.2": "failed", "7.1": "failed"}))
    page = student(tmp_path, grade)
    for test in json.loads(write_grade(tmp_path, grade).read_text())["tests"]:
        assert test["name"] in page.text
        for line in test["output"].split("\n"):
            assert line in page.text


def test_the_same_grade_gives_the_same_page(tmp_path: Path) -> None:
    grade = visible(make_grade({"4.2": "failed"}, picture_data=picture_data()))
    first = write_student_page(tmp_path, grade).read_bytes()
    assert write_student_page(tmp_path, replace(grade, seconds=99)).read_bytes() == first


# For everyone


@pytest.mark.parametrize("kind", ["student", "class"])
def test_pages_have_a_language_a_title_and_headings_in_order(tmp_path: Path, kind: str) -> None:
    grade = visible(make_grade({"1.1": "failed"}, note="A note.", picture_data=picture_data()))
    page = student(tmp_path, grade) if kind == "student" else whole_class(tmp_path, grade)
    assert page.elements[0] == ("html", {"lang": "en"})
    assert "<title>" in page.source
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    heads = [attributes for tag, attributes in page.elements if tag == "th"]
    assert heads and all(head.get("scope") in {"row", "col"} for head in heads)
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert set(page.values("aria-labelledby")) <= set(ids)
    assert {value[1:] for value in page.values("href") if value[0] == "#"} <= set(ids)


def test_colours_can_be_told_apart_by_those_who_see_little() -> None:
    style = (pages.TEMPLATES / "style.css").read_text()
    for scheme in re.findall(r":root \{[^}]*--paper[^}]*\}", style):
        colours = dict(re.findall(r"--(\w+): (#\w{6})", scheme))
        for name in ("ink", "muted", "link", "good", "bad", "odd", "first", "second"):
            for ground in ("paper", "wash"):
                assert contrast(colours[name], colours[ground]) >= 4.5, (name, ground)


def test_classes_with_names_are_called_by_them(tmp_path: Path) -> None:
    pictures = picture_data()
    names = ("boot", "<b>coat</b>", "c", "d", "e", "f", "g", "h", "i", "j")
    network = replace(pictures.networks["q1"], classes=names)
    drawn = replace(pictures, networks={"q1": network})
    page = student(tmp_path, visible(make_grade({"1.1": "failed"}, picture_data=drawn))).source
    assert "d, taken for f" in page and 'alt="A picture of class d"' in page
    assert '<th scope="row"><span class="unseen">class </span>0 boot</th>' in page
    assert "1 &lt;b&gt;coat&lt;/b&gt;</th>" in page and "handwritten" not in page
