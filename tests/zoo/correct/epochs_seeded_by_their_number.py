"""Each epoch has a seed of its own, so that training can go on from any epoch."""

import torch


def train(
    model,
    training_data,
    validation_data,
    epochs=10,
    batch_size=32,
    learning_rate=1e-3,
    device="cpu",
):
    optimizer = torch.optim.AdamW(model.to(device).parameters(), lr=learning_rate)
    training_costs, validation_costs = [], []
    for epoch in range(epochs):
        torch.manual_seed(1000 + epoch)
        loader = make_loader(training_data, batch_size, shuffle=True)
        training_costs.append(training_epoch(model, loader, optimizer, device))
        validation_costs.append(evaluate(model, validation_data, device)[0])
    return training_costs, validation_costs
