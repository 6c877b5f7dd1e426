"""The training cost is measured when the epoch is over, not during it.
question: q4
hint: during it
first hint: after the epoch
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
    from .evaluation import evaluate
    from .training import training_epoch

    model.to(device)
    loader = make_loader(training_data, batch_size, shuffle=True)
    training_costs, validation_costs = [], []
    optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)
    for _ in range(epochs):
        training_epoch(model, loader, optimizer, device)
        training_costs.append(evaluate(model, training_data, device)[0])
        validation_costs.append(evaluate(model, validation_data, device)[0])
    return training_costs, validation_costs
