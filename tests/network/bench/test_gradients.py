"""Which gradients of a student's process are those of the cost, and which are not."""

import random
from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from autograder.checking.graded_submission import GradedSubmission
from autograder.network.bench.gradients import cut_off, unlike
from autograder.network.bench.tasks import Tasks
from autograder.probing.graded import GradedProbes
from autograder.probing.tracing import trace
from support.styles import Written, functional, layers

IMAGES = torch.rand(64, 1, 28, 28, generator=torch.Generator().manual_seed(1))
LABELS = torch.arange(64) % 10
RIGHT = {"first": torch.tensor([3.0, -4.0]), "second": torch.tensor([0.1, 0.0])}


def test_the_same_gradients_are_neither_cut_off_nor_unlike() -> None:
    assert cut_off(RIGHT, RIGHT) == unlike(RIGHT, RIGHT) == []


@pytest.mark.parametrize(
    ("own", "names"),
    [
        ({"second": RIGHT["second"]}, ["first"]),
        ({"first": RIGHT["first"], "second": torch.zeros(2)}, ["second"]),
        ({"first": RIGHT["first"] * 0.009, "second": RIGHT["second"]}, ["first"]),
        ({"first": RIGHT["first"] * torch.nan, "second": RIGHT["second"]}, ["first"]),
        ({"first": RIGHT["first"] * 0.02, "second": RIGHT["second"]}, []),
    ],
)
def test_a_gradient_that_is_absent_or_tiny_is_cut_off(
    own: dict[str, Tensor], names: list[str]
) -> None:
    assert cut_off(own, RIGHT) == names


@pytest.mark.parametrize(
    ("own", "names"),
    [
        ({"first": -RIGHT["first"], "second": RIGHT["second"]}, ["first"]),
        ({"first": torch.tensor([4.0, 3.0])}, ["first"]),
        ({"first": RIGHT["first"] * torch.nan}, ["first"]),
        ({"first": RIGHT["first"] * 7}, []),  # clipped or scaled: it points to the same place
        ({"first": torch.tensor([3.5, -4.0])}, []),
    ],
)
def test_a_gradient_that_points_elsewhere_is_unlike(
    own: dict[str, Tensor], names: list[str]
) -> None:
    assert unlike(own, RIGHT) == names


def test_gradients_that_are_noise_of_rounding_do_not_count() -> None:
    right = {"first": torch.ones(4), "bias": torch.tensor([1e-8, -1e-8])}
    own = {"first": torch.ones(4), "bias": torch.tensor([-1e-8, 1e-8])}
    assert cut_off(own, right) == unlike(own, right) == []


def untrained(
    make: Callable[[], nn.Module], images: Tensor = IMAGES
) -> tuple[list[str], list[str]]:
    """What is wrong with a network's weights in training, by the names of those."""
    torch.manual_seed(0)
    probes = GradedProbes({"MLP": make}.__getitem__)
    submission = GradedSubmission(
        lambda probe, arguments, answer=None: probes.run(probe, arguments, 0, answer)
    )
    found = submission.network("MLP").untrained(images, LABELS)
    first, second = ([name.split("`")[1] for name in names] for names in found)
    return first, second


def normalised(net: nn.Module, images: Tensor) -> Tensor:
    return net.output(net.norm(net.hidden(images.flatten(1))).relu()).log_softmax(1)


def hooked(net: nn.Module, images: Tensor, when: bool = True) -> Tensor:
    x = net.hidden(images.flatten(1)).relu()
    if x.requires_grad and when:
        x.register_hook(lambda gradient: -gradient)
    return net.output(x).log_softmax(1)


def hooked_in_training(net: nn.Module, images: Tensor) -> Tensor:
    return hooked(net, images, net.training)


def detached_in_training(net: nn.Module, images: Tensor) -> Tensor:
    x = net.hidden(images.flatten(1)).relu()
    return net.output(x.detach() if net.training else x).log_softmax(1)


def frozen(net: nn.Module, images: Tensor) -> Tensor:
    net.hidden.requires_grad_(False)
    return functional(net, images)


def nothing_of_it(net: nn.Module, images: Tensor) -> Tensor:
    return functional(net, images) + (net.norm.weight * 0).sum()


def at_random(net: nn.Module, images: Tensor) -> Tensor:
    if net.training and random.random() < 0.5:
        return functional(net, images)
    return net.output(net.hidden(images.flatten(1)).tanh()).log_softmax(1)


def with_noise(net: nn.Module, images: Tensor) -> Tensor:
    x = net.hidden(images.flatten(1)).relu()
    x = x + 0.1 * torch.randn_like(x) if net.training else x
    return net.output(x).log_softmax(1)


def in_place(net: nn.Module, images: Tensor) -> Tensor:
    images -= 0.1
    return functional(net, images)


@pytest.mark.parametrize(
    ("forward", "idle", "custom"),
    [
        (functional, [], []),
        (normalised, [], []),
        (at_random, [], []),
        (with_noise, [], []),
        (in_place, [], []),
        (frozen, ["hidden.weight", "hidden.bias"], []),
        (nothing_of_it, ["norm.weight"], []),
        (hooked, [], ["hidden.weight", "hidden.bias"]),
        (hooked_in_training, [], ["hidden.weight", "hidden.bias"]),
        (detached_in_training, ["hidden.weight", "hidden.bias"], []),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_a_network_trains_all_of_its_weights_in_both_modes(
    forward: Callable[[nn.Module, Tensor], Tensor], idle: list[str], custom: list[str]
) -> None:
    def make() -> nn.Module:
        extra = {"norm": nn.BatchNorm1d(12)} if forward in (normalised, nothing_of_it) else {}
        return Written(forward, **layers(**extra))

    assert untrained(make) == (idle, custom)


class RunningMean(nn.Module):
    """Subtracts a mean that each pass in training moves, and that it reads afterwards."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden, self.output = nn.Linear(784, 12), nn.Linear(12, 10)
        self.register_buffer("mean", torch.zeros(1))

    def forward(self, images: Tensor) -> Tensor:
        if self.training:
            self.mean = 0.5 * self.mean + 0.5 * images.mean().detach().view(1)
        return functional(self, images - self.mean)


@pytest.mark.parametrize(
    ("zero", "idle"),
    [("output", []), ("hidden output", ["hidden.weight", "hidden.bias", "output.weight"])],
)
def test_weights_behind_a_layer_that_starts_at_0_may_learn_later(
    zero: str, idle: list[str]
) -> None:
    def make() -> nn.Module:
        network = Written(functional, **layers())
        for name in zero.split():
            for parameter in getattr(network, name).parameters():
                nn.init.zeros_(parameter)
        return network

    assert untrained(make) == (idle, [])


def unit_by_unit(net: nn.Module, images: Tensor) -> Tensor:
    hidden = torch.cat([unit(images.flatten(1)) for unit in net.units], 1).relu()
    return net.output(hidden).log_softmax(1)


def test_a_unit_of_its_own_that_is_dead_by_luck_is_not_idle() -> None:
    def make() -> nn.Module:
        units = nn.ModuleList(nn.Linear(784, 1) for _ in range(12))
        nn.init.constant_(units[3].weight, -1)
        return Written(unit_by_unit, units=units, output=nn.Linear(12, 10))

    assert untrained(make) == ([], [])


def neuron_by_neuron(net: nn.Module, images: Tensor) -> Tensor:
    flat, pairs = images.flatten(1), zip(net.units, net.biases, strict=True)
    hidden = torch.stack([(flat * unit).sum(1) + bias for unit, bias in pairs], 1).relu()
    return net.output(hidden).log_softmax(1)


def test_a_dead_unit_may_have_a_vector_of_weights_and_a_bias_that_starts_at_0() -> None:
    def make() -> nn.Module:
        units = nn.ParameterList(torch.randn(784) / 28 for _ in range(12))
        nn.init.constant_(units[3], -1)
        biases = nn.ParameterList(torch.zeros(()) for _ in range(12))
        return Written(neuron_by_neuron, units=units, biases=biases, output=nn.Linear(12, 10))

    assert untrained(make) == ([], [])


def test_a_bias_that_starts_at_0_and_is_detached_is_idle() -> None:
    def detached(net: nn.Module, images: Tensor) -> Tensor:
        hidden = images.flatten(1) @ net.hidden.weight.T + net.hidden.bias.detach()
        return net.output(hidden.relu()).log_softmax(1)

    def make() -> nn.Module:
        network = Written(detached, **layers())
        nn.init.zeros_(network.hidden.bias)
        return network

    assert untrained(make) == (["hidden.bias"], [])


def test_a_pass_to_record_leaves_no_trace_in_the_gradients() -> None:
    assert untrained(RunningMean) == ([], [])


class Rectify(torch.autograd.Function):
    """A rectifier as tutorials write it: 1 is its slope at 0, and that of PyTorch's is another."""

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        ctx.save_for_backward(x)
        return x.relu()

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> Tensor:
        (x,) = ctx.saved_tensors
        return torch.where(x < 0, 0, gradient)


@pytest.mark.parametrize("sign", [1, -1])
def test_the_slope_at_a_kink_is_the_students_choice(sign: int) -> None:
    paper = torch.zeros(64, 1, 28, 28)
    paper[:, :, 10:18, 10:18] = IMAGES[:, :, 10:18, 10:18]

    class Net(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.first = nn.Conv2d(1, 4, 5)
            self.second = nn.Linear(4 * 24 * 24, 10)
            nn.init.zeros_(self.first.bias)

        def forward(self, images: Tensor) -> Tensor:
            x = Rectify.apply(sign * self.first(images))
            return self.second(x.flatten(1)).log_softmax(1)

    assert untrained(Net, paper) == ([], [])


@pytest.mark.parametrize("detaching", [False, True])
def test_gradients_are_computed_twice_only_where_something_is_detached(detaching: bool) -> None:
    def forward(net: nn.Module, images: Tensor) -> Tensor:
        return functional(net, images).detach() if detaching else functional(net, images)

    graph = trace(Written(forward, **layers()).eval(), IMAGES)
    right, attached = Tasks().gradients(graph, IMAGES, LABELS)
    assert (right is attached) != detaching
    assert len(attached) == 4 and len(right) == (0 if detaching else 4)
