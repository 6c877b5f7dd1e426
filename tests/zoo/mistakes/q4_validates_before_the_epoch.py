"""The validation cost is measured before each epoch.
question: q4
hint: when the network is measured
first hint: before the last epoch
"""

import torch

from .data import make_loader


def train(
    model,
    training_data,
    validation_data,
    epochs=10,
    batch_size=32,
    learning_rate=1e-3,
    device="cpu",
):
    from . import evaluation, training

    model.to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)
    loader = make_loader(training_data, batch_size, shuffle=True)
    training_costs, validation_costs = [], []
    for _ in range(epochs):
        validation_costs.append(evaluation.evaluate(model, validation_data, device)[0])
        training_costs.append(training.training_epoch(model, loader, optimizer, device))
    return training_costs, validation_costs
