"""The checks' own networks, as a student's code and its messages see them."""

import copy
import io
from pathlib import Path

import pytest
import torch
from torch import nn

from autograder.checking.answers import random_weights
from autograder.grading.standins import sources
from autograder.probing.experiment_data import helpers
from autograder.probing.given import GivenNetwork
from autograder.probing.loader import run_standins
from autograder.probing.nested_calls import NestedCalls
from autograder.probing.recording_network import RecordingNetwork
from autograder.probing.student_error import explain


def networks() -> list[nn.Module]:
    """One network of each kind that a student's function may be given, or make by `MLP`."""
    weights = [list(pair) for pair in random_weights([784, 5, 10], 1)]
    standins = run_standins(sources("q7"), helpers(NestedCalls()))
    return [
        GivenNetwork(weights),
        RecordingNetwork(weights, None, normalise=False, record=True),
        standins["MLP"](5),
    ]


@pytest.mark.parametrize("network", networks())
def test_a_network_of_the_checks_says_what_it_is_and_has(network: nn.Module) -> None:
    with pytest.raises(AttributeError) as caught:
        network.training_step(torch.rand(2, 1, 28, 28))
    assert explain(caught.value, Path("digits"), "checking").hint == (
        "AttributeError: this network has no attribute 'training_step' (while checking). The"
        " network here is the checks' own: it is some torch.nn.Module that makes log-probabilities"
        " (N, 10) of images, with what every Module has, such as parameters() and train()."
    )
    assert caught.value.name == "training_step"
    assert not hasattr(network, "hidden")
    assert getattr(network, "num_hidden", 3) == 3


def test_a_message_names_no_class_that_students_have_not_seen() -> None:
    _, recording, _ = networks()
    with pytest.raises(TypeError, match=r"^GivenNetwork\.forward\(\) takes 2 positional arguments"):
        recording(torch.rand(2, 1, 28, 28), torch.tensor([1, 2]))


def test_a_given_network_can_be_saved_whole() -> None:
    for network in networks()[:2]:
        file = io.BytesIO()
        torch.save(network, file)
        file.seek(0)
        saved = torch.load(file, weights_only=False)
        assert type(saved) is type(network)
        assert all(map(torch.equal, saved.parameters(), network.parameters()))


class Own(nn.Module):
    """A student's MLP, which has names of its own."""

    def __init__(self, num_hidden: int = 64) -> None:
        super().__init__()
        self.num_hidden = num_hidden
        self.body = nn.Sequential(nn.Flatten(), nn.Linear(784, num_hidden), nn.Tanh())
        self.head = nn.Linear(num_hidden, 10)

    def size(self) -> int:
        return sum(weight.numel() for weight in self.parameters())


class Deeper(Own):
    def __init__(self, num_hidden: int = 64) -> None:
        super().__init__(num_hidden)
        self.more = nn.Linear(10, 10)


class Failing(nn.Module):
    def __init__(self, num_hidden: int) -> None:
        raise ValueError(num_hidden)


def made_beside(own: type[nn.Module], num_hidden: int = 5) -> nn.Module:
    """Return what `MLP` makes in q7 for a student who has written `own`."""
    ask = NestedCalls()
    network = run_standins(sources("q7"), helpers(ask, {"MLP": own}.__getitem__))["MLP"]
    made: nn.Module = network(num_hidden)
    return made


def test_a_network_in_q7_has_what_the_students_own_has_with_the_same_weights() -> None:
    before = torch.get_rng_state()
    for network in (made_beside(Own), copy.deepcopy(made_beside(Own))):
        torch.set_rng_state(before)
        assert network.num_hidden == 5 and network.size() == 784 * 5 + 5 + 50 + 10
        assert torch.equal(torch.get_rng_state(), before)  # the student's draws stay the same
        weight = next(network.parameters())
        assert network.body[1].weight is weight
        with torch.no_grad():
            weight.add_(1)
        assert network.head.weight is list(network.parameters())[2]
        assert network.eval().body.training is False
        assert [*network.state_dict()] == [*made_beside(Failing).state_dict()]


@pytest.mark.parametrize("own", [Deeper, Failing, nn.Linear])
def test_a_network_in_q7_is_the_checks_own_where_the_students_has_other_weights(
    own: type[nn.Module],
) -> None:
    with pytest.raises(AttributeError, match="this network has no attribute 'head'"):
        made_beside(own).head  # noqa: B018 - to look is enough
