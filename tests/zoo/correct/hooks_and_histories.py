"""An epoch with hooks on every layer and on the weights, a global history, and logs to a file."""

import collections
import logging
import sys

import torch

logging.basicConfig(
    level=logging.DEBUG,
    format="%(levelname)s:%(name)s:%(message)s",
    handlers=[logging.FileHandler("training.log", delay=True), logging.StreamHandler(sys.stderr)],
)
history = collections.defaultdict(list)
step_count = 0


def remember(name):
    def hook(module, inputs, output):
        history[name].append(output.detach().abs().mean().item())

    return hook


def training_epoch(model, loader, optimizer, device="cpu"):
    global step_count
    handles = [m.register_forward_hook(remember(n)) for n, m in model.named_modules()]
    handles += [
        p.register_hook(lambda grad, n=n: history[f"grad {n}"].append(float(grad.norm())))
        for n, p in model.named_parameters()
    ]
    model.train()
    try:
        sums = collections.Counter()
        for images, labels in loader:
            images, labels = images.to(device), labels.to(device)
            loss = cost_function(model(images), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            step_count += 1
            history["loss"].append(loss.item())
            sums.update(loss=loss.item() * len(labels), samples=len(labels))
            logging.debug("step %d loss %s", step_count, torch.round(loss, decimals=3))
    finally:
        for handle in handles:
            handle.remove()
    return sums["loss"] / sums["samples"]
