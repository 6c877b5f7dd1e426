"""A cost and an evaluation with types throughout: protocols, aliases, overloads, TYPE_CHECKING."""

import math
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, TypeAlias, cast, overload

import torch
from torch.utils.data import Dataset

from . import costs, data

if TYPE_CHECKING:
    from collections.abc import Iterable

    Batches: TypeAlias = Iterable[tuple[torch.Tensor, torch.Tensor]]

BATCH_SIZE: Final = 250


class Network(Protocol):
    training: bool

    def __call__(self, images: torch.Tensor) -> torch.Tensor: ...
    def train(self, mode: bool = True) -> "Network": ...
    def eval(self) -> "Network": ...


class Scores(NamedTuple):
    cost: float
    accuracy: float


@overload
def cost_function(log_prob: torch.Tensor, labels: torch.Tensor) -> torch.Tensor: ...
@overload
def cost_function(log_prob: torch.Tensor, labels: torch.LongTensor) -> torch.Tensor: ...
def cost_function(log_prob, labels):
    chosen = torch.take_along_dim(log_prob, labels[:, None], dim=1)
    return cast("torch.Tensor", chosen.neg().mean())


def evaluate(
    model: torch.nn.Module, dataset: Dataset, device: torch.device | str = "cpu"
) -> tuple[float, float]:
    mode: Final[bool] = model.training
    batches: Batches = data.make_loader(dataset, BATCH_SIZE)
    sums: list[float] = [0.0, 0.0]
    model.to(device).eval()
    with torch.no_grad():
        for images, labels in batches:
            log_prob = model(images.to(device))
            sums[0] += costs.cost_function(log_prob, labels.to(device)).item() * len(labels)
            sums[1] += (log_prob.argmax(dim=1) == labels.to(device)).sum().item()
    model.train(mode)
    size = len(cast("list", dataset))
    return Scores(sums[0] / size, sums[1] / size)


def accuracy(model: torch.nn.Module, dataset: Dataset, device: torch.device | str = "cpu") -> float:
    return evaluate(model, dataset, device).accuracy


def chance_cost(num_classes: int = 10) -> float:
    return math.log(num_classes)
