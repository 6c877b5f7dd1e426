"""An epoch that asks autograd for the gradients and puts them in place."""

import torch


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()
    parameters = [p for p in model.parameters() if p.requires_grad]
    total = count = 0
    for images, labels in loader:
        cost = cost_function(model(images.to(device)), labels.to(device))
        for p, g in zip(parameters, torch.autograd.grad(cost, parameters, allow_unused=True)):
            p.grad = g
        optimizer.step()
        total += cost.item() * images.size(0)
        count += images.size(0)
    return total / count
