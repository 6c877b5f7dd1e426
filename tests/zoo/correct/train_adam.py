"""Training with Adam and a deep copy of the best weights, which is not put back."""

import copy

import torch

from .data import make_loader


def train(model, training_data, validation_data, epochs=10, batch_size=32, learning_rate=1e-3,
          device="cpu"):  # fmt: skip
    from .evaluation import evaluate

    model = model.to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate)
    train_loader = make_loader(training_data, batch_size=batch_size, shuffle=True)
    history = {"train": [], "val": []}
    best, best_weights = float("inf"), None
    for _epoch in range(epochs):
        history["train"].append(training_epoch(model, train_loader, optimizer, device))
        cost, _ = evaluate(model, validation_data, device)
        history["val"].append(cost)
        if cost < best:
            best, best_weights = cost, copy.deepcopy(model.state_dict())
    assert best_weights is not None or epochs == 0
    return history["train"], history["val"]
