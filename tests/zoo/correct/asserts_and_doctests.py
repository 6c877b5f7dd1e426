"""Functions that check what they get and what they return, with doctests below."""

import doctest
import math

import torch
from torch import nn

from .costs import cost_function
from .data import make_loader


def chance_cost(num_classes=10):
    """The cost of guessing.

    >>> round(chance_cost(), 4)
    2.3026
    >>> chance_cost(1)
    0.0
    """
    assert isinstance(num_classes, int) and num_classes >= 1, "at least one class"
    return math.fsum(math.log(num_classes) / num_classes for _ in range(num_classes))


def evaluate(model, dataset, device="cpu"):
    """Mean cost and accuracy."""
    if not isinstance(model, nn.Module):
        raise TypeError(f"expected a Module, got {type(model).__name__}")
    assert str(device).split(":")[0] in ("cpu", "cuda", "mps"), device
    weights = {name: value.clone() for name, value in model.state_dict().items()}
    mode = model.training
    model.to(device).eval()
    assert not model.training
    cost, right, seen = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in make_loader(dataset, 100):
            assert images.ndim == 4 and images.shape[1:] == (1, 28, 28), images.shape
            assert labels.dtype == torch.int64 and labels.min() >= 0
            log_prob = model(images.to(device))
            assert not log_prob.requires_grad
            assert torch.isfinite(log_prob).all()
            cost += cost_function(log_prob, labels.to(device)).item() * len(labels)
            right += int((log_prob.argmax(1).cpu() == labels).sum())
            seen += len(labels)
    model.train(mode)
    assert seen == len(dataset)
    if __debug__:
        for name, value in model.state_dict().items():
            assert torch.equal(value.cpu(), weights[name].cpu()), name
    return cost / seen, right / seen


def accuracy(model, dataset, device="cpu"):
    """Fraction in [0, 1]."""
    fraction = evaluate(model, dataset, device)[1]
    assert 0 <= fraction <= 1
    return fraction


if __name__ == "__main__":
    doctest.testmod(verbose=True)
