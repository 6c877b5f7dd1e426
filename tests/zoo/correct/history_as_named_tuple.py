"""Training that returns a named tuple of its costs, and writes them to a CSV file as it goes."""

import csv
from pathlib import Path
from typing import NamedTuple, Protocol, TypedDict, Unpack, runtime_checkable

import torch


@runtime_checkable
class SizedLoader(Protocol):
    def __len__(self) -> int: ...
    def __iter__(self): ...


class Options(TypedDict, total=False):
    betas: tuple[float, float]
    weight_decay: float


class History(NamedTuple):
    training_costs: list[float]
    validation_costs: list[float]

    @property
    def best_epoch(self) -> int:
        return min(range(len(self.validation_costs)), key=self.validation_costs.__getitem__)


def make_optimizer(model: torch.nn.Module, lr: float, **options: Unpack[Options]):
    return torch.optim.AdamW(model.parameters(), lr=lr, **options)


def train(
    model: torch.nn.Module,
    training_data,
    validation_data,
    epochs: int = 10,
    batch_size: int = 32,
    learning_rate: float = 1e-3,
    device: "torch.device | str" = "cpu",
) -> History:
    loader = make_loader(training_data, batch_size, shuffle=True)
    assert isinstance(loader, SizedLoader)
    optimizer = make_optimizer(model.to(device), learning_rate, weight_decay=0.0)
    history = History([], [])
    path = Path("runs") / "history.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=["epoch", *History._fields])
        writer.writeheader()
        for epoch in range(epochs):
            history.training_costs.append(training_epoch(model, loader, optimizer, device))
            history.validation_costs.append(evaluate(model, validation_data, device)[0])
            writer.writerow({"epoch": epoch} | {k: v[-1] for k, v in history._asdict().items()})
    print(f"best epoch: {history.best_epoch if epochs else None!r}")
    return history
