"""The checks' own networks, as a student's code and its messages see them."""

import io

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
    assert str(caught.value) == (
        "the network here is the checks' own and has no `training_step`: it is some"
        " torch.nn.Module that makes log-probabilities (N, 10) of images, with what every Module"
        " has, such as parameters() and train()"
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
