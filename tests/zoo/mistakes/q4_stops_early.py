"""Training stops as soon as the validation cost rises.
question: q4
hint: stopped where the validation cost rose
first hint: stopped where the validation cost rose
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
    loader = make_loader(training_data, batch_size, shuffle=True)
    training_costs, validation_costs = [], []
    for epoch in range(epochs):
        training_costs.append(training_epoch(model, loader, optimizer, device))
        validation_costs.append(evaluate(model, validation_data, device)[0])
        if epoch > 0 and validation_costs[-1] > validation_costs[-2]:
            break
    return training_costs, validation_costs
