"""An evaluation that keeps the mode of every module of its own, with a context manager."""

from contextlib import contextmanager

import torch

from .data import make_loader
from .training import cost_function


@contextmanager
def evaluation_mode(model):
    modes = {module: module.training for module in model.modules()}
    model.eval()
    try:
        with torch.set_grad_enabled(False):
            yield model
    finally:
        for module, mode in modes.items():
            module.training = mode


def evaluate(model, dataset, device="cpu"):
    costs, hits = [], []
    with evaluation_mode(model.to(device)):
        for images, labels in make_loader(dataset, batch_size=1000):
            labels = labels.to(device)
            log_prob = model(images.to(device))
            costs += [cost_function(log_prob, labels).item()] * len(labels)
            hits += log_prob.argmax(dim=1).eq(labels).tolist()
    return sum(costs) / len(costs), sum(hits) / len(hits)
