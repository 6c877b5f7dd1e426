"""Notes on what was read of a hand-in: kept as data, and shown in the grade's language."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.grading.words import in_language
from autograder.intake.submissions import IntakeError, read_submission
from autograder.language.sentence import Sentence, listed, sentence
from autograder.probing.student_error import Cause
from autograder.results.grade import CheckResult, Grade
from autograder.results.results_json import gradescope, read_grade, write_grade
from support.grades import make_grade
from support.hand_ins import PACKAGE, archive, folder
from support.rubrics import project_rubric

CHANCE = b"def chance_cost(num_classes=10): return 1\n"
NOTEBOOK = b'{"cells": [{"cell_type": "code", "source": "print(1)"}]}'


def _refused(path: Path) -> str:
    with pytest.raises(IntakeError) as error:
        read_submission(path)
    return error.value.sentence.in_language("de")


@pytest.mark.parametrize(
    ("files", "german"),
    [
        (
            {"essay.pdf": b"%PDF", "notes.txt": b"Rar!"},
            "Es gibt kein Paket digits in alice, nur notes.txt (ein RAR-Archiv), essay.pdf; bitte"
            " gib den Ordner digits/ mit data.py, models.py, costs.py, training.py, evaluation.py"
            " und experiments.py darin oder das Notebook digits.ipynb ab.",
        ),
        (
            {f"{name}.txt": b"x" for name in "abcdef"},
            "Es gibt kein Paket digits in alice, nur a.txt, b.txt, c.txt, d.txt und 2 weitere;"
            " bitte gib den Ordner digits/ mit data.py, models.py, costs.py, training.py,"
            " evaluation.py und experiments.py darin oder das Notebook digits.ipynb ab.",
        ),
        (
            {"work.ipynb": NOTEBOOK},
            "work.ipynb definiert nichts, was die Übung verlangt, weder load_mnist, make_loader,"
            " MLP, cost_function, training_epoch, train, evaluate, accuracy, chance_cost, CNN noch"
            " run_experiments; bitte gib das Notebook ab, in dem du gearbeitet hast.",
        ),
        (
            {"a/models.py": b"def MLP(): return 1", "b/models.py": b"def MLP(): return 2"},
            "alice enthält die Übung zweimal, in a und in b; bitte gib eine davon ab.",
        ),
        (
            PACKAGE | {f"digits/{number}.py": b"" for number in range(1_001)},
            "alice enthält mehr als 1.000 Dateien: Bitte lass virtuelle Umgebungen und Datensätze"
            " weg und gib nur deinen Code ab.",
        ),
    ],
)
def test_why_a_hand_in_cannot_be_read(
    tmp_path: Path, files: Mapping[str, bytes], german: str
) -> None:
    assert _refused(folder(tmp_path / "alice", files)) == german


def test_why_an_archive_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "alice.zip"
    path.write_bytes(b"Rar!\x1a\x07")
    assert _refused(path) == (
        "alice.zip ist ein RAR-Archiv und kein Zip-Archiv; bitte gib ein Zip-Archiv ab."
    )
    path.write_bytes(b"")
    assert _refused(path) == (
        "alice.zip ist leer; bitte erstelle das Zip-Archiv neu und öffne es einmal, um zu prüfen,"
        " ob es heil ist."
    )


def test_what_was_taken_and_how_it_was_read(tmp_path: Path) -> None:
    files = {
        "digits/evaluation.py": CHANCE,
        "digits/data.py": "x = 'é'\n".encode("latin-1"),
        "digits (1)/evaluation.py": b"def accuracy(): return 1",
        "written_answer.pdf": b"%PDF",
    }
    notes = read_submission(archive(tmp_path / "alice.zip", files)).notes
    assert [one.in_language("de") for one in notes] == [
        "digits/data.py: als Windows-1252 gelesen; Python erwartet UTF-8.",
        "digits/ wurde bewertet; die Übung steht auch in digits (1).",
        "written_answer.pdf: nicht gelesen; bitte schreib deine Antwort in written_answer.md.",
    ]


def _unread(language: str) -> Grade:
    """A grade of what could not be read, graded in English, in a class of some language."""
    rubric = project_rubric(language)
    english, notes = "a.zip is a PDF and no zip archive; please hand in a zip archive.", (
        sentence(
            "{shown} is {what} and no zip archive; please hand in a zip archive.",
            shown="a.zip",
            what=sentence("a PDF"),
        ),
    )  # fmt: skip
    cause = Cause.UNREADABLE_SUBMISSION
    results = tuple(CheckResult(check, "failed", english, cause=cause) for check in rubric.checks)
    return make_grade(
        results=results, questions=rubric.questions, language=language, note=english, notes=notes
    )


def test_a_grade_has_its_note_in_its_language_and_is_read_back_in_another(tmp_path: Path) -> None:
    german = "a.zip ist ein PDF und kein Zip-Archiv; bitte gib ein Zip-Archiv ab."
    english = "a.zip is a PDF and no zip archive; please hand in a zip archive."
    grade = in_language(_unread("de"))
    assert grade.note == german and {one.hint for one in grade.results} == {german}
    assert grade.english_note == english
    assert gradescope(grade)["output"] == german
    path = write_grade(tmp_path, grade)
    again = read_grade(path, project_rubric())
    assert again is not None and again.notes == grade.notes
    assert in_language(again).note == english


def test_a_note_without_data_or_with_wrong_fields_keeps_its_words() -> None:
    grade = replace(_unread("de"), notes=())
    assert in_language(grade).note == grade.note == grade.english_note
    grade = replace(grade, notes=(Sentence("{shown} is empty", {}),))
    assert in_language(grade).note == grade.note


def test_a_list_names_four_and_what_is_in_braces_stays() -> None:
    assert str(listed(["{a}", "b"])) == "{a}, b" and str(listed([])) == ""
    assert listed("abcde").in_language("de") == "a, b, c, d und 1 weitere"
    assert str(sentence("{shown} is empty", shown="{x}\x1b[31m.zip")) == "{x}.zip is empty"
