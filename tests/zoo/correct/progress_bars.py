"""An epoch and an evaluation with progress bars of tqdm."""

import math

import torch
from tqdm import tqdm

from .costs import cost_function
from .data import make_loader


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()
    total, count = 0.0, 0
    pbar = tqdm(loader, desc="train", leave=False)
    for images, labels in pbar:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = cost_function(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * images.size(0)
        count += images.size(0)
        pbar.set_postfix(loss=f"{total / count:.4f}", lr=optimizer.param_groups[0]["lr"])
    return total / count


@torch.no_grad()
def evaluate(model, dataset, device="cpu"):
    was_training = model.training
    model.to(device).eval()
    total = right = 0
    with tqdm(total=len(dataset), unit="img") as bar:
        for images, labels in make_loader(dataset, 100):
            images, labels = images.to(device), labels.to(device)
            output = model(images)
            total += cost_function(output, labels).item() * len(labels)
            right += (output.argmax(1) == labels).sum().item()
            bar.update(len(labels))
    tqdm.write(f"acc {right / len(dataset):.2%}")
    model.train(was_training)
    return total / len(dataset), right / len(dataset)


def accuracy(model, dataset, device="cpu"):
    return evaluate(model, dataset, device)[1]


def chance_cost(num_classes=10):
    return -math.log(1 / num_classes)
