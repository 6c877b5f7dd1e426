"""Digits of images that are packed into few numbers need long ones; correct networks do not."""

import random
from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from autograder.network.constants import check_constants
from autograder.network.graph import Graph, GraphError
from autograder.network.lineage import trace_output
from autograder.network.precision import long_numbers
from autograder.probing.tracing import images_like_digits, trace
from support.styles import Written, functional, layers


def recorded(network: nn.Module) -> Graph:
    return Graph.from_plain(trace(network.eval(), images_like_digits(8)))


def _carried(carry: Callable[[Tensor, Tensor], Tensor], kind: torch.dtype) -> nn.Module:
    """A network that compares images with digits of base 4; `carry` hides them below larger numbers
    that depend on the images, and no digit is ever formed by itself."""
    numbers, drawn = 78, random.Random(1)
    packed = torch.tensor([drawn.getrandbits(24) for _ in range(numbers)], dtype=kind)

    def forward(net: nn.Module, images: Tensor) -> Tensor:
        bright = (images.flatten(1).sum(1, keepdim=True) * 16).floor().to(kind)
        powers = 4 ** torch.arange(13)
        parts = carry(packed, bright)[..., None].div(powers, rounding_mode="floor")
        pixels = (images.flatten(1)[:, : numbers * 12] * 3).to(kind)
        pixels = nn.functional.pad(pixels, (0, numbers * 12 - pixels.shape[1]))
        less = torch.stack([pixels.unflatten(1, (-1, 12)), -parts[..., :-1], 4 * parts[..., 1:]])
        near = less.sum(0).float().square().flatten(1)[:, :936].unflatten(1, (12, 78)).sum(2)
        return net.output(net.hidden(images.flatten(1)).relu() + near).log_softmax(1)

    return Written(forward, **layers())


def _lost(bright: Tensor) -> Tensor:
    """Ones that are zeros when numbers are cut, so that a quotient by them is none."""
    return (bright * 0 + 1 + 2.0**-12 - 1) * 4096


@pytest.mark.parametrize(
    "network",
    [
        _carried(lambda packed, bright: packed + 2**25 * bright, torch.float64),
        _carried(lambda packed, bright: packed + 2**25 * bright, torch.int64),
        _carried(lambda packed, bright: (bright + 1) * packed, torch.float64),
        _carried(lambda packed, bright: (packed + 2**25 * bright) / _lost(bright), torch.float64),
    ],
    ids=["below floats", "below whole numbers", "times the images", "behind no numbers"],
)
def test_digits_that_larger_numbers_carry_are_found(network: nn.Module) -> None:
    graph = recorded(network)
    with pytest.raises(GraphError, match="cut to 11 bits"):
        check_constants(graph, trace_output(graph.plan))


def _steps(change: Callable[[Tensor], Tensor]) -> nn.Module:
    return Written(lambda net, images: functional(net, change(images)), **layers())


@pytest.mark.parametrize(
    "change",
    [
        lambda images: (images - 0.1307) / 0.3081,
        lambda images: (255 * images).floor() / 255,
        lambda images: (images > 0.5).float(),
        lambda images: images + (images == 0) * -1e9 * 0,
        lambda images: (images - images.mean((2, 3), keepdim=True)) / images.std(),
        lambda images: torch.sin(images * 2.0 ** torch.arange(28).div(4)),
        lambda images: images * torch.arange(784.0).view(28, 28) / 784,
        lambda images: (images + 10) - 10,
    ],
    ids=[
        "mean and deviation",
        "256 levels",
        "black and white",
        "masked",
        "normalised by image",
        "waves",
        "by place",
        "there and back",
    ],
)
def test_correct_networks_get_along_with_short_numbers(change: Callable[[Tensor], Tensor]) -> None:
    assert long_numbers(recorded(_steps(change))) is None
