"""An evaluation whose functions are chosen by annotations, which Python leaves unevaluated."""

FILES = {
    "digits/evaluation.py": '''from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from functools import singledispatch
from numbers import Integral
from typing import ClassVar, get_type_hints

import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from .costs import cost_function
from .data import make_loader


@dataclass
class Score:
    """Sums over what was seen. The types of its fields convert what is added."""

    places: ClassVar[int] = 6
    cost: float = 0.0
    correct: int = 0
    seen: int = 0

    def add(self, **values: float) -> None:
        for name, value in values.items():
            kind = HINTS[name]
            setattr(self, name, getattr(self, name) + kind(value))

    def __iter__(self):
        yield self.cost / self.seen
        yield self.correct / self.seen


HINTS = get_type_hints(Score)


@singledispatch
def batches(source, device) -> Iterable[tuple[Tensor, Tensor]]:
    raise TypeError(f"no batches of {type(source).__name__}")


@batches.register
def _(source: DataLoader, device) -> Iterable[tuple[Tensor, Tensor]]:
    for images, labels in source:
        yield images.to(device), labels.to(device)


@batches.register
def _(source: Dataset, device) -> Iterable[tuple[Tensor, Tensor]]:
    yield from batches(make_loader(source, 300), device)


@batches.register(list)
@batches.register(tuple)
def _(source, device):
    images, labels = zip(*source)
    yield torch.stack(images).to(device), torch.tensor(labels, device=device)


@singledispatch
def entropy(value) -> float:
    raise TypeError


@entropy.register
def _(value: Integral) -> float:
    return math.log(value)


def evaluate(model, dataset, device="cpu"):
    before = model.training
    score = Score()
    model.to(device)
    model.eval()
    with torch.inference_mode():
        for images, labels in batches(dataset, device):
            out = model(images)
            score.add(
                cost=cost_function(out, labels) * len(labels),
                correct=out.max(1).indices.eq(labels).sum(),
                seen=len(labels),
            )
    model.train(before)
    cost, acc = score
    return cost, acc


def accuracy(model, dataset, device="cpu"):
    *_, acc = evaluate(model, dataset, device)
    return acc


def chance_cost(num_classes=10):
    return entropy(num_classes)
''',
}
