"""Every epoch has an optimizer of its own, so what it remembers is lost.
question: q4
hint: optimizers took the steps
first hint: optimizers
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
    for _ in range(epochs):
        optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)
        training_costs.append(training_epoch(model, loader, optimizer, device))
        validation_costs.append(evaluate(model, validation_data, device)[0])
    return training_costs, validation_costs
