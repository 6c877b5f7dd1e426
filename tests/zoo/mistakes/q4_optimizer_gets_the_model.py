"""The optimizer is given the network, not its parameters.
question: q4
hint: parameters
first hint: parameters
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
    optimizer = torch.optim.AdamW(model, lr=learning_rate)
    loader = make_loader(training_data, batch_size, shuffle=True)
    training_costs, validation_costs = [], []
    for _ in range(epochs):
        training_costs.append(training.training_epoch(model, loader, optimizer, device))
        validation_costs.append(evaluation.evaluate(model, validation_data, device)[0])
    return training_costs, validation_costs
