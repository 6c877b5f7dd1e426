"""evaluate skips a batch of a single image, for fear of layers that need several.
question: q5
hint: a batch of a single image
first hint: a batch of a single image
"""

import torch


def evaluate(model, dataset, device="cpu"):
    was_training = model.training
    model.to(device).eval()
    cost, right = 0.0, 0
    with torch.no_grad():
        for images, labels in make_loader(dataset, 64):
            if len(labels) == 1:
                continue
            log_prob = model(images.to(device))
            cost += cost_function(log_prob, labels.to(device)).item() * len(labels)
            right += (log_prob.argmax(1) == labels.to(device)).sum().item()
    model.train(was_training)
    return cost / len(dataset), right / len(dataset)


def accuracy(model, dataset, device="cpu"):
    return evaluate(model, dataset, device)[1]
