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

from ..probing.hints.catalogue import Message
from ..probing.kinds import kind_of, returned
from ..probing.shape import NUM_CLASSES
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


MOVED: Message = {"hint": "answer.layer-moved"}
BATCH: Message = {"hint": "answer.batch"}
EMPTY: Message = {"hint": "make_loader.empty"}
NEAR_GUESSING = math.log(NUM_CLASSES) - 0.3  # nats per sample; guessing costs the logarithm
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
    partly_read: bool = False  # the training data, as far as is known

    def sizes(self) -> list[int] | None:
        """Return the `num_hidden` of the networks that were made; None where it is unknown."""
        return self.made

    @property
    def strays(self) -> bool:
        """Whether it is known that a network was trained on other data than the training data."""
        return self.partly_read

    def measured_early(self, row: dict[str, Any]) -> bool:
        """Say whether a row holds what a network was before training, on data that it can learn.

        Where the network is unknown, its validation cost tells, as high as by guessing.
        """
        return bool(row["validation_cost"] >= NEAR_GUESSING)

    def accuracy_on_other_data(self, row: dict[str, Any]) -> bool:
        """Say whether a row's accuracy is not that on validation data whose labels contradict what
        the network has learnt.

        Where the network is unknown, the accuracy tells: such data give a low one.
        """
        return bool(0.5 <= row["accuracy"] <= 1)  # another number is another mistake

    def trouble(self) -> Message | None:
        """Say what is wrong where no network was trained for a row; None where that is unknown."""
        return {"hint": "q7.part-of-data"} if self.partly_read else None


@dataclass(frozen=True)
class KnownNetwork:
    """The grader's own network: dense layers, ReLU between them, log-probabilities at the end.

    `training` is the mode in which a plain call gives it to a function.
    """

    weights: Layers
    training: bool = False

    def cost(self, images: Tensor, labels: Tensor) -> float:
        """Return its mean cost in nats per sample, in evaluation mode."""
        right = self.log_prob(images).gather(1, labels.view(-1, 1))
        return -right.double().mean().item()

    def accuracy(self, images: Tensor, labels: Tensor) -> float:
        """Return the fraction of images that it gets right, in evaluation mode."""
        return accuracy_of(self.log_prob(images), labels)

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


def accuracy_of(output: Tensor, labels: Tensor) -> float:
    """Return the fraction of images whose label (N,) has the largest number in `output`
    (N, classes). It is no float32, for which 84 of 100 are less than 0.84.
    """
    return (output.argmax(1) == labels).double().mean().item()


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


def read_batches(epoch: Any, empty: Message = EMPTY) -> list[Batch]:
    """Return the batches of an epoch, which differ in nothing but their sizes.

    `empty` is the hint where there is none.
    """
    batches = [read_batch(item) for item in read_as(epoch, list)]
    if not batches:
        raise StudentError(empty)
    for parts in zip(*batches, strict=True):
        if len({(part.shape[1:], part.dtype) for part in parts}) > 1:
            forms = sorted({f"{part.dtype} {tuple(part.shape)}" for part in parts})
            raise StudentError({"hint": "make_loader.unequal", "forms": ", ".join(forms)})
    return batches


def read_batch(item: Any) -> Batch:
    if not isinstance(item, list) or len(item) != 2:
        because = "make_loader.one-batch" if isinstance(item, Tensor) else None
        raise StudentError(
            {"hint": "make_loader.no-pair", "found": kind_of(item), "because": because}
        )
    for part in item:
        if not isinstance(part, Tensor):
            raise StudentError({"hint": "make_loader.no-tensors", "found": kind_of(part)})
        if part.dim() == 0:
            raise StudentError({"hint": "make_loader.single"})
        finite(part, BATCH)
    return Batch(*item)


def read_label(label: Any) -> int:
    if isinstance(label, Tensor) and label.numel() == 1 and not label.is_floating_point():
        return int(label)  # a scalar tensor counts as well
    if type(label) is not int:
        raise StudentError({"hint": "load_mnist.label", **returned(label)})
    return label


def read_rows(table: Any) -> list[dict[str, Any]]:
    """Return the rows of a table of experiments, dicts of plain values."""
    others = [row for row in table if not isinstance(row, dict)] if isinstance(table, list) else []
    if not isinstance(table, list) or others:
        hint = "rows.no-dicts" if others else "rows.no-list"
        fields = (
            {"found": kind_of(table), "other": kind_of(others[0])} if others else returned(table)
        )
        raise StudentError({"hint": hint, **fields})
    for value in [value for row in table for value in row.values()]:
        if value is not None and type(value) not in (bool, int, float, str):
            raise StudentError({"hint": "rows.no-numbers", "found": kind_of(value)})
        if type(value) is float:
            read_float(value, {"hint": "rows.name"})
    return table


def read_float(number: Any, name: Message, which: Message = "") -> float:
    """Return a number that the function `name` has returned; `which` says, as which of several."""
    fields: dict[str, Any] = {"name": name, "which": which}
    if type(number) not in (int, float):
        raise StudentError({"hint": "answer.no-float", **returned(number), **fields})
    try:
        read = float(number)
    except OverflowError:
        raise StudentError({"hint": "answer.too-large", **fields}) from None
    if not math.isfinite(read):
        raise StudentError({"hint": "answer.not-finite", "found": read, **fields})
    return read


def finite(value: Tensor, what: Message) -> Tensor:
    """Return a tensor as it is; raises `StudentError`, which names it by `what`, where it holds NaN
    or infinity.
    """
    if not torch.isfinite(value).all():
        kind = {"hint": "answer.is-nan" if torch.isnan(value).any() else "answer.is-infinity"}
        raise StudentError({"hint": "answer.nan", "what": what, "kind": kind})
    return value


def read_field(answer: Any, key: str, kind: type[Kind] | None = None) -> Any:
    if not isinstance(answer, dict) or key not in answer:
        raise UnreadableAnswer
    return answer[key] if kind is None else read_as(answer[key], kind)


def read_as(value: Any, kind: type[Kind]) -> Kind:
    if not isinstance(value, kind):
        raise UnreadableAnswer
    return value
