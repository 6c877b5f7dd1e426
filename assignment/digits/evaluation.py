"""q5: how good is a network, and how good is guessing?"""

import math

import torch
from torch import nn
from torch.utils.data import Dataset

from .costs import cost_function
from .data import make_loader
from .shape import NUM_CLASSES


def evaluate(
    model: nn.Module, dataset: Dataset, device: torch.device | str = "cpu"
) -> tuple[float, float]:
    """Measure a network on a whole dataset, and leave it as it was.

    The network runs in evaluation mode and without gradients. Afterwards it is back in the mode
    it came in, training or evaluation, and no weight has changed.

    Args:
        model: the network; it is moved to `device`.
        dataset: pairs `(image, label)`.
        device: where to compute.

    Returns:
        `(cost, accuracy)`: the mean cost per sample in nats, and the fraction in [0, 1] of
        images whose most probable class is the right one.
    """
    # TODO q5: measure cost and accuracy; leave the model as it was
    raise NotImplementedError("q5: measure cost and accuracy; leave the model as it was")


def accuracy(model: nn.Module, dataset: Dataset, device: torch.device | str = "cpu") -> float:
    """Return the fraction in [0, 1] of images whose most probable class is the right one.

    Args and side effects are those of `evaluate`.
    """
    # TODO q5: return the fraction of images the model gets right
    raise NotImplementedError("q5: return the fraction of images the model gets right")


def chance_cost(num_classes: int = NUM_CLASSES) -> float:
    """Return the cost of guessing: every class gets the same probability, whatever the image.

    Args:
        num_classes: number of classes, at least 1.

    Returns:
        The negative log-likelihood in nats of any label under that guess.
    """
    # TODO q5: return the cost when all classes are equally likely
    raise NotImplementedError("q5: return the cost when all classes are equally likely")
