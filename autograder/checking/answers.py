"""What comes back from the student's side, looked at before a check sees it.

A value of the wrong type raises `StudentError` with a hint, and so do NaN and infinity, which every
comparison would have to think of; what no honest answer can be raises `UnreadableAnswer`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

import torch
from torch import Tensor

from ..probing.probes import kind_of
from ..probing.student_error import StudentError, UnreadableAnswer

Kind = TypeVar("Kind")


class Batch(NamedTuple):
    """One batch from `make_loader`."""

    images: Tensor
    labels: Tensor


@dataclass(frozen=True)
class Loaded:
    """A dataset from `load_mnist`: its length, and images and labels as they came."""

    length: int
    images: list[Tensor]
    labels: list[int]


MOVED = "A layer of the network, after your code has used it,"
Layers = Sequence[tuple[Tensor, Tensor]]  # (weight (out, in), bias (out,)) of each


@dataclass(frozen=True)
class Outcome:
    """A known network after the student's code has used it, and what that code returned."""

    weights: Layers
    result: Any

    def log_prob(self, images: Tensor) -> Tensor:
        """Return what it makes of images now, computed here from its weights: (N, classes)."""
        return KnownNetwork(self.weights).log_prob(images)

    def cost(self, images: Tensor, labels: Tensor) -> float:
        """Return its mean cost now, in nats per sample, computed here from its weights."""
        return KnownNetwork(self.weights).cost(images, labels)


@dataclass(frozen=True)
class Table:
    """What run_experiments returned: a list of rows, dicts of plain values."""

    rows: list[dict[str, Any]]
    made: list[int] | None = None

    def sizes(self) -> list[int] | None:
        """Return the `num_hidden` of the networks that were made; None where it is unknown."""
        return self.made

    @property
    def strays(self) -> bool:
        """Whether it is known that a network was trained on other data than the training data."""
        return False

    def trouble(self) -> str | None:
        """Say what is wrong where no network was trained for a row; None where that is unknown."""
        return None


@dataclass(frozen=True)
class KnownNetwork:
    """The grader's own network: dense layers, ReLU between them, log-probabilities at the end."""

    weights: Layers

    def cost(self, images: Tensor, labels: Tensor) -> float:
        """Return its mean cost in nats per sample, in evaluation mode."""
        right = self.log_prob(images).gather(1, labels.view(-1, 1))
        return -right.double().mean().item()

    def log_prob(self, images: Tensor) -> Tensor:
        """Return what its layers return in evaluation mode: (N, classes)."""
        values = images.flatten(1)
        for number, (weight, bias) in enumerate(self.weights):
            values = torch.addmm(bias, values.relu() if number else values, weight.T)
        return torch.log_softmax(values, 1)

    def plain(self) -> dict[str, Any]:
        """Return it as data, for a probe."""
        return {"weights": [list(pair) for pair in self.weights]}

    def read(self, answer: Any, result: Any) -> Outcome:
        """Read how it is after a probe has used it; `result` has been read already."""
        weights = []
        for before, pair in zip(self.weights, read_field(answer, "weights", list), strict=False):
            forms = [form_of(part) for part in before]
            if not isinstance(pair, list) or [form_of(part) for part in pair] != forms:
                raise UnreadableAnswer
            weights.append((finite(pair[0], MOVED), finite(pair[1], MOVED)))
        if len(weights) != len(self.weights):
            raise UnreadableAnswer
        return Outcome(weights, result)


def random_weights(sizes: Sequence[int], seed: int) -> Layers:
    """Draw the weights of a known network whose layers have these sizes, from the images on."""
    generator = torch.Generator().manual_seed(seed)
    return [
        (
            torch.randn(after, before, generator=generator) / before**0.5,
            torch.randn(after, generator=generator) / 10,
        )
        for before, after in pairwise(sizes)
    ]


def form_of(value: Any) -> Any:
    return (value.shape, value.dtype) if isinstance(value, Tensor) else None


def read_batches(
    epoch: Any, empty: str = "make_loader's loader gave no batch at all."
) -> list[Batch]:
    """Return the batches of an epoch, which differ in nothing but their sizes.

    `empty` is the hint where there is none.
    """
    batches = [read_batch(item) for item in read_as(epoch, list)]
    if not batches:
        raise StudentError(empty)
    for parts in zip(*batches, strict=True):
        if len({(part.shape[1:], part.dtype) for part in parts}) > 1:
            forms = sorted({f"{part.dtype} {tuple(part.shape)}" for part in parts})
            raise StudentError(f"make_loader's batches do not fit together: {', '.join(forms)}.")
    return batches


def read_batch(item: Any) -> Batch:
    if not isinstance(item, list) or len(item) != 2:
        raise StudentError(
            f"A batch from make_loader is {kind_of(item)}; it is not a pair (images, labels)."
        )
    for part in item:
        if not isinstance(part, Tensor):
            raise StudentError(f"A batch from make_loader holds {kind_of(part)}; expected tensors.")
        if part.dim() == 0:
            raise StudentError("A batch from make_loader holds a single number; expected a batch.")
        finite(part, "A batch from make_loader")
    return Batch(*item)


def read_label(label: Any) -> int:
    if isinstance(label, Tensor) and label.numel() == 1 and not label.is_floating_point():
        return int(label)  # a scalar tensor counts as well
    if type(label) is not int:
        raise StudentError(f"A label from load_mnist is {kind_of(label)}; expected an int.")
    return label


def read_rows(table: Any) -> list[dict[str, Any]]:
    """Return the rows of a table of experiments, dicts of plain values."""
    others = [row for row in table if not isinstance(row, dict)] if isinstance(table, list) else []
    if not isinstance(table, list) or others:
        rows = f" with {kind_of(others[0])} in it" if others else ""
        raise StudentError(
            f"run_experiments returned {kind_of(table)}{rows}; expected a list of dicts, one for"
            " every combination."
        )
    for value in [value for row in table for value in row.values()]:
        if value is not None and type(value) not in (bool, int, float, str):
            raise StudentError(
                f"A row of run_experiments holds {kind_of(value)}; expected numbers only."
            )
        if type(value) is float:
            read_float(value, "In a row, run_experiments")
    return table


def read_float(number: Any, name: str, place: str = "") -> float:
    """Return a number that the function `name` has returned; `place` says, as which of several."""
    if type(number) not in (int, float):
        raise StudentError(f"{name} returned {kind_of(number)}{place}; expected a float.")
    try:
        read = float(number)
    except OverflowError:
        raise StudentError(
            f"{name} returned a number{place} that is too large for a float."
        ) from None
    if not math.isfinite(read):
        raise StudentError(f"{name} returned {read}{place}; expected a finite number.")
    return read


def finite(value: Tensor, what: str) -> Tensor:
    """Return a tensor as it is; raises `StudentError`, which names it by `what`, where it holds NaN
    or infinity.
    """
    if not torch.isfinite(value).all():
        kind = "NaN" if torch.isnan(value).any() else "infinity"
        raise StudentError(
            f"{what} holds {kind}; expected finite numbers. Look for a division by 0, a logarithm"
            " of 0 or of a negative number, or a step that is too large."
        )
    return value


def read_field(answer: Any, key: str, kind: type[Kind] | None = None) -> Any:
    if not isinstance(answer, dict) or key not in answer:
        raise UnreadableAnswer
    return answer[key] if kind is None else read_as(answer[key], kind)


def read_as(value: Any, kind: type[Kind]) -> Kind:
    if not isinstance(value, kind):
        raise UnreadableAnswer
    return value
