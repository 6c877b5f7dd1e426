"""Hints of public checks about a notebook of one cell, without a grader."""

from typing import Any

import pytest

from autograder.checking.check_data import make_check_data
from autograder.datasets.embedded import load_sample
from autograder.otter import runner
from autograder.project import EMBEDDED_DIGITS

EVALUATE = """
import torch
from torch.nn.functional import nll_loss
from torch.utils.data import DataLoader


def evaluate(model, dataset, device="cpu"):
    model.to(device).eval()
    cost, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in DataLoader(dataset, {loader}):
            log_prob, number = model(images), len(labels)
            mean = nll_loss(log_prob, labels).item()
            hits = (log_prob.argmax(1) == labels).sum().item()
            {body}
    return {result}
"""
ADDED = "cost, right, count = cost + mean * number, right + hits, count + number"
ACCURACY = """
import torch

kept = []


def evaluate(model, dataset, device="cpu"):
    model.to(device).eval()
    images, labels = (torch.stack([torch.as_tensor(pair[n]) for pair in dataset]) for n in (0, 1))
    with torch.no_grad():
        log_prob = model(images)
    cost = -log_prob[range(len(labels)), labels].mean().item()
    {cost}
    return cost, (log_prob.argmax(1) == labels).float().mean().item()


def accuracy(model, dataset, device="cpu"):
    {body}
"""


def use_public_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The public checks and their digits lie elsewhere here, and nothing is graded."""
    sample = load_sample(EMBEDDED_DIGITS)
    monkeypatch.setattr(runner, "_digits", lambda seed: make_check_data(sample, seed))
    monkeypatch.setattr(runner, "FOLDERS", (runner.HERE / "checks" / "public", runner.HERE))
    monkeypatch.setattr(runner, "_grading", lambda: None)


def hint(source: str, question: str, check: str) -> str:
    """Return what the check says of a notebook with this one cell, in one line."""
    names: dict[str, Any] = {}
    exec(source, names)
    with pytest.raises(runner.Hint) as raised:
        runner.check(names, question, check)
    return " ".join(str(raised.value).split())
