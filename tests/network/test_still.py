"""Constants that are unpacked behind images or weights, and correct networks that look like it."""

import random
from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from autograder.network.constants import check_constants
from autograder.network.graph import Graph, GraphError
from autograder.network.lineage import trace_output
from autograder.probing.tracing import images_like_digits, trace
from support.styles import Written, functional, layers


def check(network: nn.Module, images: Tensor | None = None) -> None:
    graph = Graph.from_plain(trace(network.eval(), images_like_digits(8)))
    check_constants(graph, trace_output(graph.plan), images)


def _unpacked(
    joined: Callable[[nn.Module, Tensor, Tensor], Tensor],
    changed: Callable[[Tensor], Tensor] = lambda templates: templates,
) -> nn.Module:
    """A network with 59 numbers of 50 bits, which are taken apart behind what `joined` returns."""
    drawn = random.Random(1)
    packed = torch.tensor([drawn.getrandbits(50) for _ in range(59)], dtype=torch.float64)

    def forward(net: nn.Module, images: Tensor) -> Tensor:
        numbers = joined(net, images, packed)[..., None]
        digits = (numbers / 4.0 ** torch.arange(25, dtype=torch.float64)).floor() % 4
        templates = digits.flatten(-2)[..., :1470].unflatten(-1, (30, 49)).float() / 3
        small = nn.functional.avg_pool2d(images, 4).flatten(1)[:, None].expand(-1, 30, 49)
        near = (small - changed(templates)).square().sum(2)[:, :12]
        return net.output(net.hidden(images.flatten(1)).relu() + near).log_softmax(1)

    return Written(forward, **layers())


def _bright(images: Tensor) -> Tensor:
    return images.flatten(1).sum(1, keepdim=True).double()


def _copied(templates: Tensor) -> Tensor:
    """Copy through a view into memory that held zeros."""
    copy = torch.zeros(templates.shape)
    copy.view(-1).copy_(templates.flatten())
    return copy


@pytest.mark.parametrize(
    "network",
    [
        _unpacked(lambda net, images, packed: _bright(images) * 0 + packed),
        _unpacked(lambda net, images, packed: _bright(images) * 1e-6 + packed),
        _unpacked(lambda net, images, packed: net.hidden.weight.sum() * 0 + packed),
        _unpacked(lambda net, images, packed: _bright(images) * 0 + packed, _copied),
        _unpacked(lambda net, images, packed: (_bright(images) > 1).double() * packed),
        _unpacked(lambda net, images, packed: (_bright(images) < 350).double() * packed),
        _unpacked(lambda net, images, packed: _bright(images) / _bright(images) * packed),
    ],
    ids=[
        "images times 0",
        "hardly more than the numbers",
        "weights times 0",
        "copied through a view",
        "for all but blank paper",
        "for all but noise",
        "no number on blank paper",
    ],
)
def test_numbers_that_are_taken_apart_behind_images_count_as_what_they_become(
    network: nn.Module,
) -> None:
    with pytest.raises(GraphError, match="that is the same for all images"):
        check(network)


def _compared(templates: Callable[[Tensor], Tensor]) -> nn.Module:
    """A network that compares images with 20 templates of 49 pixels, made of their images."""

    def forward(net: nn.Module, images: Tensor) -> Tensor:
        small = nn.functional.avg_pool2d(images, 4).flatten(1)[:, None].expand(-1, 20, 49)
        near = (small - templates(images)).square().sum(2)[:, :12]
        return net.output(net.hidden(images.flatten(1)).relu() + near).log_softmax(1)

    return Written(forward, **layers())


DRAWN = random.Random(2).choices(range(4), k=980)


def _selected(images: Tensor) -> Tensor:
    return (images.sum() * 0 + torch.arange(4))[torch.tensor(DRAWN)].view(20, 49)


def _stacked(images: Tensor) -> Tensor:
    levels = [images.sum() * 0 + level for level in range(4)]
    return torch.stack([levels[one] for one in DRAWN]).view(20, 49)


@pytest.mark.parametrize("templates", [_selected, _stacked])
def test_templates_count_however_few_numbers_they_are_made_of(
    templates: Callable[[Tensor], Tensor],
) -> None:
    with pytest.raises(GraphError, match="that is the same for all images"):
        check(_compared(templates))


def test_numbers_that_are_switched_off_for_bright_images_are_found_on_the_images_at_hand() -> None:
    """Ten of sixteen are dark, as most digits are."""
    network = _unpacked(lambda net, images, packed: (_bright(images) < 120).double() * packed)
    images = images_like_digits(8)
    images = images / images.flatten(1).sum(1).view(8, 1, 1, 1)
    with pytest.raises(GraphError, match="that is the same for all images"):
        check(network, images * torch.tensor([100.0] * 6 + [150.0] * 2).view(8, 1, 1, 1))


def _filtered(filled: Callable[[Tensor], Tensor]) -> nn.Module:
    """A network with eighteen numbers in two filters by Sobel, and a step that is correct.

    What the step makes of images has one channel or three.
    """
    sobel = torch.tensor([[1.0, 2.0, 1.0], [0.0, 0.0, 0.0], [-1.0, -2.0, -1.0]])
    kernel = torch.stack([sobel, sobel.T])[:, None]

    def forward(net: nn.Module, images: Tensor) -> Tensor:
        edges = nn.functional.conv2d(images, kernel, padding=1).sum(1, keepdim=True)
        x = filled(images + 0.1 * edges)
        return functional(net, net.mix(x) if x.shape[1] == 3 else x)

    return Written(forward, mix=nn.Conv2d(3, 1, 5, padding=2), **layers())


def _pooled(value: float) -> Callable[[Tensor], Tensor]:
    """A maximum pooling by hand, 3 by 3 pixels, after a padding."""

    def pool(images: Tensor) -> Tensor:
        padded = nn.functional.pad(images, (1, 1, 1, 1), value=value)
        return padded.unfold(2, 3, 1).unfold(3, 3, 1).amax((-1, -2)) + 0.5 * images

    return pool


def _with_places(scale: float, offset: float) -> Callable[[Tensor], Tensor]:
    """Rows and columns as two more channels."""

    def join(images: Tensor) -> Tensor:
        steps = torch.arange(28.0) * scale + offset
        rows, columns = steps.view(28, 1), steps.view(1, 28)
        size = len(images), 1, 28, 28
        return torch.cat([0.5 * images, rows.expand(size), columns.expand(size)], 1)

    return join


@pytest.mark.parametrize(
    "filled",
    [
        _pooled(float("-inf")),
        _pooled(-1e9),
        lambda images: (images + torch.ones(28, 28).triu() * -1e9).clamp(min=-1) + images,
        lambda images: (images.double() + torch.eye(28) * -1e4).clamp(min=-1).float() + images,
        lambda images: images.masked_fill(images > 0.5, float("inf")).clamp(max=2) + images,
        _with_places(1, 0),
        _with_places(1 / 27, 0),
        _with_places(2 / 27, -1),
        _with_places(255 / 27, 0),
        lambda images: (images - images.mean((2, 3), keepdim=True)) / images.std(),
        lambda images: nn.functional.pad(images, (2, 2, 2, 2))[..., 2:-2, 2:-2].gt(0.2) * images,
    ],
    ids=[
        "pooled in minus infinity",
        "pooled in -1e9",
        "half is masked by -1e9",
        "a mask in double precision",
        "filled with infinity",
        "places in pixels",
        "places from 0 to 1",
        "places from -1 to 1",
        "places from 0 to 255",
        "normalised by image",
        "dark pixels are emptied",
    ],
)
def test_correct_networks_with_many_constants_are_admitted(
    filled: Callable[[Tensor], Tensor],
) -> None:
    check(_filtered(filled))
