"""The checks of q3 hold for any number of classes: two of them, as of cats and dogs, and many."""

import importlib.util
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from support import CHECKS

FILES = ("public", "hidden")


def _checks(group: str) -> dict[str, Any]:
    path = Path(CHECKS) / group / "test_q3.py"
    spec = importlib.util.spec_from_file_location(f"{group}_q3", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {name: one for name, one in vars(module).items() if name.startswith("test_")}


def _called(log_prob: Tensor, labels: Tensor, sign: float = 1.0) -> tuple[Tensor, Tensor]:
    """The cost of a right solution, and its gradient."""
    own = log_prob.clone().requires_grad_()
    cost = sign * functional.nll_loss(own, labels)
    cost.backward()
    assert own.grad is not None
    return cost.detach(), own.grad


def _verdicts(classes: int, sign: float) -> list[str]:
    """The checks that fail, on ten draws of their data."""
    submission = SimpleNamespace(
        num_classes=classes,
        cost_function=lambda log_prob, labels: _called(log_prob, labels, sign),
    )
    submission.attempt = lambda make, *arguments: make(submission, *arguments)
    failed = []
    for group in FILES:
        for name, check in _checks(group).items():
            for seed in range(10):
                try:
                    check(submission, generator=torch.Generator().manual_seed(seed))
                except AssertionError:
                    failed.append(f"{group} {name}")
                    break
    return failed


@pytest.mark.parametrize("classes", [2, 3, 4, 11, 256])
def test_a_right_cost_passes_every_check(classes: int) -> None:
    assert _verdicts(classes, 1.0) == []


@pytest.mark.parametrize("classes", [2, 3])
def test_a_cost_with_the_wrong_sign_fails(classes: int) -> None:
    assert {"public test_known_cost", "public test_scalar", "public test_gradient"} <= {
        *_verdicts(classes, -1.0)
    }
