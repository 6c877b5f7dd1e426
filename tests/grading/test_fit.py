"""The grader's own training of a student's network: right for weights of every layout in memory."""

from typing import Any

import pytest
import torch
from torch import Tensor, nn

from autograder.grading.standins import sources
from autograder.probing.graded import GradedProbes
from autograder.probing.loader import run_standins

LAYOUTS = {
    "transposed": lambda weights: weights.T.contiguous().T,
    "with gaps": lambda weights: torch.stack([weights, weights], 2)[:, :, 0],
    "transposed, with gaps": lambda weights: torch.stack([weights.T, weights.T], 2)[:, :, 0].T,
}


class Network(nn.Module):
    """One dense layer, whose weights lie in memory as they are given."""

    def __init__(self, weights: Tensor) -> None:
        super().__init__()
        self.weights = nn.Parameter(weights)

    def forward(self, images: Tensor) -> Tensor:
        return torch.log_softmax(images.flatten(1) @ self.weights, 1)


def fitted(weights: Tensor) -> Tensor:
    """The weights after two epochs of the grader's own training."""
    network = Network(weights)
    names: dict[str, Any] = run_standins(sources("q2")) | {"MLP": lambda: network}
    probes = GradedProbes(names.__getitem__)
    generator = torch.Generator().manual_seed(1)
    images = torch.rand(96, 1, 28, 28, generator=generator)
    labels = torch.randint(0, 10, (96,), generator=generator)
    number = probes.run("build", {"name": "MLP", "options": {}}, seed=0)
    data = {"number": number, "images": images, "labels": labels}
    for epoch in range(2):
        probes.run("fit", data | {"batch_size": 32, "learning_rate": 0.01}, seed=epoch)
    return network.weights.detach()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_weights_learn_alike_however_they_lie_in_memory(layout: str) -> None:
    weights = torch.randn(784, 10, generator=torch.Generator().manual_seed(0)) / 28
    laid_out = LAYOUTS[layout](weights.clone())
    assert torch.equal(laid_out, weights) and not laid_out.is_contiguous()
    assert torch.allclose(fitted(laid_out), fitted(weights.clone()), atol=1e-5)
