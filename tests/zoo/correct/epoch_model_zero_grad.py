"""An epoch that clears the gradients after the step, through the model, and sums tensors."""

import torch


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train(True)
    model.zero_grad()
    total = torch.zeros((), device=device)
    n = 0
    for images, labels in loader:
        log_prob = model(images.to(device))
        labels = labels.to(device)
        cost = cost_function(log_prob, labels)
        cost.backward()
        optimizer.step()
        model.zero_grad(set_to_none=False)
        total += cost.detach() * labels.numel()
        n += labels.numel()
    return (total / n).item()
