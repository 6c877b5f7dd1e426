"""train begins with new weights.
question: q4
hint: starts from new weights
first hint: starts from new weights
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

    for module in model.modules():
        if hasattr(module, "reset_parameters"):
            module.reset_parameters()
    model.to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)
    loader = make_loader(training_data, batch_size, shuffle=True)
    training_costs, validation_costs = [], []
    for _ in range(epochs):
        training_costs.append(training.training_epoch(model, loader, optimizer, device))
        validation_costs.append(evaluation.evaluate(model, validation_data, device)[0])
    return training_costs, validation_costs
