"""The written question in `grading.yml`: what it may say, and what is said when it is wrong."""

from pathlib import Path

import pytest

from autograder.rubric.rubric import Rubric, RubricError, load_rubric
from autograder.rubric.written import RubricItem

QUESTION = """\
title: Digits
visibility: {public: visible, hidden: hidden}
questions:
  q2:
    title: Network
    public: {test_shape: 90}
  q8:
    kind: written
    title: In your words
    points: 10
    prompt: |
      What did you see?

      Say why.
    rubric:
      - {text: It names two numbers, points: 6}
      - {text: It says why, points: 4}
      - {text: It is too long, points: -1}
limits: {wall_seconds: 1, cpu_seconds: 1, memory_mb: 1, processes: 1, open_files: 1, file_mb: 1,
  output_kb: 1}
exams:
  mnist: {measured: never, training_images: 1, hidden_images: 1}
"""
ITEM = "      - {text: It says why, points: 4}\n"


def load(folder: Path, text: str) -> Rubric:
    checks = folder / "checks" / "public"
    checks.mkdir(parents=True, exist_ok=True)
    (checks / "test_q2.py").write_text("def test_shape(submission): pass\n")
    (folder / "grading.yml").write_text(text)
    return load_rubric(folder / "grading.yml", folder / "checks")


def test_it_is_read_and_is_none_of_the_questions_with_checks(tmp_path: Path) -> None:
    rubric = load(tmp_path, QUESTION)
    written = rubric.written
    assert written is not None
    assert (written.id, written.title, written.points) == ("q8", "In your words", 10)
    assert written.prompt == "What did you see?\n\nSay why."
    assert written.items[2] == RubricItem(text="It is too long", points=-1)
    assert [question.id for question in rubric.questions] == ["q2"]


def test_its_points_are_part_of_the_hundred(tmp_path: Path) -> None:
    assert load(tmp_path, QUESTION).points == 100
    with pytest.raises(RubricError, match="are worth 90 points together; they must make 100"):
        load(tmp_path, QUESTION.replace("points: 10", "points: 10\n    extra: true"))


def test_a_file_without_one_has_none(tmp_path: Path) -> None:
    begin, end = QUESTION.index("  q8:"), QUESTION.index("limits:")
    text = QUESTION[:begin].replace("90", "100") + QUESTION[end:]
    assert load(tmp_path, text).written is None


WHY = "{text: It says why, points: 4}"


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        ("written", "writen", 8, "`questions.q8.kind` should be 'written', not 'writen'."),
        ("points: 10", "punkte: 10", 10, "`punkte` is not known here"),
        ("points: 10", "points: -1", 10, "should be greater than or equal to 0, not -1."),
        ("points: 10", "points: ten", 10, "should be a valid number, not 'ten'."),
        (WHY, WHY.replace("4", "3.5"), 7, "give 9.5 points, so nobody can"),
        (WHY, WHY.replace("4", "x"), 17, "`questions.q8.rubric.1.points` should be"),
        (WHY, "{points: 4}", 17, "`questions.q8.rubric.1.text` is missing."),
        (WHY, "why", 17, "should hold entries of its own"),
        (ITEM, 8 * ITEM, 15, "`questions.q8.rubric` must not have more than 9 items."),
        ("Say why.", "<!-- part q1 -->", 11, "must hold no comment of HTML"),
        ("  q8:", "  q7:", 7, "q7 is a question with checks; give the written one another number."),
        ("  q8:", "  eight:", 7, "`eight` is no name for this place"),
        ("title: Network", "title: A\n    prompt: x", 6, "`prompt` is not known here."),
    ],
)
def test_what_is_wrong_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, sentence: str
) -> None:
    with pytest.raises(RubricError) as caught:
        load(tmp_path, QUESTION.replace(old, new, 1))
    found = [one for one in str(caught.value).split("\n") if sentence in one]
    assert [one.startswith(f"grading.yml, line {line}: ") for one in found] == [True], caught.value


def test_a_second_one_is_refused(tmp_path: Path) -> None:
    begin, end = QUESTION.index("  q8:"), QUESTION.index("limits:")
    second = QUESTION[begin:end].replace("q8", "q9").replace("points: 10", "points: 0")
    text = QUESTION[:end] + second + QUESTION[end:]
    with pytest.raises(RubricError) as caught:
        load(tmp_path, text)
    line = text[: text.index("  q9:")].count("\n") + 1
    assert str(caught.value) == (
        f"grading.yml, line {line}: q9 is a second written question; there can be one, as q8 is."
    )
