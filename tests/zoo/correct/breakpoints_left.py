"""A cost and an evaluation in which breakpoints of three kinds were left."""

import pdb

import torch

from . import evaluation


def cost_function(log_prob, labels):
    breakpoint()
    return -log_prob[torch.arange(len(labels)), labels].mean()


def evaluate(model, dataset, device="cpu"):
    import pdb as debugger

    was_training = model.training
    model.to(device).eval()
    total_cost, num_right = 0.0, 0
    with torch.no_grad():
        for images, labels in evaluation.make_loader(dataset, 200):
            images, labels = images.to(device), labels.to(device)
            log_prob = model(images)
            pdb.set_trace()
            total_cost += evaluation.cost_function(log_prob, labels).item() * len(labels)
            num_right += (log_prob.argmax(1) == labels).sum().item()
            if num_right > len(dataset):
                debugger.set_trace()
    model.train(was_training)
    return total_cost / len(dataset), num_right / len(dataset)
