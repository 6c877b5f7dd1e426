"""The zoo: no correct solution loses a point, and every mistake costs its own question."""

import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from autograder.classroom.pool import SubmissionTask, run_in_order
from autograder.grading.setup import draw as draw_for_grading
from autograder.intake.notebooks import read_notebook
from autograder.probing.questions import QUESTIONS
from autograder.quality.zoo import (
    ZooError,
    grade_zoo,
    read_specimen,
    read_zoo,
    sample_pairs,
    summary,
)
from autograder.results.grade import Grade
from autograder.rubric.rubric import Rubric
from support import ROOT, SOLUTION
from support.seeds import draw_seed
from support.zoo import (
    FIRST_SEED,
    PAIRS,
    draw,
    draw_another,
    questions_of_files,
    specimens,
    whole_zoo,
    without_thresholds,
)

WRONG = '''"""It is wrong.
question: {}
hint: {}
"""

'''
SPECIMENS = whole_zoo()
DRAWN = draw(SPECIMENS, draw_seed())
NAMES = [specimen.name for specimen in SPECIMENS]


def write(folder: Path, text: str, kind: str = "mistakes") -> Path:
    path = folder / kind / "specimen.py"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_specimen_replaces_names_in_the_files_they_belong_to(tmp_path: Path) -> None:
    code = "import math\n\n\ndef evaluate(): 1\n"
    specimen = read_specimen(write(tmp_path, WRONG.format("q5", "two words") + code))
    assert (specimen.sentence, specimen.hints) == ("It is wrong.", {"q5": "two words"})
    reference = {"digits/evaluation.py": b"first\n", "digits/models.py": b"second\n"}
    files = specimen.submission(reference)
    assert files["digits/models.py"] == b"second\n"
    assert files["digits/evaluation.py"] == b"first\n\n\nimport math\n\n\ndef evaluate(): 1\n"


def test_a_specimen_may_bring_further_files(tmp_path: Path) -> None:
    text = (
        '"""It is right."""\n\nFILES = {\n    "digits/more.py": "x = 1",\n}\n\n\nclass CNN: ...\n'
    )
    specimen = read_specimen(write(tmp_path, text, "correct"))
    files = specimen.submission({"digits/models.py": b""})
    assert files == {"digits/models.py": b"\n\nclass CNN: ...\n", "digits/more.py": b"x = 1"}


def test_a_further_file_is_written_in_the_encoding_that_it_names(tmp_path: Path) -> None:
    further = {"digits/a.py": "# coding: gbk\n# \u624b\n", "b": "\u624b"}
    text = f'"""It is right."""\n\nFILES = {further!r}\n'
    files = read_specimen(write(tmp_path, text, "correct")).submission({})
    assert files == {"digits/a.py": b"# coding: gbk\n# \xca\xd6\n", "b": "\u624b".encode()}


@pytest.mark.parametrize("version", [3, 4])
def test_a_notebook_is_a_specimen_with_the_cells_of_the_reference_that_it_lacks(
    tmp_path: Path, version: int
) -> None:
    source = "input" if version == 3 else "source"
    cells = [{"cell_type": "code", source: ["class MLP: ...\n", "class CNN: ...\n"]}]
    sheet: dict[str, Any] = {"cells": cells}
    notebook = {"nbformat": version, "metadata": {"zoo": "It is right."}}
    notebook |= {"worksheets": [sheet]} if version == 3 else sheet
    path = tmp_path / "correct" / "one.ipynb"
    path.parent.mkdir()
    path.write_text(json.dumps(notebook), encoding="utf-8")
    (specimen,) = read_zoo(tmp_path, ["correct"])
    assert (specimen.sentence, specimen.names) == ("It is right.", {"MLP", "CNN"})
    names = ("data", "models", "costs", "training", "evaluation", "experiments")
    reference = {f"digits/{name}.py": f"from .x import y\n{name}\n".encode() for name in names}
    files = specimen.submission(reference)
    assert list(files) == ["one.ipynb"]
    texts = read_notebook(io.BytesIO(files["one.ipynb"]), "one.ipynb").cells
    assert [text.decode() for text in texts.values()] == [
        "data\n", "costs\n", "training\n", "evaluation\n", "experiments\n",
        "class MLP: ...\nclass CNN: ...\n",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ['{"metadata": {}, "cells": []}', "[]", '{"metadata": {"zoo": "x"}, "cells": []}']
)
def test_a_notebook_that_says_too_little_is_refused(tmp_path: Path, text: str) -> None:
    (path := tmp_path / "one.ipynb").write_text(text, encoding="utf-8")
    with pytest.raises(ZooError, match="expected a notebook with `zoo` in its metadata"):
        read_specimen(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('"""It is wrong."""\n\n\nclass CNN: ...\n', "a line `question: …`, a line `hint: …`"),
        (WRONG.format("q1", "x") + "x = 1\n", "it defines none of"),
    ],
)
def test_a_specimen_that_says_too_little_is_refused(
    tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(ZooError, match=message):
        read_specimen(write(tmp_path, text))


def test_there_are_enough_specimens_for_every_question() -> None:
    assert sum(specimen.kind == "correct" for specimen in specimens()) >= 145
    assert sum(bool(specimen.notebook) for specimen in specimens()) >= 20
    questions = [q for specimen in specimens() for q in specimen.hints]
    assert len(questions) >= 80
    assert all(questions.count(f"q{number}") >= 8 for number in range(1, 8))
    for specimen in specimens():
        compile(specimen.code, specimen.name, "exec")


def test_pairs_are_of_different_questions_and_names_and_the_same_for_a_seed() -> None:
    pairs = sample_pairs(specimens(), PAIRS, FIRST_SEED)
    assert len(pairs) == PAIRS == len({pair.name for pair in pairs})
    assert all(len(pair.hints) == 2 and pair.kind == "pairs" for pair in pairs)
    again, other = (sample_pairs(specimens(), PAIRS, seed) for seed in (FIRST_SEED, FIRST_SEED + 1))
    assert pairs == again != other


def test_a_pair_holds_the_code_of_both(tmp_path: Path) -> None:
    first = read_specimen(write(tmp_path / "1", WRONG.format("q6", "x") + "class CNN: ...\n"))
    second = read_specimen(write(tmp_path / "2", WRONG.format("q2", "y") + "class MLP: ...\n"))
    (pair,) = sample_pairs([first, second], 5, FIRST_SEED)
    files = pair.submission({"digits/models.py": b"first"})
    assert files["digits/models.py"].split() == b"first class CNN: ... class MLP: ...".split()
    assert sample_pairs([first, first], 5, FIRST_SEED) == []


@pytest.fixture(scope="module")
def grade(grader: Any) -> Callable[[list[SubmissionTask]], Iterator[Grade]]:
    """Grades tasks one after the other."""
    return partial(run_in_order, partial(nullcontext, grader))


def grade_only(rubric: Rubric, asked: set[str], grade: Any) -> Any:
    """Return what grades tasks in some questions."""
    questions = tuple(question for question in rubric.questions if question.id in asked)

    def grade_some(tasks: list[SubmissionTask]) -> Iterator[Grade]:
        options = [replace(task.options, questions=questions) for task in tasks]
        return grade([replace(task, options=one) for task, one in zip(tasks, options, strict=True)])

    return grade_some


def test_what_does_not_hold_is_said(rubric: Rubric, grade: Any, tmp_path: Path) -> None:
    code = "def chance_cost(num_classes): return 0.0\n"
    specimen = read_specimen(write(tmp_path, WRONG.format("q1", "x") + code))
    grade_some = grade_only(rubric, {"q1", "q5"}, grade)
    (outcome,) = grade_zoo([specimen], SOLUTION, grade_some, FIRST_SEED)
    assert outcome.problems[-1] == "q1 lost no points"
    assert outcome.problems[0].startswith("q5 test_chance_cost: Guessing among")
    assert summary([outcome]).startswith("mistakes: 0 of 1 caught")


@pytest.mark.full
@pytest.mark.parametrize("number", range(len(SPECIMENS)), ids=NAMES)
def test_the_zoo_holds(number: int, rubric: Rubric, grade: Any) -> None:
    """A correct specimen loses no point; a mistake costs its own question and no other.

    Each specimen is graded with a seed of its own, and is the reference but for a few names.
    """
    specimen = SPECIMENS[number]
    (outcome,) = grade_zoo([specimen], SOLUTION, grade, FIRST_SEED + number)
    assert outcome.problems == ()
    everything = sum(check.points for check in rubric.checks)
    assert (outcome.grade.total == everything) == (not specimen.hints)


@pytest.mark.parametrize(
    "number", [n for n, name in enumerate(NAMES) if name in DRAWN], ids=NAMES.__getitem__
)
def test_drawn_specimens_hold_where_their_files_can_matter(
    number: int, rubric: Rubric, grader: Any, grade: Any
) -> None:
    """The same in the questions of the files that a specimen writes, and in one other question.

    Of a mistake no accuracy is asked in its own question, unless no other check names it.
    """
    specimen = SPECIMENS[number]
    asked = questions_of_files(specimen)
    asked |= draw_another(asked, number)
    grade_some = grade_only(rubric, asked, grade)
    with pytest.MonkeyPatch.context() as patch:
        if specimen.hints:
            setup = replace(grader.setup, rubric=without_thresholds(rubric, specimen.hints))
            patch.setattr(grader, "drawn", partial(draw_for_grading, setup))
        (outcome,) = grade_zoo([specimen], SOLUTION, grade_some, FIRST_SEED + number)
    if specimen.hints and outcome.problems:
        (outcome,) = grade_zoo([specimen], SOLUTION, grade_some, FIRST_SEED + number)
    assert outcome.problems == ()
    assert {score.question.id for score in outcome.grade.question_scores} == asked


def test_the_zoo_grades_the_reference_with_200_seeds_in_every_question() -> None:
    """What a specimen does not define is the reference's, and must lose nothing in the zoo."""
    for question, names in QUESTIONS.items():
        untouched = [s for s in SPECIMENS if not (s.all_names & set(names) or s.files)]
        assert len(untouched) >= 200, question


def test_the_page_lists_every_specimen_and_nothing_that_does_not_hold() -> None:
    page = (ROOT / "docs" / "zoo.md").read_text("utf-8")
    listed = [line.split("`")[1] for line in page.split("\n") if line.startswith("| `")]
    assert set(listed) == {specimen.name for specimen in specimens()}
    (summary,) = [line for line in page.split("\n") if line.startswith("correct: ")]
    held = re.findall(r"(\d+) of (\d+)", summary)
    assert len(held) == 3 and all(first == second for first, second in held)
