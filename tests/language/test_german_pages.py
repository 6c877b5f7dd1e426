"""The pages for instructors in German: of the class, of code, of similar ones, and the desk."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from autograder.intake.classes import NO_SUBMISSION, LeftOut
from autograder.language import translations
from autograder.probing.student_error import Cause
from autograder.quality.translations import sentences
from autograder.report.class_page import Beside
from autograder.report.desk import DESK, write_desk
from autograder.report.pages import Wording, write_class_page, write_code_page, write_similar_page
from autograder.report.similarity import Likeness
from autograder.results.decisions import Decision
from autograder.results.given import Context, give
from autograder.results.grade import Grade, Late
from support.desk import write_class
from support.grades import make_grade
from support.pages import picture_data
from support.rubrics import project_rubric
from support.written import question, with_written

RUBRICS = {one: project_rubric(one) for one in ("en", "de")}
WORDS = {"en": "In your words", "de": "Mit deinen Worten"}
WRITTEN = {
    one: replace(with_written(rubric), written=replace(question(), title=WORDS[one], prompt="?"))
    for one, rubric in RUBRICS.items()
}
GERMAN = translations("de")
PAIR = Likeness(("ada", "bob"), (0.9, 0.55), ((("x = 1", True),), (("x = 1", False),)))
SHOWN = {"alt", "aria-label", "data-all", "data-some", "placeholder"}  # attributes that are read


class Texts(HTMLParser):
    """Collects what people read on a page: texts, and some attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.hidden = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden = tag in ("code", "script", "style")
        self.found += [value.strip() for name, value in attrs if name in SHOWN and value]

    def handle_endtag(self, tag: str) -> None:
        self.hidden = False

    def handle_data(self, data: str) -> None:
        if not self.hidden and data.strip():
            self.found.append(" ".join(data.split()))


def class_(language: str) -> list[Grade]:
    """Grades with all that the class's page tells."""
    rubric = replace(WRITTEN[language], late=None)
    more = {"language": language, "picture_data": picture_data(), "own_seconds": 1.0}
    crashed = make_grade({"4.1": "failed"}, name="ada", seconds=90, **more)
    results = tuple(
        replace(one, cause=Cause.CRASH if one.status == "failed" else None)
        for one in crashed.results
    )
    decisions = [Decision("bob", "q4", "adjust", "-1", "Warum")]
    grades = [
        replace(crashed, results=results),
        give(make_grade(name="bob", seconds=2, **more), rubric, Context(decisions)),
        make_grade({"4.2": "fault"}, name="cem", retries=("4.1",) * 8, note="Etwas.", **more),
        make_grade({"1.1": "failed"}, name="dan", late=Late(5.5, "Late.", "", "Zu spät."), **more),
        make_grade(name="eva", late=Late(unknown="nobody knows when it was handed in"), **more),
    ]
    return [replace(one, language=language) for one in grades]


def class_page(out: Path, language: str) -> str:
    (out / "similar.htm").write_text("")
    (out / "code").mkdir()
    (out / "code" / "ada.html").write_text("")
    left_out = [LeftOut("brief.txt", NO_SUBMISSION)]
    beside = Beside((PAIR,))
    return write_class_page(out, class_(language), None, left_out, beside).read_text("utf-8")


def code_page(out: Path, language: str) -> str:
    files = {"digits/data.py": b"x = 1", "bild.png": b"\x89", "lang.py": b"x = 1\n" * 11_000}
    wording = Wording(language)
    return write_code_page(out, "Digits", "ada", files, {}, wording).read_text("utf-8")


def similar_page(out: Path, language: str) -> str:
    return write_similar_page(out, "Digits", 2, [PAIR], language).read_text("utf-8")


def desk(out: Path, language: str) -> str:
    write_class(out, {"ada": "Zwei."}, pictures=picture_data())
    write_desk(out, WRITTEN[language])
    return (out / DESK).read_text("utf-8")


PAGES = {
    "class": (class_page, "Was du dir ansehen musst"),
    "code": (code_page, "Diese Seite ist für Lehrpersonen."),
    "similar": (similar_page, "Ähnlichkeit beweist nichts"),
    "desk": (desk, "Kommentar für die Studierenden"),
}


@pytest.mark.parametrize("page", PAGES)
def test_a_german_page_holds_no_english_sentence(page: str, tmp_path: Path) -> None:
    write, holds = PAGES[page]
    english, german = both(write, tmp_path)
    assert '<html lang="de">' in german and holds in german
    texts = Texts(german).found
    wording = "\n".join(texts).replace("Load the digits, make batches", "")  # a made-up title
    for sentence in sentences(RUBRICS["en"]):
        if GERMAN.gettext(sentence) == sentence:
            continue
        assert sentence.strip() not in texts, sentence
        for part in re.split(r"%\(\w+\)s|\{[^}]*\}|<[^>]*>", sentence):
            if " " in (plain := part.strip(" ,.:;")) and plain in english:
                assert plain not in wording, plain
    assert not re.search(r"\b(the|of|with|your|submissions?|points|marked|not)\b", wording)


def both(write: Callable[[Path, str], str], out: Path) -> list[str]:
    """The page in English and in German."""
    pages = []
    for language in ("en", "de"):
        (out / language).mkdir()
        pages.append(write(out / language, language))
    return pages


def test_the_desk_s_script_speaks_german_and_does_the_same(tmp_path: Path) -> None:
    english, german = both(desk, tmp_path)

    def about(page: str) -> dict[str, object]:
        found = re.search(r'id="about">(.*?)</script>', page)
        assert found is not None
        read: dict[str, object] = json.loads(found[1])
        return read

    def script(page: str) -> str:
        return page.rpartition("<script>")[2]

    before, after = about(english).pop("words"), about(german)["words"]
    assert isinstance(before, dict) and isinstance(after, dict)
    assert before.keys() == after.keys()
    assert (before["nothing"], after["nothing"]) == (
        "Nothing of what was looked for is in it.",
        "Nichts von dem, was gesucht wurde, steht darin.",
    )
    assert [name for name in before if before[name] == after[name]] == []
    assert script(english) == script(german)
    used = set(re.findall(r'\bsay\((?:mark\.done \? )?"(\w+)"', script(german)))
    assert used | {"answer"} == set(before)


def test_the_class_s_page_has_the_same_numbers_in_both_languages(tmp_path: Path) -> None:
    english, german = both(class_page, tmp_path)
    values = [
        re.findall(r'data-(?:value|failed|kind)="([^"]*)"', page) for page in (english, german)
    ]
    assert values[0] and values[0] == values[1]


def test_points_times_shares_and_counts_are_written_as_in_german(tmp_path: Path) -> None:
    _, german = both(class_page, tmp_path)
    texts = Texts(german).found
    assert {"91,75", "79,5", "3,4 s", "zu spät: −5,5"} <= set(texts)
    assert 'data-value="79.5"' in german  # what the script sorts by
    (tmp_path / "code").mkdir()
    assert "Nur die ersten 60.000 von 66.000 Zeichen" in code_page(tmp_path / "code", "de")
