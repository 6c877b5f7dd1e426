"""Training by grad_and_value of a functional call, and an evaluation by vmap over images."""

import torch
from torch.func import functional_call, grad_and_value

from .costs import cost_function
from .data import make_loader


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()

    def compute_loss(params, buffers, x, y):
        return cost_function(functional_call(model, (params, buffers), (x,)), y)

    step = grad_and_value(compute_loss)
    total = torch.zeros((), dtype=torch.float64)
    count = 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        params = {k: v.detach() for k, v in model.named_parameters()}
        buffers = dict(model.named_buffers())
        grads, loss = step(params, buffers, x, y)
        for name, p in model.named_parameters():
            p.grad = grads[name]
        optimizer.step()
        total += loss.detach().cpu() * len(y)
        count += len(y)
    return (total / count).item()


def train(
    model,
    training_data,
    validation_data,
    epochs=10,
    batch_size=32,
    learning_rate=1e-3,
    device="cpu",
):
    model.to(device)
    opt = torch.optim.AdamW(model.parameters(), lr=learning_rate)
    loader = make_loader(training_data, batch_size, shuffle=True)
    pairs = [
        (training_epoch(model, loader, opt, device), evaluate(model, validation_data, device)[0])
        for _ in range(epochs)
    ]
    return tuple(map(list, zip(*pairs))) if pairs else ([], [])


import math

from torch.func import vmap


def evaluate(model, dataset, device="cpu"):
    mode = model.training
    model.to(device).eval()
    params = {k: v.detach() for k, v in model.named_parameters()}
    buffers = {k: v.detach() for k, v in model.named_buffers()}

    def predict(x):  # (1, 28, 28) -> (10,)
        return functional_call(model, (params, buffers), (x.unsqueeze(0),)).squeeze(0)

    log_probs, labels = [], []
    with torch.no_grad():
        for x, y in make_loader(dataset, 128):
            log_probs.append(vmap(predict)(x.to(device)))
            labels.append(y.to(device))
    model.train(mode)
    log_prob, label = torch.cat(log_probs), torch.cat(labels)
    return cost_function(log_prob, label).item(), (
        log_prob.argmax(-1) == label
    ).double().mean().item()


def accuracy(model, dataset, device="cpu"):
    return evaluate(model, dataset, device)[1]


def chance_cost(num_classes=10):
    return -math.log(1 / num_classes)
