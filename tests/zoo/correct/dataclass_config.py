"""Training configured by a frozen dataclass, with the batches in a generator."""

import dataclasses
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor

from . import costs, data, evaluation


@dataclasses.dataclass(frozen=True, kw_only=True)
class Config:
    epochs: int = 10
    batch_size: int = 32
    learning_rate: float = 1e-3
    device: str | torch.device = "cpu"
    optimizer: type[torch.optim.Optimizer] = torch.optim.AdamW
    optimizer_options: dict[str, Any] = dataclasses.field(
        default_factory=lambda: {"betas": (0.9, 0.999), "weight_decay": 0.01}
    )


@dataclasses.dataclass
class History:
    training: list[float] = dataclasses.field(default_factory=list)
    validation: list[float] = dataclasses.field(default_factory=list)

    def __iter__(self) -> Iterator[list[float]]:
        yield self.training
        yield self.validation


def moved(loader, device) -> Iterator[tuple[Tensor, Tensor]]:
    yield from (tuple(part.to(device) for part in batch) for batch in loader)


def training_epoch(model, loader, optimizer, device="cpu") -> float:
    model.train()
    sums = torch.zeros(2, dtype=torch.float64)
    for x, y in moved(loader, device):
        optimizer.zero_grad()
        (cost := costs.cost_function(model(x), y)).backward()
        optimizer.step()
        sums += torch.tensor([cost.item() * len(y), len(y)])
    return (sums[0] / sums[1]).item()


def train(model, training_data, validation_data, epochs=10, batch_size=32, learning_rate=1e-3,
          device="cpu"):  # fmt: skip
    config = dataclasses.replace(
        Config(), epochs=epochs, batch_size=batch_size, learning_rate=learning_rate, device=device
    )
    model.to(config.device)
    optimizer = config.optimizer(
        model.parameters(), lr=config.learning_rate, **config.optimizer_options
    )
    loader = data.make_loader(training_data, config.batch_size, shuffle=True)
    history = History()
    for _ in range(config.epochs):
        history.training.append(training_epoch(model, loader, optimizer, config.device))
        cost, _accuracy = evaluation.evaluate(model, validation_data, config.device)
        history.validation.append(cost)
    return tuple(history)
