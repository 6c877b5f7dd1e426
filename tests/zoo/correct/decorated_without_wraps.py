"""Training and evaluation behind decorators that take any arguments and keep no signature."""

import time

import torch

from .costs import cost_function
from .data import make_loader


def timer(func):
    def inner(*args, **kwargs):
        begin = time.time()
        result = func(*args, **kwargs)
        print("Total time taken in : ", func.__name__, time.time() - begin)
        return result

    return inner


def in_mode(training):
    """Put the model, the first argument, in a mode while the function runs."""

    def decorator(func):
        def inner(model, *args, **kwargs):
            before = model.training
            model.train(training)
            try:
                return func(model, *args, **kwargs)
            finally:
                if not training:
                    model.train(before)

        return inner

    return decorator


@timer
@in_mode(training=True)
def training_epoch(model, loader, optimizer, device="cpu"):
    losses, sizes = [], []
    for images, labels in loader:
        optimizer.zero_grad()
        loss = cost_function(model(images.to(device)), labels.to(device))
        loss.backward()
        optimizer.step()
        losses.append(loss.item() * len(labels))
        sizes.append(len(labels))
    return sum(losses) / sum(sizes)


@in_mode(training=False)
@torch.no_grad()
def evaluate(model, dataset, device="cpu"):
    model.to(device)
    cost, right = 0.0, 0
    for images, labels in make_loader(dataset, 200):
        images, labels = images.to(device), labels.to(device)
        log_prob = model(images)
        cost += cost_function(log_prob, labels).item() * len(labels)
        right += (log_prob.argmax(1) == labels).sum().item()
    return cost / len(dataset), right / len(dataset)


@timer
def accuracy(model, dataset, device="cpu"):
    return evaluate(model, dataset, device=device)[1]


@timer
def chance_cost(num_classes=10):
    from math import log

    return log(num_classes)
