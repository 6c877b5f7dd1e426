"""Training in a class of the student's own, as a generator of pairs of costs."""

from collections.abc import Iterator

import torch
from torch import nn

from .data import make_loader


class Trainer:
    """Trains a model, epoch by epoch."""

    def __init__(self, model: nn.Module, rate: float, device: str) -> None:
        self.model = model.to(device)
        self.device = device
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=rate)

    def run(self, loader, validation_data, epochs: int) -> Iterator[tuple[float, float]]:
        from .evaluation import evaluate

        for _ in range(epochs):
            cost = training_epoch(self.model, loader, self.optimizer, self.device)
            yield cost, evaluate(self.model, validation_data, self.device)[0]


def train(
    model, training_data, validation_data, epochs=10, batch_size=32, learning_rate=1e-3,
    device="cpu",
):  # fmt: skip
    trainer = Trainer(model, learning_rate, device)
    loader = make_loader(training_data, batch_size, shuffle=True)
    pairs = list(trainer.run(loader, validation_data, epochs))
    return [first for first, _ in pairs], [second for _, second in pairs]
