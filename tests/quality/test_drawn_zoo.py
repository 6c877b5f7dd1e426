"""What `make test` draws of the zoo: an eighth of the specimens, in some of the questions."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.probing.questions import QUESTIONS
from autograder.quality.zoo import read_specimen
from autograder.rubric.rubric import Rubric
from support.seeds import draw_seed, seed_of_code
from support.zoo import (
    LARGEST,
    draw,
    draw_another,
    questions_of,
    questions_of_files,
    specimens,
    whole_zoo,
    without_thresholds,
)

MISTAKE = '''"""It is wrong.
question: {}
hint: {}
"""

'''
SPECIMENS = whole_zoo()


def write(folder: Path, text: str) -> Path:
    path = folder / "mistakes" / "specimen.py"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_files_of_a_specimen_say_which_questions_it_can_change(tmp_path: Path) -> None:
    code = "class CNN: ...\n"
    one = read_specimen(write(tmp_path / "1", MISTAKE.format("q6", "x") + code))
    assert questions_of_files(one) == {"q6"}
    other = replace(one, names=frozenset({"evaluate", "train"}), hints={"q1": "x"}, base=one)
    assert questions_of_files(other) == {"q1", "q4", "q5", "q6"}
    costs = replace(one, names=frozenset({"FILES"}), files={"digits/costs.py": ""}, hints={})
    assert questions_of_files(costs) == {"q3"}
    for further in ("digits/x.py", "digits/__init__.py", "random.py"):
        assert questions_of_files(replace(one, files={further: ""})) == {*QUESTIONS}


def notebook_of(*cells: str) -> bytes:
    """Write a notebook with these cells."""
    kinds = [{"cell_type": "code", "source": cell} for cell in cells]
    return json.dumps({"nbformat": 4, "metadata": {"zoo": "It is right."}, "cells": kinds}).encode()


@pytest.mark.parametrize(
    ("above", "questions"),
    [
        ([], {"q6"}),
        (["import math, random\nimport torch.nn as nn"], {"q6"}),  # nn is what it is elsewhere
        (["%matplotlib inline", "print(MLP())"], {"q6"}),
        (["from torch.ao import nn"], {"q2", "q3", "q4", "q5", "q6"}),
        (["from torch.optim import SGD as Optimizer"], {"q4", "q6"}),
        (["import torch\ntorch.set_default_dtype(torch.float64)"], {*QUESTIONS}),
        (["import random\nrandom.seed(0)"], {"q6"}),  # nothing needs it
        (["from fastai.vision.all import *"], {"q1", "q2", "q5", "q6"}),
        (["MLP.forward = len"], {"q2", "q6"}),
        (["def evaluate(model, dataset, device='cpu'): return 0.0, 1.0"], {"q5", "q6"}),
        (["%%writefile torch.py\nx = 1"], {*QUESTIONS}),
    ],
)
def test_a_notebook_can_change_the_questions_for_which_the_loader_runs_something_else(
    above: list[str], questions: set[str], tmp_path: Path
) -> None:
    path = tmp_path / "correct" / "one.ipynb"
    path.parent.mkdir()
    path.write_bytes(notebook_of(*above, "class CNN: ..."))
    assert questions_of_files(read_specimen(path)) == questions


def test_an_exam_is_taken_though_no_accuracy_is_asked(rubric: Rubric) -> None:
    some = without_thresholds(rubric, {"q2", "q3"}).exam_for("sample", 1437, 360).budgets
    usual = rubric.exam_for("sample", 1437, 360).budgets
    assert some.keys() == usual.keys() == {"q2", "q4", "q6"}
    assert some["q2"] == usual["q2"].model_copy(update={"epochs": 1, "threshold": 1e-9})
    assert usual["q2"].epochs > 1 and (some["q4"], some["q6"]) == (usual["q4"], usual["q6"])


@pytest.mark.parametrize(
    ("before", "questions"),
    [
        ("", {"q6"}),
        ("from torch import nn\nimport math\n\n\n", {"q6"}),  # nn is what it is for the MLP, too
        ("from torch.ao import nn\n\n\n", {"q2", "q6"}),
        ("import torch\n\ntorch.set_default_dtype(torch.float64)\n\n\n", {"q2", "q6"}),
        ("from .data import ROWS\n\n\n", {"q2", "q6"}),
        ("NUM_PIXELS = 784\n\n\n", {"q2", "q6"}),
        ("class Tensor: ...\n\n\n", {"q2", "q6"}),
        ("MLP.forward = len\n\n\n", {"q2", "q6"}),
    ],
)
def test_what_stands_beside_a_network_says_whether_it_can_change_the_other_one(
    before: str, questions: set[str], tmp_path: Path
) -> None:
    text = MISTAKE.format("q6", "x") + before + "class CNN: ...\n"
    assert questions_of_files(read_specimen(write(tmp_path, text))) == questions


def test_no_mistake_in_one_network_changes_what_is_run_for_the_other_one() -> None:
    """For all of the zoo, not only for those that are drawn."""
    about = {
        one.name: questions_of_files(one)
        for one in specimens()
        if one.kind == "mistakes" and one.hints.keys() & {"q2", "q6"} and not one.files
    }
    assert len(about) >= 70
    assert {name for name, questions in about.items() if questions >= {"q2", "q6"}} == set()


def test_another_question_is_drawn_and_every_one_for_some_specimen() -> None:
    drawn = [draw_another({"q2", "q6"}, seed) for seed in range(len(SPECIMENS))]
    assert all(len(one) == 1 for one in drawn)
    assert set().union(*drawn) == {"q1", "q3", "q4", "q5", "q7"}
    assert draw_another({*QUESTIONS}, 1) == set()


def test_an_eighth_of_the_zoo_is_drawn_of_each_kind_and_in_each_question() -> None:
    for seed in range(20):
        names = draw(SPECIMENS, seed)
        drawn = [specimen for specimen in SPECIMENS if specimen.name in names]
        assert 0.09 < len(drawn) / len(SPECIMENS) < 0.16
        assert {specimen.kind for specimen in drawn} == {"correct", "mistakes", "pairs"}
        for kind in ("correct", "mistakes"):
            of_kind = [one for one in drawn if one.kind == kind]
            assert {q for one in of_kind for q in questions_of(one)} >= {
                f"q{n}" for n in range(1, 8)
            }


def test_a_seed_draws_the_same_specimens_and_another_one_others() -> None:
    drawn = [draw(SPECIMENS, seed) for seed in (1, 1, 2)]
    assert drawn[0] == drawn[1] != drawn[2]
    names = {specimen.name for specimen in SPECIMENS}
    assert names > LARGEST
    assert set().union(*(draw(SPECIMENS, seed) for seed in range(120))) == names - LARGEST


def test_the_seed_stays_until_a_file_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AUTOGRADER_ZOO_SEED", raising=False)
    count = seed_of_code.__wrapped__
    usual = draw_seed()
    assert usual == count()
    read = Path.read_bytes
    changed = lambda path: read(path) + b"#" * (path.name == "q4_no_step.py")  # noqa: E731
    monkeypatch.setattr(Path, "read_bytes", changed)
    assert usual != count()
    monkeypatch.setenv("AUTOGRADER_ZOO_SEED", "7")
    assert draw_seed() == 7
