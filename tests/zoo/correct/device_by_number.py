"""Devices are numbers: `.to(0)` where there is a GPU, as notebooks of Kaggle do it."""

import torch
from torch import nn


def _place(device):
    return 0 if torch.device(device).type == "cuda" else "cpu"


def training_epoch(model, loader, optimizer, device="cpu"):
    place = _place(device)
    model.to(place).train()
    losses, weights = [], []
    for x, y in loader:
        x = x.to(place, dtype=torch.float32)
        y = y.to(place, non_blocking=True)
        optimizer.zero_grad()
        loss = cost_function(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
        weights.append(torch.tensor(float(len(y)), device=place))
    losses, weights = torch.stack(losses), torch.stack(weights)
    return (losses * weights).sum().div(weights.sum()).item()


def train(
    model,
    training_data,
    validation_data,
    epochs=10,
    batch_size=32,
    learning_rate=1e-3,
    device="cpu",
):
    place = _place(device)
    if place == 0:
        print(torch.cuda.get_device_properties(0).name, torch.cuda.mem_get_info()[1] // 2**20, "MB")
    net = nn.DataParallel(model.to(place)) if torch.cuda.device_count() > 0 else model
    opt = torch.optim.AdamW(net.parameters(), lr=learning_rate)
    history = {"train": [], "valid": []}
    for epoch in range(epochs):
        history["train"].append(
            training_epoch(net, make_loader(training_data, batch_size, True), opt, device)
        )
        history["valid"].append(evaluate(model, validation_data, device)[0])
        torch.cuda.empty_cache()
    return history["train"], history["valid"]
