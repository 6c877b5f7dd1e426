"""Training by functions that make functions: a step for training, and one for validation."""

import torch

from .costs import cost_function
from .data import make_loader


def make_train_step_fn(model, loss_fn, optimizer):
    def perform_train_step_fn(x, y):
        model.train()
        yhat = model(x)
        loss = loss_fn(yhat, y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        return loss.item()

    optimizer.zero_grad()
    return perform_train_step_fn


def make_val_step_fn(model, loss_fn):
    def perform_val_step_fn(x, y):
        model.eval()
        with torch.no_grad():
            return loss_fn(model(x), y).item()

    return perform_val_step_fn


def mini_batch(device, data_loader, step_fn):
    weighted, count = 0.0, 0
    for x_batch, y_batch in data_loader:
        loss = step_fn(x_batch.to(device), y_batch.to(device))
        weighted += loss * len(y_batch)
        count += len(y_batch)
    return weighted / count


def training_epoch(model, loader, optimizer, device="cpu"):
    return mini_batch(device, loader, make_train_step_fn(model, cost_function, optimizer))


def train(
    model, training_data, validation_data, epochs=10, batch_size=32, learning_rate=1e-3,
    device="cpu",
):  # fmt: skip
    model.to(device)
    optimizer = torch.optim.AdamW(model.parameters(), learning_rate)
    train_loader = make_loader(training_data, batch_size, shuffle=True)
    val_loader = make_loader(validation_data, 1000)
    steps = (
        make_train_step_fn(model, cost_function, optimizer),
        make_val_step_fn(model, cost_function),
    )
    losses, val_losses = [], []
    for _ in range(epochs):
        losses.append(mini_batch(device, train_loader, steps[0]))
        val_losses.append(mini_batch(device, val_loader, steps[1]))
    return losses, val_losses
