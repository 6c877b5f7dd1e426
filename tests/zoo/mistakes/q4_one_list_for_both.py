"""Both names stand for one list, so training and validation costs are mixed in it.
question: q4
hint: 16 training costs
first hint: same list
"""

import torch

from . import training


def train(
    model,
    training_data,
    validation_data,
    epochs=10,
    batch_size=32,
    learning_rate=1e-3,
    device="cpu",
):
    model.to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)
    loader = training.make_loader(training_data, batch_size, shuffle=True)
    training_costs = validation_costs = []
    for epoch in range(epochs):
        cost = training.training_epoch(model, loader, optimizer, device)
        training_costs.append(cost)
        validation_cost, _ = training.evaluate(model, validation_data, device)
        validation_costs.append(validation_cost)
    return training_costs, validation_costs
