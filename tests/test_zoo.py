"""The zoo: no correct solution loses a point, and every mistake costs its own question."""

from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
ZOO = ROOT / "tests" / "zoo"
WRONG = '''"""It is wrong.
question: {}
hint: {}
"""

'''
A_FEW = (
    *("correct/conv_functional", "correct/evaluate_a_copy", "correct/lazy_layers"),
    *("mistakes/q1_last_batch_dropped", "mistakes/q3_sum", "mistakes/q4_graphs_kept"),
)


def write(folder: Path, text: str, kind: str = "mistakes") -> Path:
    path = folder / kind / "specimen.py"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_specimen_replaces_names_in_the_files_they_belong_to(tmp_path: Path) -> None:
    from autograder.zoo import read_specimen

    code = "import math\n\n\ndef evaluate(): 1\n"
    specimen = read_specimen(write(tmp_path, WRONG.format("q5", "two words") + code))
    assert (specimen.sentence, specimen.question, specimen.hint) == (
        "It is wrong.", "q5", "two words",
    )  # fmt: skip
    reference = {"digits/evaluation.py": b"first\n", "digits/models.py": b"second\n"}
    files = specimen.submission(reference)
    assert files["digits/models.py"] == b"second\n"
    assert files["digits/evaluation.py"] == b"first\n\n\nimport math\n\n\ndef evaluate(): 1\n"


def test_a_specimen_may_bring_further_files(tmp_path: Path) -> None:
    from autograder.zoo import read_specimen

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
    from autograder.zoo import ZooError, read_specimen

    with pytest.raises(ZooError, match=said):
        read_specimen(write(tmp_path, text))


def test_there_are_enough_specimens_for_every_question() -> None:
    from autograder.zoo import read_zoo

    specimens = read_zoo(ZOO)
    assert sum(specimen.kind == "correct" for specimen in specimens) >= 40
    questions = [specimen.question for specimen in specimens if specimen.kind == "mistakes"]
    assert len(questions) >= 80
    assert all(questions.count(f"q{number}") >= 8 for number in range(1, 8))
    for specimen in specimens:
        compile(specimen.code, specimen.name, "exec")


@pytest.mark.parametrize("name", A_FEW)
def test_a_specimen_holds(name: str, grader: Any) -> None:
    from autograder.zoo import grade_zoo, read_specimen

    (outcome,) = grade_zoo([read_specimen(ZOO / f"{name}.py")], ROOT / "solution", grader)
    assert not outcome.problems
    full = outcome.specimen.kind == "correct"
    assert (outcome.grade.total == 110) == full


def test_what_does_not_hold_is_said(grader: Any, tmp_path: Path) -> None:
    from autograder.zoo import grade_zoo, read_specimen, summary

    code = "def chance_cost(num_classes): return 0.0\n"
    specimen = read_specimen(write(tmp_path, WRONG.format("q1", "x") + code))
    (outcome,) = grade_zoo([specimen], ROOT / "solution", grader)
    assert outcome.problems[-1] == "q1 lost no points"
    assert outcome.problems[0].startswith("q5 test_chance_cost: Guessing among")
    assert summary([outcome]).startswith("mistakes: 0 of 1 caught")


@pytest.mark.slow
def test_a_sample_of_the_zoo_holds(grader: Any) -> None:
    """`autograder zoo` grades all of it; here are specimens from everywhere in it."""
    from autograder.zoo import grade_zoo, read_zoo

    sample = read_zoo(ZOO, ["correct"])[::6] + read_zoo(ZOO, ["mistakes"])[::14]
    outcomes = grade_zoo(sample, ROOT / "solution", grader)
    assert {o.specimen.name: o.problems for o in outcomes if o.problems} == {}
