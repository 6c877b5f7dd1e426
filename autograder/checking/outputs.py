"""What a network's outputs say of the mistake behind them, as hints."""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from ..network.learning import SURE, TWICE
from ..probing.hints.catalogue import Message

ROUNDING = 3e-5  # how far from 1 the sums of exp() may be that checks let pass


def output_reason(output: Tensor) -> str:
    """Return the hint for outputs (B, classes) that are not log-probabilities."""
    ones = torch.ones(len(output))
    if (output > 0).any():
        sums = output.sum(1)
        probabilities = bool((output >= 0).all()) and torch.allclose(sums, ones, atol=1e-3)
        return "all.probabilities" if probabilities else "all.raw-outputs"
    if torch.allclose(output.exp().sum(0), torch.ones(output.shape[1]), atol=1e-3):
        return "all.softmax-over-the-batch"
    if torch.allclose((10**output).sum(1), ones, atol=1e-3):
        return "all.decimal-logarithm"
    sums = output.exp().sum(1)
    alike = len(sums) > 1 and sums.max() - sums.min() < 1e-5
    if alike and 1 + ROUNDING < sums[0] < 1.5:
        return "all.all-too-large"
    if (output < 0).all() and (sums > 1.5).all():
        return "all.each-class-by-itself"
    return "all.after-the-output-layer"


def batch_reason(network: Callable[[Tensor], Tensor], images: Tensor) -> str:
    """Return the hint for a network's outputs of images (B, C, H, W) that depend on each other.

    In another order of the images what is computed over a batch gives the same outputs in that
    order, and what mixes pixels does not.
    """
    output, backwards = network(images), network(images.flip(0)).flip(0)
    same = output.shape == backwards.shape and torch.allclose(output, backwards, atol=1e-4)
    return "all.normalised-over-the-batch" if same else "all.images-mixed"


def ranking_trouble(network: str, outputs: Sequence[Tensor]) -> Message | None:
    """Say what is wrong if the network of that name cannot be sure of a class in the first of its
    outputs (B, classes), or does not rank all classes in one of them; None if nothing is.
    """
    surest = outputs[0].max().exp().item()
    if surest <= SURE:
        twice = abs(surest - TWICE) < 0.01
        return {
            "hint": "all.never-sure",
            "because": "all.softmax-twice" if twice else "all.output-limited",
            "network": network,
            "surest": surest,
            "sure": SURE,
        }
    lowest = [output.sort(1).values for output in outputs]
    tied = max((one[:, 0] == one[:, 1]).float().mean().item() for one in lowest)
    return None if tied < 0.2 else {"hint": "all.tied", "tied": tied}
