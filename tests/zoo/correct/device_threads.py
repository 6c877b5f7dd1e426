"""Threads load the batches, and measure them, side by side."""

import queue
import threading
from concurrent.futures import ThreadPoolExecutor

import torch


def in_background(loader, device, size=4):
    batches = queue.Queue(size)

    def fill():
        for x, y in loader:
            batches.put((x.to(device, non_blocking=True), y.to(device, non_blocking=True)))
        batches.put(None)

    threading.Thread(target=fill, daemon=True).start()
    return iter(batches.get, None)


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()
    total = count = 0
    for x, y in in_background(loader, device):
        optimizer.zero_grad()
        loss = cost_function(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * y.size(0)
        count += y.size(0)
    return total / count


def evaluate(model, dataset, device="cpu"):
    mode = model.training
    model.to(device).eval()

    def measure(batch):
        x, y = (part.to(device) for part in batch)
        with torch.no_grad():
            output = model(x)
        return cost_function(output, y).item() * len(y), (output.argmax(1) == y).sum().item()

    with ThreadPoolExecutor(max_workers=2) as pool:
        results = list(pool.map(measure, make_loader(dataset, 128)))
    model.train(mode)
    return sum(a for a, _ in results) / len(dataset), sum(b for _, b in results) / len(dataset)
