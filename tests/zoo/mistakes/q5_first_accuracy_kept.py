"""accuracy measures once, and returns what it has kept ever after.
question: q5
hint: With other labels it says the same
first hint: earlier call is kept
"""

import torch


def accuracy(model, dataset, device="cpu", kept=[]):
    if kept:
        return kept[0]
    was_training = model.training
    model.to(device).eval()
    right = 0
    with torch.no_grad():
        for images, labels in make_loader(dataset, 64):
            right += (model(images.to(device)).argmax(1) == labels.to(device)).sum().item()
    model.train(was_training)
    kept.append(right / len(dataset))
    return kept[0]
