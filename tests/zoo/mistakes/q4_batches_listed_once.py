"""The shuffled batches are put into a list once, for all epochs.
question: q4
hint: new order each epoch
first hint: new order each epoch
"""

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
    batches = list(make_loader(training_data, batch_size, shuffle=True))
    training_costs, validation_costs = [], []
    for _ in range(epochs):
        training_costs.append(training_epoch(model, batches, optimizer, device))
        validation_costs.append(evaluate(model, validation_data, device)[0])
    return training_costs, validation_costs
