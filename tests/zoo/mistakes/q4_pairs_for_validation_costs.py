"""The validation costs are pairs of cost and accuracy.
question: q4
hint: one cost an epoch
first hint: pair | a list in it | with a list
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
    for _ in range(epochs):
        training_costs.append(training_epoch(model, loader, optimizer, device))
        validation_costs.append(evaluate(model, validation_data, device))
    return training_costs, validation_costs
