"""There is an epoch too many.
question: q4
hint: train(epochs=
first hint: expected 8 of each
"""

import torch

from .data import make_loader
from .evaluation import evaluate


def train(
    model, training_data, validation_data, epochs=10, batch_size=32, learning_rate=1e-3,
    device="cpu"
):  # fmt: skip
    optimizer = torch.optim.AdamW(model.to(device).parameters(), lr=learning_rate)
    loader = make_loader(training_data, batch_size, shuffle=True)
    training_costs, validation_costs = [], []
    for _ in range(epochs + 1):
        training_costs.append(training_epoch(model, loader, optimizer, device))
        validation_costs.append(evaluate(model, validation_data, device)[0])
    return training_costs, validation_costs
