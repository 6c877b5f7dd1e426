"""Weights that join values one by one, and numbers written into the program beside them."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from autograder.network.architecture import check_architecture
from autograder.network.graph import Graph, GraphError
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


@pytest.mark.parametrize(
    "bend",
    [
        lambda net, x: torch.max(x, 0.1 * x),
        lambda net, x: torch.maximum(net.slope * x, x),
        lambda net, x: -torch.min(-x, -x / 5),
    ],
)
def test_the_larger_one_of_a_value_and_a_line_of_it_is_a_non_linearity(
    bend: Callable[[nn.Module, Tensor], Tensor],
) -> None:
    def forward(net: nn.Module, images: Tensor) -> Tensor:
        return net.output(bend(net, net.hidden(images.flatten(1))))

    network = Written(forward, slope=nn.Parameter(torch.rand(12)), **layers())
    assert "activation" in seen(network)[0].then


def test_the_larger_one_of_two_slices_is_no_non_linearity() -> None:
    def forward(net: nn.Module, images: Tensor) -> Tensor:
        x = net.hidden(images.flatten(1))
        return net.last(torch.maximum(x[:, ::2], x[:, 1::2]))

    found = seen(Written(forward, last=nn.Linear(6, 10), **layers()))
    assert found[0].then == {"pooling"}


def test_numbers_in_the_place_of_tensors_are_counted() -> None:
    numbers = torch.rand(101).tolist()

    def forward(net: nn.Module, images: Tensor) -> Tensor:
        pixels = images.flatten(1).unbind(1)
        total = sum(number * pixel for number, pixel in zip(numbers, pixels[300:], strict=False))
        return net.output(net.hidden(images.flatten(1)).relu() * total[:, None])

    with pytest.raises(GraphError, match="depends on 102 numbers"):  # and 0, where `sum` begins
        seen(Written(forward, **layers()))
