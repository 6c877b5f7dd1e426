"""The recording network: given to the student's functions, it writes down how they call it."""

import weakref
from typing import Any

import torch
from torch import Tensor, nn

from .given import GivenNetwork, Weights


class Calls(list[dict[str, Any]]):
    """What a network has written down; a copy of the network writes into the same list."""

    def __init__(self) -> None:
        super().__init__()
        self.marks: list[weakref.ref[GraphMark]] = []

    def __deepcopy__(self, memo: dict[int, Any]) -> "Calls":
        return self


class GraphMark:
    """Lives as long as the autograd graph whose output it is hooked to."""

    def __call__(self, gradient: Tensor) -> None:
        """Leave the gradient as it is."""


class RecordingNetwork(GivenNetwork):
    """A given network with dropout and, if asked for, normalisation of the images.

    It writes down how it is called: the mode, whether gradients are recorded, how many graphs of
    earlier calls are still alive, the sum of all its weights, its output, and the first pixel of
    every image, by which the grader knows its images again.
    """

    def __init__(self, weights: Weights, dropout: float, normalise: bool, record: bool) -> None:
        super().__init__(weights)
        self.dropout = nn.Dropout(dropout)
        self.normalise = nn.BatchNorm1d(784, affine=False) if normalise else nn.Identity()
        self.record = record
        self.calls = Calls()

    def forward(self, images: Tensor) -> Tensor:
        log_prob = super().forward(self.normalise(images.flatten(1)))
        if self.record:
            self._write_down(images, log_prob)
        return log_prob

    def between(self, values: Tensor) -> Tensor:
        """Apply what stands between two layers."""
        relu: Tensor = self.dropout(values.relu())
        return relu

    def _write_down(self, images: Tensor, log_prob: Tensor) -> None:
        call = {
            "training": self.training,
            "gradients": torch.is_grad_enabled(),
            "graphs": sum(mark() is not None for mark in self.calls.marks),
            "weights": sum(float(parameter.detach().sum()) for parameter in self.parameters()),
            "first_pixels": images.detach().flatten(1)[:, 0].clone(),
            "log_prob": log_prob.detach().clone(),
        }
        self.calls.append(call)
        if log_prob.requires_grad:
            mark = GraphMark()
            log_prob.register_hook(mark)  # type: ignore[no-untyped-call]
            self.calls.marks.append(weakref.ref(mark))

    def state(self) -> dict[str, Any]:
        """The weights as they are now, the mode, the buffers, and the calls so far."""
        return super().state() | {
            "buffers": {name: buffer.clone() for name, buffer in self.named_buffers()},
            "training": self.training,
            "frozen": not all(parameter.requires_grad for parameter in self.parameters()),
            "calls": list(self.calls),
        }
