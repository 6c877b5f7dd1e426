"""Does a network know more than its parameters say? Once they are scrambled, it must not."""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from .graph import Graph

SCRAMBLES = 3


def best_scrambled_accuracy(
    plain: dict[str, Any],
    admit: Callable[[Any], Graph],
    images: Tensor,
    labels: Tensor,
) -> float:
    """Return the best accuracy, a fraction, of a trained network with scrambled parameters.

    `plain` is its recording in evaluation mode, `admit` makes a graph of one. Images are float
    `(N, 1, 28, 28)`, labels int64 `(N,)`. Raises `GraphError`.
    """
    accuracies = []
    for seed in range(SCRAMBLES):
        generator = torch.Generator().manual_seed(seed)
        output = admit(scrambled(plain, generator)).run(images)
        accuracies.append((output.argmax(1) == labels).float().mean().item())
    return max(accuracies)


def scrambled(plain: dict[str, Any], generator: torch.Generator) -> dict[str, Any]:
    """Return a recording in which the numbers of each parameter have changed their places."""
    return plain | {
        "constants": [
            one | {"value": _shuffle(one["value"], generator)}
            if one["kind"] == "parameter"
            else one
            for one in plain["constants"]
        ]
    }


def _shuffle(value: Tensor, generator: torch.Generator) -> Tensor:
    order = torch.randperm(value.numel(), generator=generator)
    return value.flatten()[order].view(value.shape)
