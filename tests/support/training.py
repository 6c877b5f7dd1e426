"""Networks recorded as the grader has them recorded, and batches to train them with."""

from collections.abc import Iterator

import torch
from torch import Tensor, nn

from autograder.network.bench.training import Recording
from autograder.probing.tracing import trace, warm_up

BATCH = 16
RATE = 0.004


def record(network: nn.Module, batch: int = BATCH, times: int = 1) -> Recording:
    """Record a network as the grader has it recorded."""
    warm_up(network)
    plain = [trace(network.train(), torch.rand(batch, 1, 28, 28)) for _ in range(times)]
    evaluation = trace(network.eval(), torch.rand(40, 1, 28, 28))
    return Recording.from_plain({"training": plain, "evaluation": evaluation})


def batches(count: int) -> Iterator[tuple[Tensor, Tensor]]:
    """Yield batches of images and labels, the same ones each time."""
    generator = torch.Generator().manual_seed(1)
    for _ in range(count):
        images = torch.rand(BATCH, 1, 28, 28, generator=generator)
        yield images, torch.randint(0, 10, (BATCH,), generator=generator)
