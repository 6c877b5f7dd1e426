"""An evaluation in batches of seven, whose results are put together at the end."""

import torch
from torch.utils.data import DataLoader


def evaluate(model, dataset, device="cpu"):
    was_training = model.training
    try:
        model.eval().to(device)
        outputs, targets = [], []
        with torch.inference_mode():
            for images, labels in DataLoader(dataset, batch_size=7):
                outputs.append(model(images.to(device)).cpu())
                targets.append(labels)
        log_prob, labels = torch.cat(outputs), torch.cat(targets)
        cost = torch.nn.functional.nll_loss(log_prob, labels).item()
        hits = (log_prob.max(dim=1)[1] == labels).float().mean().item()
    finally:
        model.train(was_training)
    return [cost, hits]
