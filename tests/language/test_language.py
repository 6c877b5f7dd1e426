"""Titles and pages in German: nothing is missing, nothing is English, nothing else changes."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from autograder.language import languages, translations
from autograder.quality import translations as translations_module
from autograder.quality.translations import hints_in, missing, sentences
from autograder.report.pages import student_html
from autograder.results.grade import CheckResult, WrittenScore
from autograder.results.results_json import gradescope, read_grade, write_grade
from autograder.rubric.rubric import RubricError, load_rubric
from support import CHECKS, ROOT
from support.grades import make_grade
from support.pages import picture_data
from support.rubrics import project_rubric

ENGLISH = project_rubric()
GERMAN = project_rubric("de")
SAME = {"Code", "Operator", "Training"}  # German words that are English ones, too


def ids() -> list[str]:
    """What the sentences are called by: of one with a plural, the singular."""
    with (ROOT / "autograder" / "language" / "de.po").open("rb") as file:
        found = [one.id for one in read_po(file, "de") if one.id]
    return [one if isinstance(one, str) else one[0] for one in found]


def pairs() -> Iterator[tuple[str, str]]:
    """Every sentence with its German one, plural forms one by one."""
    with (ROOT / "autograder" / "language" / "de.po").open("rb") as file:
        for one in read_po(file, "de"):
            if one.id and isinstance(one.id, str):
                yield one.id, str(one.string)
            elif one.id:
                yield from zip(one.id, one.string, strict=True)


def fields(text: str) -> list[str]:
    """What is filled in: `%(name)s`, and names in braces with their formats."""
    braces = [f"{name}:{form}" for _, name, form, _ in Formatter().parse(text) if name]
    return sorted([*re.findall(r"%\(\w+\)s", text), *braces])


def page_in(language: str) -> str:
    """The page of a student who has failed, passed and met a failure of ours."""
    rubric = GERMAN if language == "de" else ENGLISH
    statuses = ["failed", "passed", "fault"]
    results = tuple(
        CheckResult(check, statuses[index % 3], "", "data.py, line 3" * (index % 3 == 0))
        for index, check in enumerate(rubric.checks)
    )
    assert rubric.written is not None
    grade = make_grade(
        results=results,
        questions=rubric.questions,
        title=rubric.title,
        language=language,
        picture_data=picture_data(),
        written=WrittenScore(rubric.written, ""),
    )
    return student_html(grade)


def test_nothing_is_missing_in_german() -> None:
    assert missing("de", ENGLISH) == []


def test_what_a_language_lacks_is_named_but_for_rows_of_code_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines, concepts = hints_in("de")
    without = {id: line for id, line in lines.items() if id != "q3.sum"}
    monkeypatch.setattr(translations_module, "hints_in", lambda language: (without, concepts))
    monkeypatch.setattr(translations_module, "rows_in", lambda language: {})
    found = missing("de", ENGLISH)
    assert found[0] == "q3.sum: a hint's line"
    assert "calling.cost_function: a row of an example" in found
    assert "q3.not-one-number: a row of an example" not in found  # cost.shape, ()


def test_every_german_sentence_is_used_and_fills_in_what_the_english_one_does() -> None:
    assert sorted(ids()) == sorted(sentences(ENGLISH))
    assert [one for one in pairs() if fields(one[0]) != fields(one[1])] == []
    assert {english for english, german in pairs() if english == german} == SAME


def test_what_is_missing_is_english() -> None:
    assert translations("de").gettext("No such sentence.") == "No such sentence."
    assert languages() == ["en", "de"]


def test_a_german_page_holds_no_english_sentence() -> None:
    english, german = (
        re.sub(r"<style>.*?</style>", "", page_in(one), flags=re.S) for one in ("en", "de")
    )
    assert '<html lang="de">' in german
    assert "cost_function gibt einen Skalar zurück" in german
    assert "Hier hat die Bewertung selbst versagt." in german
    for sentence in sentences(ENGLISH):
        plain = re.split(r"%\(\w+\)s|\{[^}]*\}", sentence)
        for part in (one.strip(" ,.:") for one in plain):
            if " " in part and part in english:
                assert part not in german, part
    assert not re.search(r"\b(the|of|with|your|images)\b", german)


def test_a_page_names_its_language_as_html_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pt_BR.po").write_text('msgid "score"\nmsgstr "nota"\n', "utf-8")
    monkeypatch.setattr("autograder.language.TRANSLATIONS", tmp_path)
    assert '<html lang="pt-BR">' in student_html(make_grade(language="pt_BR"))


def test_a_grade_reads_back_in_whichever_language_the_rubric_is(tmp_path: Path) -> None:
    results = tuple(CheckResult(check, "failed", "A hint.") for check in GERMAN.checks)
    grade = make_grade(
        results=results, questions=GERMAN.questions, title=GERMAN.title, language="de"
    )
    path = write_grade(tmp_path, grade)
    assert read_grade(path, GERMAN) == grade
    english = read_grade(path, ENGLISH)
    assert english is not None
    assert (english.language, english.results[0].check.title) == (
        "en",
        "load_mnist gives pairs of an image tensor and a label",
    )
    assert gradescope(english)["score"] == gradescope(grade)["score"] == 0


def test_the_assignment_keeps_its_name_which_pseudonyms_and_columns_hang_on() -> None:
    assert GERMAN.title == ENGLISH.title


@pytest.mark.parametrize(("line", "language"), [("", "en"), ("language: de\n", "de")])
def test_grading_yml_names_the_language(tmp_path: Path, line: str, language: str) -> None:
    text = (ROOT / "grading.yml").read_text("utf-8")
    (tmp_path / "grading.yml").write_text(f"{text}\n{line}")
    rubric = load_rubric(tmp_path / "grading.yml", CHECKS)
    assert rubric.language == language
    assert rubric.questions[2].title == {"en": "The cost", "de": "Die Kosten"}[language]


def test_an_unknown_language_is_refused_by_name(tmp_path: Path) -> None:
    text = (ROOT / "grading.yml").read_text("utf-8")
    (tmp_path / "grading.yml").write_text(f"{text}\nlanguage: tlh\n")
    with pytest.raises(RubricError, match=r"there is no language `tlh`; there are en, de"):
        load_rubric(tmp_path / "grading.yml", CHECKS)


def test_no_code_reads_a_translated_sentence() -> None:
    """Control never hangs on wording: nothing compares with what `say` returns."""
    for path in sorted((ROOT / "autograder").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Compare):
                assert not re.search(r"\b(say|plural|gettext)\(", ast.unparse(node)), path
