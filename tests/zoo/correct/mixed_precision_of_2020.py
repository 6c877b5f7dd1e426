"""torch.cuda.amp as the tutorials of 2020 have it: enabled where the device is a GPU."""

import torch
from torch.cuda.amp import GradScaler, autocast


def training_epoch(model, loader, optimizer, device="cpu"):
    amp = torch.device(device).type == "cuda"
    scaler = GradScaler(enabled=amp)
    model.train()
    meter = [0.0, 0]
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        with autocast(enabled=amp):
            loss = cost_function(model(x), y)
        scaler.scale(loss).backward()
        scaler.unscale_(optimizer)
        scaler.step(optimizer)
        scaler.update()
        meter[0] += loss.item() * x.size(0)
        meter[1] += x.size(0)
    return meter[0] / meter[1]


@torch.no_grad()
def evaluate(model, dataset, device="cpu"):
    amp = torch.device(device).type == "cuda"
    mode = model.training
    model.to(device).eval()
    loss = hits = 0.0
    for x, y in make_loader(dataset, 200):
        x, y = x.to(device), y.to(device)
        with autocast(enabled=amp):
            out = model(x)
        loss += cost_function(out.float(), y).item() * len(y)
        hits += (out.argmax(dim=-1) == y).float().sum().item()
    model.train(mode)
    return loss / len(dataset), hits / len(dataset)


def accuracy(model, dataset, device="cpu"):
    return evaluate(model, dataset, device)[1]
