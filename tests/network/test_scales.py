"""Weights that join values one by one."""

import pytest
import torch
from torch import Tensor, nn

from autograder.network.architecture import check_architecture
from autograder.network.graph import Graph
from autograder.network.layers import Layer
from autograder.probing.tracing import trace
from support.styles import Written, layers

BATCH = 64  # so many images have more scales, repeated for each, than one image has values


def seen(network: nn.Module) -> list[Layer]:
    """The layers of a network in evaluation mode."""
    return check_architecture(Graph.from_plain(trace(network.eval(), torch.rand(BATCH, 1, 28, 28))))


def test_the_weights_of_a_normalisation_of_each_image_are_no_layer() -> None:
    parts = nn.Conv2d(1, 8, 5), nn.InstanceNorm2d(8, affine=True), nn.MaxPool2d(6), nn.ReLU()
    found = seen(nn.Sequential(*parts, nn.Flatten(), nn.Linear(128, 10)))
    assert [layer.outputs for layer in found] == [8 * 24 * 24, 10]


@pytest.mark.parametrize("norm", [nn.LayerNorm(10), nn.GroupNorm(2, 10), nn.BatchNorm1d(10)])
def test_a_normalisation_of_the_scores_is_no_layer(norm: nn.Module) -> None:
    parts = nn.Flatten(), nn.Linear(784, 12), nn.ReLU(), nn.Linear(12, 10)
    found = seen(nn.Sequential(*parts, norm, nn.LogSoftmax(1)))
    assert [layer.outputs for layer in found] == [12, 10]


def test_scales_that_are_repeated_for_each_image_are_a_layer_if_summed_up() -> None:
    def forward(net: nn.Module, images: Tensor) -> Tensor:
        x = images.flatten(1)[:, None] * net.weight.repeat(len(images), 1, 1)
        return net.output(x.sum(2).relu())

    network = Written(forward, weight=nn.Parameter(torch.rand(12, 784)), **layers())
    assert [layer.outputs for layer in seen(network)] == [12, 10]
