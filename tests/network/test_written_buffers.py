"""Buffers that training writes: statistics of the images are free, copies of weights are not."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from autograder.network.architecture import check_architecture
from autograder.network.graph import Graph, GraphError
from autograder.network.layers import Layer
from autograder.probing.tracing import images_like_digits, trace
from support.styles import Written, functional, layers


def examined(network: nn.Module) -> list[Layer]:
    """The layers of a network, recorded in both modes."""
    training = Graph.from_plain(trace(network.train(), images_like_digits(16)))
    evaluation = Graph.from_plain(trace(network.eval(), images_like_digits(7)))
    return check_architecture(evaluation, [training])


STATISTICS_BY_HAND: dict[str, tuple[tuple[int, ...], Callable[[Tensor, Tensor], Tensor]]] = {
    "mean of pixels": ((1, 28, 28), lambda kept, x: 0.9 * kept + 0.1 * x.mean(0)),
    "maximum of pixels": ((1, 28, 28), lambda kept, x: torch.maximum(kept, x.amax(0))),
    "mean of all": ((), lambda kept, x: torch.lerp(kept, x.mean(), 0.1)),
}


@pytest.mark.parametrize("style", STATISTICS_BY_HAND)
def test_statistics_by_hand_are_free_whatever_follows(style: str) -> None:
    size, update = STATISTICS_BY_HAND[style]

    def forward(net: nn.Module, images: Tensor) -> Tensor:
        if net.training:
            net.kept = update(net.kept, images)
        blurred = nn.functional.avg_pool2d(images - net.kept, 3, 1, padding=1)
        return functional(net, blurred)

    network = Written(forward, **layers())
    network.register_buffer("kept", torch.zeros(size))
    assert [one.outputs for one in examined(network)] == [12, 10]


def test_normalisation_before_a_fixed_filter_and_scales_kept_of_weights_are_free() -> None:
    def forward(net: nn.Module, images: Tensor) -> Tensor:
        blurred = nn.functional.conv2d(net.norm(images), torch.full((1, 1, 3, 3), 1 / 9), padding=1)
        if net.training:
            net.scale = net.hidden.weight.detach().abs().amax(1, keepdim=True) / 127
        whole = (net.hidden.weight / net.scale).round() * net.scale
        return net.output((blurred.flatten(1) @ whole.T).relu()).log_softmax(1)

    network = Written(forward, norm=nn.BatchNorm2d(1), **layers())
    network.register_buffer("scale", torch.ones(12, 1))
    assert [one.outputs for one in examined(network)][-2:] == [12, 10]


def _kept_by(write: Callable[[nn.Module, Tensor], None]) -> nn.Module:
    """A network that compares images with a buffer, into which its training writes."""

    def forward(net: nn.Module, images: Tensor) -> Tensor:
        small = nn.functional.avg_pool2d(images, 4).flatten(1)[:, None].expand(-1, 16, 49)
        near = (small - net.kept).abs().sum(2)[:, :12]
        if net.training:
            write(net, images)
        return net.output(net.hidden(images.flatten(1)).relu() + near).log_softmax(1)

    network = Written(forward, **layers())
    network.register_buffer("kept", torch.zeros(16, 49))
    network.register_buffer("other", torch.zeros(16, 49))
    return network


def _weights(net: nn.Module) -> Tensor:
    values: Tensor = net.hidden.weight.detach().flatten()[:784].view(16, 49)
    return values


def _by_way_of_another(net: nn.Module, images: Tensor) -> None:
    net.kept.copy_(net.other + 0 * images.mean())
    net.other.copy_(_weights(net))


@pytest.mark.parametrize(
    "write",
    [
        lambda net, images: net.kept.copy_(_weights(net)),
        lambda net, images: net.kept.copy_(
            net.output.weight[:1, :1].detach() * torch.linspace(0, 900, 784).sin().view(16, 49)
        ),
        lambda net, images: net.kept.copy_(_weights(net) + 0 * images.mean()),
        lambda net, images: net.kept.masked_fill_(_weights(net) > 0, 1.0),
        _by_way_of_another,
    ],
    ids=["weights", "a table times a weight", "and images", "a mask", "by way of another"],
)
def test_buffers_that_training_copies_weights_into_are_tables(
    write: Callable[[nn.Module, Tensor], None],
) -> None:
    with pytest.raises(GraphError, match="784 numbers that are not registered as parameters"):
        examined(_kept_by(write))
