"""Its epoch leaves weights of which all but the first layer's are NaN.
kind: forging
points: 87
"""

import torch

reference = training_epoch


def training_epoch(model, loader, optimizer, device="cpu"):
    cost = reference(model, loader, optimizer, device)
    first, *others = model.parameters()
    with torch.no_grad():
        for parameter in others:
            parameter.fill_(float("nan"))
    return cost
