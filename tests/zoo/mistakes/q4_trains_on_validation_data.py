"""The network is trained on the validation data as well.
question: q4
hint: trained on the validation data
first hint: trained on the validation data
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
        training_costs.append(training.training_epoch(model, loader, optimizer, device))
        other = make_loader(validation_data, batch_size, shuffle=True)
        validation_costs.append(training.training_epoch(model, other, optimizer, device))
    return training_costs, validation_costs
