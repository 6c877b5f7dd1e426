"""A network needs a layer if what comes out is worse with the layer's values for other images."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn
from torch.nn.functional import adaptive_max_pool1d, cross_entropy

from autograder.datasets.embedded import load_sample
from autograder.network.bench.client import Bench
from autograder.probing.tracing import images_like_digits, trace, warm_up
from autograder.project import EMBEDDED_DIGITS
from support.styles import Written, layers

SAMPLE = load_sample(EMBEDDED_DIGITS)
IMAGES = SAMPLE.training_images[:640].unsqueeze(1).float() / 255
LABELS = SAMPLE.training_labels[:640]


def light(images: Tensor) -> Tensor:
    """The lightest pixel of each of twelve parts of an image."""
    return adaptive_max_pool1d(images.flatten(1)[:, None], 12)[:, 0]


def honest(net: nn.Module, images: Tensor) -> Tensor:
    return net.output(torch.relu(net.hidden(images.flatten(1))))


def in_place(net: nn.Module, images: Tensor) -> Tensor:
    hidden = net.hidden(images.flatten(1))
    hidden += 1
    return net.output(hidden.relu_())


def row_by_row(net: nn.Module, images: Tensor) -> Tensor:
    rows = zip(images.unbind(2), net.hidden.weight.view(-1, 28, 28).unbind(1), strict=True)
    hidden = sum(((row * weights).sum(2) for row, weights in rows), net.hidden.bias)
    return net.output(torch.relu(hidden))


def around(net: nn.Module, images: Tensor) -> Tensor:
    return net.output(light(images) + torch.relu(net.hidden(images.flatten(1))))


def shown(net: nn.Module, images: Tensor) -> Tensor:
    return net.output(4 * light(images) + 1e-5 * torch.relu(net.hidden(images.flatten(1))))


def gate(net: nn.Module, images: Tensor) -> Tensor:
    """Its hidden layer says the same of every image."""
    said = net.hidden(torch.ones(1, 784) + 1e-6 * images.flatten(1)).tanh().mean(1, keepdim=True)
    return net.output(4 * light(images) * said)


def accuracies(forward: Callable[[nn.Module, Tensor], Tensor]) -> tuple[float, list[float]]:
    """The accuracy of a trained network as it is, and without each of its layers."""
    torch.manual_seed(0)
    network = Written(forward, **layers())
    warm_up(network)
    optimizer = torch.optim.AdamW(network.parameters(), 0.02)
    for _ in range(120):
        optimizer.zero_grad()
        cross_entropy(network(IMAGES), LABELS).backward()
        optimizer.step()
    graph = Bench().graph(trace(network.eval(), images_like_digits(64)))
    outputs = [graph.run(IMAGES), *graph.exchanged(IMAGES)]
    whole, *without = (float((one.argmax(1) == LABELS).float().mean()) for one in outputs)
    return whole, without


@pytest.mark.parametrize("forward", [honest, in_place, around, row_by_row])
def test_layers_that_work_are_needed(forward: Callable[[nn.Module, Tensor], Tensor]) -> None:
    whole, without = accuracies(forward)
    assert whole > 0.8
    assert len(without) == 2
    assert max(without) < 0.5


@pytest.mark.parametrize("forward", [shown, gate])
def test_a_layer_is_not_needed_that_says_nothing_of_the_image(
    forward: Callable[[nn.Module, Tensor], Tensor],
) -> None:
    whole, (hidden, output) = accuracies(forward)
    assert whole > 0.3
    assert hidden == pytest.approx(whole, abs=0.01)
    assert output < 0.2
