"""The lists are default arguments, so a second call goes on with those of the first.
question: q4
hint: goes on with the lists of the first
first hint: lists of the first
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
    training_costs=[],
    validation_costs=[],
):
    optimizer = torch.optim.AdamW(model.to(device).parameters(), lr=learning_rate)
    loader = make_loader(training_data, batch_size, shuffle=True)
    for _ in range(epochs):
        training_costs.append(training_epoch(model, loader, optimizer, device))
        validation_costs.append(evaluate(model, validation_data, device)[0])
    return training_costs, validation_costs
