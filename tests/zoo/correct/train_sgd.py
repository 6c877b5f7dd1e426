"""Training by SGD with momentum, which suits the learning rate as well."""

import torch

from .data import make_loader


def train(model, training_data, validation_data, epochs=10, batch_size=32, learning_rate=1e-3,
          device="cpu"):  # fmt: skip
    from .evaluation import evaluate

    model.to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate, momentum=0.9, nesterov=True)
    loader = make_loader(training_data, batch_size, shuffle=True)
    costs = [], []
    for _ in range(epochs):
        costs[0].append(training_epoch(model, loader, optimizer, device))
        costs[1].append(evaluate(model, validation_data, device)[0])
    return costs
