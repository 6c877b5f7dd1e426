"""Networks and an evaluation as an online course writes them: OrderedDict, exp, topk, view_as."""

from collections import OrderedDict

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from .costs import cost_function
from .data import make_loader


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.classifier = nn.Sequential(
            OrderedDict(
                [
                    ("fc1", nn.Linear(784, num_hidden)),
                    ("relu1", nn.ReLU()),
                    ("output", nn.Linear(num_hidden, 10)),
                    ("logsoftmax", nn.LogSoftmax(dim=1)),
                ]
            )
        )

    def forward(self, x):
        # make sure input tensor is flattened
        x = x.view(x.shape[0], -1)
        return self.classifier(x)


def evaluate(model, dataset, device="cpu"):
    testloader = make_loader(dataset, batch_size=64)
    was_training = model.training
    test_losses, accuracies, weights = [], [], []
    model.to(device)
    # Turn off gradients for validation, saves memory and computations
    with torch.no_grad():
        model.eval()
        for images, labels in testloader:
            images, labels = images.to(device), labels.to(device)
            log_ps = model(images)
            test_losses.append(cost_function(log_ps, labels).cpu())
            ps = torch.exp(log_ps)
            top_p, top_class = ps.topk(1, dim=1)
            equals = top_class == labels.view(*top_class.shape)
            accuracies.append(torch.mean(equals.type(torch.FloatTensor)).item())
            weights.append(len(labels))
    if was_training:
        model.train()
    return (
        float(np.average(test_losses, weights=weights)),
        float(np.average(accuracies, weights=weights)),
    )


def accuracy(model, dataset, device="cpu"):
    _, acc = evaluate(model, dataset, device)
    return acc


def chance_cost(num_classes=10):
    return F.nll_loss(torch.log(torch.ones(1, num_classes) / num_classes), torch.tensor([0])).item()
