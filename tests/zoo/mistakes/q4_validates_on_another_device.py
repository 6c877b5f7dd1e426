"""The validation takes the network back to the CPU, where the next epoch does not expect it.
question: q4
hint: what other functions are asked to do
first hint: `device`
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

    model.to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)
    loader = make_loader(training_data, batch_size, shuffle=True)
    curves = [], []
    for _ in range(epochs):
        curves[0].append(training_epoch(model, loader, optimizer, device))
        curves[1].append(evaluate(model, validation_data)[0])
    return curves
