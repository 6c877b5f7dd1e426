"""In its trial, a network's form is worth points where each of its layers is needed."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from autograder.datasets.embedded import load_sample
from autograder.network.graph import Graph
from autograder.network.learning import Learning, try_to_learn
from autograder.probing.hints.catalogue import ENGLISH
from autograder.probing.tracing import images_like_digits, trace, warm_up
from autograder.project import EMBEDDED_DIGITS
from support.styles import Written, layers

SAMPLE = load_sample(EMBEDDED_DIGITS)
IMAGES = SAMPLE.training_images[:64].unsqueeze(1).float() / 255
LABELS = SAMPLE.training_labels[:64]


def mlp(forward: Callable[[nn.Module, Tensor], Tensor]) -> nn.Module:
    return Written(forward, **layers(hidden=nn.Linear(784, 64), output=nn.Linear(64, 10)))


def learning(network: nn.Module, seed: int) -> Learning:
    warm_up(network)
    graph = Graph.from_plain(trace(network.eval(), images_like_digits(64)))
    return try_to_learn(graph, IMAGES, LABELS, seed)


def light(images: Tensor) -> Tensor:
    """The lightest pixel of each of 64 parts of an image."""
    return nn.functional.adaptive_max_pool1d(images.flatten(1)[:, None], 64)[:, 0]


def beside(net: nn.Module, images: Tensor) -> Tensor:
    hidden = net.hidden(images.flatten(1)).relu()
    return net.output(4 * light(images) + 1e-4 * hidden).log_softmax(1)


@pytest.mark.parametrize("seed", range(3))
def test_a_layer_that_is_only_shown_is_named(seed: int) -> None:
    found = learning(mlp(beside), seed)
    assert (found.succeeded, found.unneeded) == (True, {"hidden.weight"})
    assert ENGLISH.words(found.trouble("MLP", 64, 0)) == (
        "MLP learns as if it had no `hidden.weight`: with other numbers there, or when what this"
        " layer finds is exchanged between the images, it knows as much as before. Look at how much"
        " of its output forward computes from it."
    )


def skipping(net: nn.Module, images: Tensor) -> Tensor:
    return net.output(light(images) + net.hidden(images.flatten(1)).relu()).log_softmax(1)


def switched_off(net: nn.Module, images: Tensor) -> Tensor:
    hidden = net.hidden(images.flatten(1)).relu()
    return net.output(light(images) + net.scale * hidden).log_softmax(1)


@pytest.mark.parametrize("scale", [torch.zeros(()), torch.zeros(1), torch.full((64,), 1e-4)])
@pytest.mark.parametrize("forward", [skipping, switched_off], ids=lambda one: one.__name__)
def test_layers_beside_a_way_around_are_needed(
    forward: Callable[[nn.Module, Tensor], Tensor], scale: Tensor
) -> None:
    network = mlp(forward)
    network.scale = nn.Parameter(scale)
    found = learning(network, seed=0)
    assert found.succeeded
    assert not found.unneeded


class Branches(nn.Module):
    """A CNN with a way around its second convolution, whose branch is scaled by `scale`."""

    def __init__(self, scale: nn.Module) -> None:
        super().__init__()
        self.first = nn.Conv2d(1, 8, 5, padding=2)
        self.second = nn.Conv2d(8, 8, 5, padding=2)
        self.scale = scale
        self.output = nn.Linear(8 * 49, 10)

    def forward(self, images: Tensor) -> Tensor:
        values = nn.functional.max_pool2d(self.first(images), 2).relu()
        values = nn.functional.max_pool2d(values + self.scale(self.second(values)), 2).relu()
        return self.output(values.flatten(1)).log_softmax(1)


class Scaled(nn.Module):
    def __init__(self, scale: float | Tensor) -> None:
        super().__init__()
        self.scale = nn.Parameter(scale) if isinstance(scale, Tensor) else scale

    def forward(self, values: Tensor) -> Tensor:
        scaled: Tensor = self.scale * values
        return scaled


def norm_from_0(norm: nn.Module) -> nn.Module:
    nn.init.zeros_(norm.weight)
    return norm


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    "scale",
    [
        lambda: norm_from_0(nn.BatchNorm2d(8)),
        lambda: norm_from_0(nn.GroupNorm(2, 8)),
        lambda: Scaled(0.1),
        lambda: Scaled(torch.zeros(1)),
        lambda: Scaled(torch.full((8, 1, 1), 1e-6)),
    ],
    ids=["batch norm", "group norm", "a tenth", "number", "numbers"],
)
def test_a_residual_branch_that_begins_small_is_needed(
    scale: Callable[[], nn.Module], seed: int
) -> None:
    torch.manual_seed(seed)
    found = learning(Branches(scale()), seed)
    assert found.succeeded
    assert not found.unneeded


def sums(weight: Tensor) -> Tensor:
    """A number for each unit that changes with its weights, from -1 to 1."""
    return ((weight[:, ::2].sum(1) - weight[:, 1::2].sum(1)) / 4).tanh()


HALVES = 1 - 2.0 * (torch.arange(784) % 28 < 14)  # right minus left: few numbers describe it


@pytest.mark.parametrize(
    "made",
    [
        lambda own: HALVES / 28 + 1e-6 * own,
        lambda own: sums(own).mean() * HALVES / 2 + 1e-6 * own,
        lambda own: sums(own)[:, None] * HALVES / 10 + 1e-6 * own,
        lambda own: HALVES / 28 + own / 2,
        lambda own: own.exp() * 1e-6 + HALVES / 28,
    ],
    ids=["fixed", "scaled", "scaled unit by unit", "half", "positive"],
)
def test_weights_that_are_the_same_whatever_the_parameters_are_are_named(
    made: Callable[[Tensor], Tensor],
) -> None:
    def forward(net: nn.Module, images: Tensor) -> Tensor:
        hidden = images.flatten(1) @ made(net.hidden.weight).t() + net.hidden.bias
        return net.output(hidden.relu()).log_softmax(1)

    found = learning(mlp(forward), seed=0)
    assert found.unneeded == {"hidden.weight"}


@pytest.mark.parametrize(
    "made",
    [
        lambda own: own.exp(),
        lambda own: own.square(),
        lambda own: own.sign() / 28,
        lambda own: own / own.norm(dim=1, keepdim=True),
        lambda own: own * (HALVES > 0),
        lambda own: own + torch.eye(64, 784),
        lambda own: own.softmax(1),
    ],
    ids=["exponents", "squares", "signs", "normalised", "masked", "from the identity", "softmax"],
)
def test_weights_that_are_made_of_parameters_are_others(made: Callable[[Tensor], Tensor]) -> None:
    def forward(net: nn.Module, images: Tensor) -> Tensor:
        hidden = images.flatten(1) @ made(net.hidden.weight).t() + net.hidden.bias
        return net.output(hidden.tanh()).log_softmax(1)

    assert not learning(mlp(forward), seed=0).unneeded
