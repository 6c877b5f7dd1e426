"""The zoo: no correct solution loses a point, and every mistake costs its own question."""

import re
from collections.abc import Iterator
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from support import ROOT, SOLUTION, ZOO

WRONG = '''"""It is wrong.
question: {}
hint: {}
"""

'''
SEED = 1
PAIRS = 24  # as many as `autograder zoo` grades: each question is the reference's 200 times
CHUNKS = 24  # of the zoo; each is a test of its own, so that they can be spread over the cores


def write(folder: Path, text: str, kind: str = "mistakes") -> Path:
    path = folder / kind / "specimen.py"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_specimen_replaces_names_in_the_files_they_belong_to(tmp_path: Path) -> None:
    from autograder.quality.zoo import read_specimen

    code = "import math\n\n\ndef evaluate(): 1\n"
    specimen = read_specimen(write(tmp_path, WRONG.format("q5", "two words") + code))
    assert (specimen.sentence, specimen.hints) == ("It is wrong.", {"q5": "two words"})
    reference = {"digits/evaluation.py": b"first\n", "digits/models.py": b"second\n"}
    files = specimen.submission(reference)
    assert files["digits/models.py"] == b"second\n"
    assert files["digits/evaluation.py"] == b"first\n\n\nimport math\n\n\ndef evaluate(): 1\n"


def test_a_specimen_may_bring_further_files(tmp_path: Path) -> None:
    from autograder.quality.zoo import read_specimen

    text = (
        '"""It is right."""\n\nFILES = {\n    "digits/more.py": "x = 1",\n}\n\n\nclass CNN: ...\n'
    )
    specimen = read_specimen(write(tmp_path, text, "correct"))
    files = specimen.submission({"digits/models.py": b""})
    assert files == {"digits/models.py": b"\n\nclass CNN: ...\n", "digits/more.py": b"x = 1"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('"""It is wrong."""\n\n\nclass CNN: ...\n', "a line `question: …`, a line `hint: …`"),
        (WRONG.format("q1", "x") + "x = 1\n", "it defines none of"),
    ],
)
def test_a_specimen_that_says_too_little_is_refused(tmp_path: Path, text: str, said: str) -> None:
    from autograder.quality.zoo import ZooError, read_specimen

    with pytest.raises(ZooError, match=said):
        read_specimen(write(tmp_path, text))


def test_there_are_enough_specimens_for_every_question() -> None:
    from autograder.quality.zoo import read_zoo

    specimens = read_zoo(ZOO)
    assert sum(specimen.kind == "correct" for specimen in specimens) >= 40
    questions = [q for specimen in specimens for q in specimen.hints]
    assert len(questions) >= 80
    assert all(questions.count(f"q{number}") >= 8 for number in range(1, 8))
    for specimen in specimens:
        compile(specimen.code, specimen.name, "exec")


def test_pairs_are_of_different_questions_and_names_and_the_same_for_a_seed() -> None:
    from autograder.quality.zoo import read_zoo, sample_pairs

    specimens = read_zoo(ZOO)
    pairs = sample_pairs(specimens, PAIRS, SEED)
    assert len(pairs) == PAIRS == len({pair.name for pair in pairs})
    assert all(len(pair.hints) == 2 and pair.kind == "pairs" for pair in pairs)
    again, other = (sample_pairs(specimens, PAIRS, seed) for seed in (SEED, SEED + 1))
    assert pairs == again != other


def test_a_pair_holds_the_code_of_both(tmp_path: Path) -> None:
    from autograder.quality.zoo import read_specimen, sample_pairs

    first = read_specimen(write(tmp_path / "1", WRONG.format("q6", "x") + "class CNN: ...\n"))
    second = read_specimen(write(tmp_path / "2", WRONG.format("q2", "y") + "class MLP: ...\n"))
    (pair,) = sample_pairs([first, second], 5, SEED)
    files = pair.submission({"digits/models.py": b"first"})
    assert files["digits/models.py"].split() == b"first class CNN: ... class MLP: ...".split()
    assert sample_pairs([first, first], 5, SEED) == []


def grade_here(grader: Any, tasks: list[Any]) -> Iterator[Any]:
    """Grade tasks one after the other; the grader's seed is afterwards what it was."""
    from autograder.classroom.pool import grade_in_order

    usual = grader.seed
    yield from grade_in_order(partial(nullcontext, grader), tasks)
    grader.set_seed(usual)


def test_what_does_not_hold_is_said(grader: Any, tmp_path: Path) -> None:
    from autograder.quality.zoo import grade_zoo, read_specimen, summary

    code = "def chance_cost(num_classes): return 0.0\n"
    specimen = read_specimen(write(tmp_path, WRONG.format("q1", "x") + code))
    grade = partial(grade_here, grader)
    (outcome,) = grade_zoo([specimen], SOLUTION, grade, SEED)
    assert outcome.problems[-1] == "q1 lost no points"
    assert outcome.problems[0].startswith("q5 test_chance_cost: Guessing among")
    assert summary([outcome]).startswith("mistakes: 0 of 1 caught")


@pytest.mark.slow
@pytest.mark.zoo
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_the_zoo_holds(chunk: int, grader: Any) -> None:
    """No correct specimen loses a point, and every mistake costs its own question and no other.

    Each specimen is graded with a seed of its own, and is the reference but for a few names.
    """
    from autograder.quality.zoo import grade_zoo, read_zoo, sample_pairs

    specimens = read_zoo(ZOO)
    specimens += sample_pairs(specimens, PAIRS, SEED)
    start, end = (bound * len(specimens) // CHUNKS for bound in (chunk, chunk + 1))
    share = specimens[start:end]
    grade = partial(grade_here, grader)
    outcomes = list(grade_zoo(share, SOLUTION, grade, SEED + start))
    assert len(outcomes) == len(share) > 0
    assert {o.specimen.name: o.problems for o in outcomes if o.problems} == {}
    for outcome in outcomes:
        assert (outcome.grade.total == 110) == (not outcome.specimen.hints)


def test_the_zoo_grades_the_reference_with_200_seeds_in_every_question() -> None:
    """What a specimen does not define is the reference's, and must lose nothing in the zoo."""
    from autograder.probing.loader import QUESTIONS
    from autograder.quality.zoo import read_zoo, sample_pairs

    specimens = read_zoo(ZOO)
    specimens += sample_pairs(specimens, PAIRS, SEED)
    for question, names in QUESTIONS.items():
        untouched = [s for s in specimens if not (s.all_names & set(names) or s.files)]
        assert len(untouched) >= 200, question


def test_the_page_lists_every_specimen_and_nothing_that_does_not_hold() -> None:
    from autograder.quality.zoo import read_zoo

    page = (ROOT / "docs" / "zoo.md").read_text("utf-8")
    listed = [line.split("`")[1] for line in page.split("\n") if line.startswith("| `")]
    assert set(listed) == {specimen.name for specimen in read_zoo(ZOO)}
    (summary,) = [line for line in page.split("\n") if line.startswith("correct: ")]
    held = re.findall(r"(\d+) of (\d+)", summary)
    assert len(held) == 3 and all(first == second for first, second in held)
