"""The pages: what students may see and nothing else, and no text that becomes markup."""

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from PIL import Image

from autograder.intake.classes import LeftOut
from autograder.intake.filenames import HandIn, Person
from autograder.probing.student_error import Cause
from autograder.report import pages, pictures, student_page
from autograder.report.class_page import Beside, overview
from autograder.report.pages import link, page_name, write_class_page, write_student_page
from autograder.report.similarity import Likeness
from autograder.results.grade import Grade, Ruling
from autograder.results.picture_data import Costs, Weights
from autograder.results.results_json import write_grade
from support import ROOT
from support.grades import make_grade, visible
from support.pages import HOSTILE, NAMES, contrast, picture_data

VOID = {"meta", "input", "img", "br", "path", "use", "image", "line", "rect"}


class Page(HTMLParser):
    """A page as a browser would take it: its elements, its text, and its scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.source = text
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.scripts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {key: value or "" for key, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {key: value or "" for key, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag, f"</{tag}> ends nothing"

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["script"]:
            self.scripts.append(data)
        elif self.open[-1:] != ["style"]:
            self.words.append(data)

    @property
    def text(self) -> str:
        """What can be read."""
        return " ".join(" ".join(self.words).split())

    def values(self, attribute: str) -> list[str]:
        """An attribute's values on all elements that have it."""
        return [attributes[attribute] for _, attributes in self.elements if attribute in attributes]


def student(tmp_path: Path, grade: Grade) -> Page:
    return Page(write_student_page(tmp_path, grade).read_text("utf-8"))


def whole_class(tmp_path: Path, *grades: Grade) -> Page:
    return Page(write_class_page(tmp_path, grades).read_text("utf-8"))


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
        written = pages.render(
            "student.html", title=text, policy="", view=student_page.student_view(grade)
        )
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
            title=text,
            policy="",
            script="",
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


# Pictures


def test_pictures_have_words_and_ids_of_their_own(tmp_path: Path) -> None:
    page = student(tmp_path, visible(make_grade({"1.1": "failed"}, picture_data=picture_data())))
    drawn = [attributes for tag, attributes in page.elements if tag == "svg"]
    assert len(drawn) == 2
    assert all(svg["role"] == "img" and svg["aria-label"] for svg in drawn)
    assert "training from 1.5 to 0.7" in drawn[1]["aria-label"]
    assert all(a["alt"] for tag, a in page.elements if tag == "img")
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert {value[1:] for value in page.values("xlink:href") if value[0] == "#"} <= set(ids)
    assert "a 3, taken for 5" in page.text
    assert "50,890 parameters" in page.text


def test_a_picture_that_cannot_be_drawn_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("of ours")

    monkeypatch.setattr(student_page, "cost_curves", broken)
    page = student(tmp_path, visible(make_grade(picture_data=picture_data())))
    assert "A picture could not be drawn here. That is not your mistake" in page.text
    assert "recognises" in page.text
    assert "of ours" not in page.source


@pytest.mark.parametrize(
    ("height", "width", "kernels"), [(28, 28, False), (5, 5, True), (28, 20, True)]
)
def test_weights_smaller_than_an_image_are_kernels(height: int, width: int, kernels: bool) -> None:
    assert Weights(1, height, width, bytes(height * width), 0.5).are_kernels == kernels


def test_positive_weights_are_red_as_in_the_handout(tmp_path: Path) -> None:
    def colour(value: int) -> tuple[int, ...]:
        weights = Weights(1, 28, 28, value.to_bytes(1, "big", signed=True) * 784, 0.5)
        picture = pictures.first_weights(weights)
        drawn = re.search(r"data:image/png;base64,\s*([^\"]+)", picture)
        assert drawn is not None
        with Image.open(BytesIO(base64.b64decode(drawn[1]))) as image:
            return image.convert("RGB").getpixel((14, 14))

    (red, _, blue), (red_below, _, blue_below) = colour(127), colour(-127)
    assert red > 2 * blue and blue_below > 2 * red_below
    page = student(tmp_path, visible(make_grade(picture_data=picture_data())))
    assert "Red weights are positive, blue ones negative" in page.text


def test_a_digit_is_drawn_in_black_on_white() -> None:
    address = pictures.digit_address(bytes(range(196)) * 4)
    kind, _, code = address.partition(",")
    assert kind == "data:image/png;base64"
    with Image.open(BytesIO(base64.b64decode(code))) as image:
        assert (image.mode, image.size) == ("L", (28, 28))
        assert image.tobytes() == bytes(range(255, 59, -1)) * 4


@pytest.mark.parametrize("points", [(0.0, 0.0), (0.0, 10.0), (1e-9, 5.0), (100.0, 105.0)])
def test_scores_are_drawn_in_few_bins_whatever_can_be_earned(points: tuple[float, float]) -> None:
    most, score = points
    drawn = pictures.histogram([score, 0.0], most, "scores")
    assert "Submissions by score" in drawn
    assert len(drawn) < 40_000


def test_a_class_graded_on_the_extra_question_alone_has_a_page(tmp_path: Path) -> None:
    grade = make_grade()
    extra = replace(grade, results=grade.results[4:])
    assert (extra.max_score, extra.total) == (0, 5)
    assert "The class" in whole_class(tmp_path, extra).text


@pytest.mark.parametrize(
    "costs",
    [
        Costs((), ()),
        Costs((float("nan"),), ()),
        Costs((0.0,), (0.0,)),
        Costs((-1e4, 1e4), (float("nan"), 3.0)),
        Costs((1.0,) * 100, (2.0,) * 100),
    ],
)
def test_costs_of_any_kind_can_be_drawn_or_are_left_out(costs: Costs) -> None:
    curves = pictures.cost_curves(costs, "q4")
    assert (curves is None) == (not any(c == c for c in (*costs.training, *costs.validation)))
    assert "nan" not in (curves or "")


def test_the_same_grade_gives_the_same_page(tmp_path: Path) -> None:
    grade = visible(make_grade({"4.2": "failed"}, picture_data=picture_data()))
    first = write_student_page(tmp_path, grade).read_bytes()
    assert write_student_page(tmp_path, replace(grade, seconds=99)).read_bytes() == first


# The class's page


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


def test_who_has_not_begun_a_question_is_counted_by_the_cause() -> None:
    grade = make_grade({"1.1": "failed", "1.2": "failed", "4.1": "failed"})
    results = [
        replace(r, hint="", cause=Cause.UNWRITTEN) if r.check.question == "q1" else r
        for r in grade.results
    ]
    results[2] = replace(results[2], hint="q4: train it (still to be written)")
    view = overview([replace(grade, results=tuple(results)), make_grade(name="bob")])
    assert {row.question.id: row.unwritten for row in view.question_rows} == {
        "q1": 1,
        "q4": 0,
        "q7": 0,
    }


def concerns(*grades: Grade) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for concern in overview(grades).concerns:
        yield concern.title, list(concern.cases)


def test_what_needs_a_person_is_listed_by_what_it_needs_one_for() -> None:
    all_failed = {number: "failed" for number in ("1.1", "1.2", "4.1", "4.2", "7.1")}
    nothing: Any = make_grade(all_failed, name="empty")  # type: ignore[arg-type]
    refused = {"hint": "It holds no package.", "details": "", "cause": Cause.UNREADABLE_SUBMISSION}
    unread = [replace(r, **refused) for r in nothing.results]
    unwritten = [replace(r, cause=Cause.UNWRITTEN) for r in nothing.results]
    crashed = make_grade({"4.1": "failed", "4.2": "failed"}, name="crash")
    hint = "Your code ended the Python process (exit code 3)."
    found = dict(
        concerns(
            make_grade(name="fine"),
            make_grade({"4.2": "fault"}, name="fault"),
            replace(nothing, name="unread", note="It holds no package.", results=tuple(unread)),
            make_grade(name="remark", note="Two packages; one was taken."),
            nothing,
            replace(nothing, name="stubs", results=tuple(unwritten)),
            replace(
                crashed,
                results=tuple(
                    replace(r, hint=hint, cause=Cause.EXIT) if r.status == "failed" else r
                    for r in crashed.results
                ),
            ),
        )
    )
    assert {title: [name for name, _ in cases] for title, cases in found.items()} == {
        "The grader itself failed": ["fault"],
        "It could not be read as a submission": ["unread"],
        "Something about it was unusual": ["remark"],
        "No point at all": ["empty", "stubs"],
        "Crashed, or ran out of time or memory": ["crash"],
    }
    assert found["Crashed, or ran out of time or memory"] == [("crash", f"q4: {hint}")]
    assert found["No point at all"][1] == ("stubs", "not begun")


@pytest.mark.parametrize("cause", ["crash", "exit", "memory", "time"])
def test_a_crash_is_known_by_its_cause_whatever_is_said(cause: str) -> None:
    grade = make_grade({"4.1": "failed"})
    results = [replace(r, cause=Cause(cause)) if r.hint else r for r in grade.results]
    assert dict(concerns(replace(grade, results=tuple(results)))) == {
        "Crashed, or ran out of time or memory": [("alice", "q4: Look at part 4.1.")]
    }


def test_what_is_said_makes_no_crash() -> None:
    grade = make_grade({"4.1": "failed"})
    hint = "Out of memory: your code crashed the Python process (still to be written)"
    results = [replace(r, hint=hint) if r.hint else r for r in grade.results]
    assert dict(concerns(replace(grade, results=tuple(results)))) == {}


def test_a_question_that_lacks_only_its_accuracy_needs_a_person() -> None:
    grade = make_grade({"4.2": "failed"})
    results = tuple(
        replace(r, check=replace(r.check, name="test_learns")) if r.check.number == "4.2" else r
        for r in grade.results
    )
    assert dict(concerns(replace(grade, results=results))) == {
        "Only the accuracy is missing": [("alice", "q4: Look at part 4.2.")]
    }


def test_a_class_without_scores_has_a_page_too(tmp_path: Path) -> None:
    assert "no score" in whole_class(tmp_path, make_grade({"1.1": "fault"})).text
    assert "The class" in whole_class(tmp_path).text


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
