"""accuracy adds the hits of every call to a list in its default argument.
question: q5
hint: default arguments
first hint: an earlier call has left
"""

import torch


def accuracy(model, dataset, device="cpu", hits=[]):
    was_training = model.training
    model.to(device).eval()
    with torch.no_grad():
        for images, labels in make_loader(dataset, 64):
            hits.extend((model(images.to(device)).argmax(1) == labels.to(device)).tolist())
    model.train(was_training)
    return sum(hits) / len(hits)
