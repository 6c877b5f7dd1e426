"""Arguments in the wrong order: what a student's own call has given to which argument."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from autograder.probing.student_error import explain

TRAIN = """
def train(model, training_data, validation_data, epochs=10, batch_size=32, learning_rate=1e-3):
    raise ValueError("a wrong batch size")
"""


def hint(tmp_path: Path, code: str, call: Callable[[dict[str, Any]], object]) -> str:
    """What is said of what `call` raises, given the names that this code of a student's defines."""
    path = tmp_path / "code.py"
    path.write_text(code)
    names: dict[str, Any] = {"torch": torch, "nn": nn}
    exec(compile(code, str(path), "exec"), names)
    with pytest.raises(Exception) as caught:
        call(names)
    return explain(caught.value, tmp_path, "trying").hint


def test_values_that_changed_places_are_named_with_the_arguments(tmp_path: Path) -> None:
    code = f"{TRAIN}\ndef run_experiments(network):\n    train(network, [], [], 2, 0.001, 16)\n"
    said = hint(tmp_path, code, lambda names: names["run_experiments"](nn.Linear(1, 1)))
    assert "train was given batch_size=0.001, learning_rate=16: look at the order of the" in said


def test_objects_that_changed_places_are_named_by_their_kinds(tmp_path: Path) -> None:
    code = """
def training_epoch(model, loader, optimizer, device="cpu"):
    for batch in loader:
        pass

def train(network):
    training_epoch(network, torch.optim.SGD(network.parameters()), [1])
"""
    said = hint(tmp_path, code, lambda names: names["train"](nn.Linear(1, 1)))
    assert "training_epoch was given loader=SGD, optimizer=list: look at" in said


def test_labels_in_the_place_of_outputs_are_named_with_their_shapes(tmp_path: Path) -> None:
    code = """
def cost_function(log_prob, labels):
    return nn.functional.nll_loss(log_prob, labels)

def training_epoch():
    cost_function(torch.tensor([1, 2]), torch.zeros(2, 10))
"""
    said = hint(tmp_path, code, lambda names: names["training_epoch"]())
    assert "was given log_prob=Tensor (2,), labels=Tensor (2, 10): look at" in said


@pytest.mark.parametrize(
    ("body", "call"),
    [
        ("raise ValueError", "train(network, [], [], 2, 16, 0.001)"),  # all of them fit
        ("raise ValueError", "train(network, [], [], learning_rate=1)"),
        ("epochs = 0.5\n    raise ValueError", "train(network, [], [], 2)"),  # bound anew
    ],
)
def test_arguments_that_fit_are_not_blamed(tmp_path: Path, body: str, call: str) -> None:
    code = f"{TRAIN.partition('    raise')[0]}    {body}\n\ndef run_experiments(network):\n"
    said = hint(
        tmp_path, f"{code}    {call}\n", lambda names: names["run_experiments"](nn.Linear(1, 1))
    )
    assert "was given" not in said


def test_what_a_check_gives_is_not_blamed(tmp_path: Path) -> None:
    said = hint(tmp_path, TRAIN, lambda names: names["train"](None, None, None))
    assert "was given" not in said
