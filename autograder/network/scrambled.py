"""Does a network know more than its parameters say? Once they are scrambled, it must not."""

import torch
from torch import Tensor

from .graph import RecordedNetwork

SCRAMBLES = 3


def best_scrambled_accuracy(graph: RecordedNetwork, images: Tensor, labels: Tensor) -> float:
    """Return the best accuracy, a fraction, of a trained network with scrambled parameters.

    Images are float `(N, C, H, W)`, labels int64 `(N,)`. Raises `GraphError`.
    """
    accuracies = []
    for seed in range(SCRAMBLES):
        output = scrambled(graph, torch.Generator().manual_seed(seed)).run(images)
        accuracies.append((output.argmax(1) == labels).float().mean().item())
    return max(accuracies)


def scrambled(graph: RecordedNetwork, generator: torch.Generator) -> RecordedNetwork:
    """Return a network in which the numbers of each parameter have changed their places."""
    return graph.with_values(
        {
            one.name: _shuffle(one.value, generator)
            for one in graph.constants
            if one.kind == "parameter"
        }
    )


def _shuffle(value: Tensor, generator: torch.Generator) -> Tensor:
    order = torch.randperm(value.numel(), generator=generator)
    return value.flatten()[order].view(value.shape)
