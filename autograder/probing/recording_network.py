"""The recording network: given to the student's functions, it writes down how they call it."""

import weakref
from typing import Any

import torch
from torch import Tensor, nn

from .given import GivenNetwork, Weights
from .shape import NUM_PIXELS


class Calls(list[dict[str, Any]]):
    """What a network has written down; a copy of the network writes into the same list.

    `kept_graphs` is how many earlier batches still had a graph when the optimizer took a step, at
    the step where there were most of them. A batch may take many calls, so steps tell them apart.
    """

    def __init__(self) -> None:
        super().__init__()
        self.steps = self.kept_graphs = 0
        self.marks: list[tuple[int, weakref.ref[GraphMark]]] = []

    def __deepcopy__(self, memo: dict[int, Any]) -> "Calls":
        return self

    def __reduce__(self) -> tuple[type["Calls"], tuple[()]]:
        return Calls, ()  # a network may be saved to a file, where it has no calls

    def mark(self, output: Tensor) -> None:
        """Notice from now on whether the graph of `output` is alive."""
        mark = GraphMark()
        output.register_hook(mark)  # type: ignore[no-untyped-call]
        self.marks.append((self.steps, weakref.ref(mark)))

    def end_batch(self, *_: object) -> None:
        """Count the earlier batches whose graphs are alive: the optimizer takes a step."""
        alive = {step for step, mark in self.marks if step < self.steps and mark() is not None}
        self.kept_graphs = max(self.kept_graphs, len(alive))
        self.steps += 1


class GraphMark:
    """Lives as long as the autograd graph whose output it is hooked to."""

    def __call__(self, gradient: Tensor) -> None:
        """Leave the gradient as it is."""


class PixelDropout(nn.Module):
    """Multiplies every image by the same factors (pixels,) in training mode.

    So numbers tell the mode: dropout whose choice the grader knows, each image for itself.
    """

    factors: Tensor

    def __init__(self, factors: Tensor) -> None:
        super().__init__()
        self.register_buffer("factors", factors, persistent=False)

    def forward(self, images: Tensor) -> Tensor:
        return images * self.factors if self.training else images


class RecordingNetwork(GivenNetwork):
    """A given network that tells the mode it is used in; with batch normalisation, if asked for.

    It writes down of every call the mode, and whether gradients are recorded.
    """

    def __init__(
        self, weights: Weights, factors: Tensor | None, normalise: bool, record: bool
    ) -> None:
        super().__init__(weights)
        self.dropout = nn.Identity() if factors is None else PixelDropout(factors)
        self.normalise = (
            nn.BatchNorm1d(NUM_PIXELS, affine=False, dtype=torch.float32)
            if normalise
            else nn.Identity()
        )
        self.record = record
        self.calls = Calls()

    def forward(self, images: Tensor) -> Tensor:
        log_prob = super().forward(self.normalise(self.dropout(images.flatten(1))))
        if self.record:
            self.calls.append({"training": self.training, "gradients": log_prob.requires_grad})
            if log_prob.requires_grad:
                self.calls.mark(log_prob)
        return log_prob

    def state(self) -> dict[str, Any]:
        """Return the weights as they are now, the mode, the statistics, and the calls so far."""
        return super().state() | {
            "statistics": {name: value.clone() for name, value in self.normalise.named_buffers()},
            "training": self.training,
            "frozen": not all(parameter.requires_grad for parameter in self.parameters()),
            "no_gradients": not torch.is_grad_enabled(),
            "calls": list(self.calls),
        }


# Messages of Python's name a function so; the class keeps its name, by which copies are pickled.
RecordingNetwork.forward.__qualname__ = GivenNetwork.forward.__qualname__
