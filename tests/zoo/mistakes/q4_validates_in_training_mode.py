"""The network is validated in training mode.
question: q4
hint: training mode while it was validated
first hint: training mode while it was validated
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
        total = 0.0
        with torch.no_grad():
            for images, labels in make_loader(validation_data, batch_size):
                cost = training.cost_function(model(images.to(device)), labels.to(device))
                total += cost.item() * len(labels)
        validation_costs.append(total / len(validation_data))
    return training_costs, validation_costs
