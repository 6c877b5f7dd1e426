"""What students read beside titles and hints, in German: lateness, decisions, what code printed,
kinds of values, the file for the answer, the notebook's first cell.
"""

import ast
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from autograder.checking.hints.graded import graded
from autograder.gradescope.metadata import EarlierHandIn, sentence
from autograder.intake.answers import answers_in, own_text
from autograder.otter.master_cells import setup_source
from autograder.probing.kinds import kind_of
from autograder.release.written import answer_file
from autograder.report.student_page import student_view
from autograder.results.decisions import Decision
from autograder.results.given import Context, HandInTime, give
from autograder.results.grade import CheckResult, Grade
from autograder.results.history import given_in
from autograder.results.results_json import gradescope, spoken
from autograder.rubric.late import LatePolicy
from support import SOLUTION
from support.grades import make_grade
from support.rubrics import project_rubric
from support.written import question

RULE = LatePolicy.model_validate(
    {"points_a_day": 5, "deadline": "2026-12-11 23:59 UTC", "latest": "3 days"}
)
DECISIONS = [
    Decision("alice", "q1", "points", "1", "Auf Papier gelesen."),
    Decision("alice", "q2", "adjust", "-2.5", "Abgeschrieben."),
    Decision("alice", "q3", "excuse", "", "Krank."),
    Decision("alice", "", "extension", "1 day", "Krank."),
    Decision("alice", "", "counts", "", "Gewünscht."),
    Decision("alice", "", "comment", "", "Schön."),
]


def given(language: str, day: int, *decisions: Decision) -> Grade:
    """A grade of what was handed in at noon of a day."""
    rubric = replace(project_rubric(language), late=RULE, written=None)
    results = tuple(CheckResult(check, "passed") for check in rubric.checks)
    grade = make_grade(results=results, questions=rubric.questions, language=language)
    time = HandInTime(datetime.fromisoformat(f"2026-12-{day}T12:00:00+00:00"))
    return give(grade, rubric, Context(decisions, time))


@pytest.mark.parametrize(
    ("day", "decisions", "german", "english"),
    [
        (12, (), "1 Tag zu spät abgegeben: 5 Punkte weniger.", "Handed in 1 day late: 5 points"),
        (13, (), "2 Tage zu spät abgegeben: 10 Punkte weniger.", "Handed in 2 days late: 10 point"),
        (
            20,
            (),
            "Nach dem spätesten Zeitpunkt abgegeben: keine Punkte.",
            "Handed in after the latest time: no points.",
        ),
        (
            12,
            (Decision("alice", "", "late", "1", "x"),),
            "Zu spät: 1 Punkt weniger.",
            "Late: 1 point less.",
        ),
    ],
)
def test_lateness_is_told_in_german_and_kept_in_english(
    day: int, decisions: tuple[Decision, ...], german: str, english: str
) -> None:
    grade, other = given("de", day, *decisions), given("en", day, *decisions)
    assert spoken(grade)[0] == german
    assert grade.late.sentence == other.late.sentence
    assert spoken(other)[0].startswith(english)


def test_decisions_are_told_in_german_and_kept_in_english() -> None:
    grade, other = given("de", 11, *DECISIONS), given("en", 11, *DECISIONS)
    assert spoken(grade) == [
        "q1: 1 Punkt: Auf Papier gelesen.",
        "q2: -2,5 Punkte: Abgeschrieben.",
        "q3: entschuldigt: Krank.",
        "eine andere Frist, 1 day: Krank.",
        "diese Abgabe zählt: Gewünscht.",
        "Schön.",
    ]
    assert spoken(other)[0] == "q1: 1 point: Auf Papier gelesen."
    assert list(student_view(grade).decisions) == spoken(grade)


def test_results_and_history_are_the_same_in_both_languages() -> None:
    grade, other = given("de", 13, *DECISIONS), given("en", 13, *DECISIONS)
    german, english = gradescope(grade), gradescope(other)
    assert german["output"].startswith("1 Tag zu spät abgegeben")
    assert german["extra_data"] == english["extra_data"]
    assert german["score"] == english["score"]
    assert given_in(german) == given_in(english)


def test_an_earlier_hand_in_that_counts_is_told_in_german() -> None:
    assert sentence(EarlierHandIn("2026-12-01 10:00", 80), "de") == (
        "Deine beste Abgabe zählt, und das ist eine frühere (Zeitpunkt: 2026-12-01 10:00) mit 80"
        " Punkten. Was unten steht, gehört zu dieser hier."
    )
    assert "(Zeitpunkt: unbekannt) mit" in sentence(EarlierHandIn("an unknown time", 80), "de")
    assert "one, of an unknown time, with 80 points" in sentence(
        EarlierHandIn("an unknown time", 80)
    )


def test_what_code_printed_stands_below_german_words() -> None:
    check = project_rubric("de").checks[0]
    failed = CheckResult(check, "failed", "Nein.", "data.py, line 3", printed="hallo\n")
    assert failed.details_in("de") == "data.py, line 3\n\nDein Code hat ausgegeben:\nhallo"
    assert failed.details_in("en") == "data.py, line 3\n\nYour code printed:\nhallo"
    assert CheckResult(check, "failed", printed=" \n").details_in("de") == ""


@pytest.mark.parametrize(
    ("value", "german", "english"),
    [
        ([], "etwas vom Typ list", "a list"),
        (3, "etwas vom Typ int", "an int"),
        (None, "None", "None"),
    ],
)
def test_the_kind_of_a_value_is_german(value: Any, german: str, english: str) -> None:
    message = {"hint": "evaluate.no-pair", "found": kind_of(value)}
    assert graded("de").words(message).startswith(f"evaluate hat {german} zurückgegeben; erwartet")
    assert graded("en").words(message).startswith(f"evaluate returned {english}; expected")


def test_the_data_that_a_network_was_trained_on_is_german() -> None:
    both = {"first": {"hint": "q7.data-training"}, "second": {"hint": "q7.data-validation"}}
    message = {"hint": "q7.trained-on-other-data", "found": {"hint": "q7.data-and", **both}}
    assert "diesen Daten trainiert: Trainingsdaten und Validierungsdaten; erwartet" in (
        graded("de").words(message)
    )
    assert "was trained on training and validation data; expected" in graded("en").words(message)


def test_the_file_for_the_answer_is_german_and_is_read_in_every_language() -> None:
    released = answer_file(question(10), "de")
    assert released.startswith("# q8: In your words\n")  # with its capital, unlike in English
    assert released.endswith(
        "<!-- Deine Antwort: alles unter dieser Zeile. -->\n\n"
        "_Schreib deine Antwort hierher, anstelle dieses Textes._\n"
    )
    filled = released.replace("_Schreib deine Antwort hierher, anstelle dieses Textes._", "Zwei.")
    assert own_text(filled) == "Zwei."
    assert own_text("# q8\n\nPrompt\n\n<!-- Deine Antwort -->\n\nZwei.") == "Zwei."
    assert answers_in({"digits/written_answer.md": filled.encode()}) == ["Zwei."]
    assert own_text(released) == own_text(answer_file(question(10), "en")) == "What did you see?"


def test_the_notebook_s_first_cell_is_german_and_does_the_same() -> None:
    source = (SOLUTION / "notebook_setup.py").read_text("utf-8")
    english, german = setup_source(source, "ada/digits"), setup_source(source, "ada/digits", "de")
    assert german.startswith("# @title Führ diese Zelle zuerst aus. Colab und Kaggle brauchen sie;")
    assert 'REPO = "ada/digits"' in german
    texts = {one.value for one in ast.walk(ast.parse(german)) if isinstance(one, ast.Constant)}
    assert (
        "Hier sind keine Prüfungen. Lade assignment.zip hoch (in Colab: links unter Dateien; auf"
        " Kaggle: Add Input → Upload), dann führ diese Zelle noch einmal aus."
    ) in texts
    assert max(map(len, german.split("\n"))) <= 100

    def shape(text: str) -> str:
        """The code without the sentence that is translated."""
        tree = ast.parse(text)
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and "Add Input → Upload" in str(node.value):
                node.value = "…"
        return ast.unparse(tree)

    assert shape(german) == shape(english)
