"""A hint names the mistake that was made, whatever the size of batches, and no other one."""

import runpy
from typing import Any
from unittest.mock import MagicMock, Mock

import pytest
import torch

from autograder.checking.experiment_answers import TrainingRun
from autograder.checking.experiments import Experiments, TrackedNetwork
from autograder.checking.outputs import output_reason
from autograder.otter import runner
from support import CHECKS
from support.notebook_hints import ACCURACY, ADDED, EVALUATE, hint, use_public_checks

BOTH = "cost / max(count, 1), right / max(count, 1)"
ONE = "cost, right, count = mean * number, hits, number"
AVERAGED = "cost, right, count = cost + mean, right + hits / number, count + 1"
OVER_ALL = "cost / len(dataset), right / len(dataset)"
LOSSES = """
from torch.nn.functional import nll_loss


def cost_function(log_prob, labels):
    return nll_loss(log_prob, labels, reduction="none")
"""
WITH_EPSILON = """
def cost_function(log_prob, labels):
    return -(log_prob.exp() + 1e-8).log().gather(1, labels[:, None]).mean()
"""
CNN = """
from torch import nn


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        first, second, third = channels
        self.layers = nn.Sequential(
            nn.Conv2d(1, first, 5, padding=2), nn.MaxPool2d(2), nn.ReLU(),
            nn.Conv2d(first, second, 5, padding=2), nn.MaxPool2d(2), nn.ReLU(),
            nn.Conv2d(second, third, 5, padding=2), {pooling}, nn.ReLU(),
            nn.Flatten(), nn.Linear(16 * third, num_hidden), nn.ReLU(),
            nn.Linear(num_hidden, 10), nn.LogSoftmax(1),
        )

    def forward(self, images):
        return self.layers(images)
"""
SUMMED = """
from torch.nn.functional import nll_loss


def cost_function(log_prob, labels):
    return nll_loss(log_prob, labels, reduction="sum")
"""
ONE_TOO_FEW = """
import torch
from torch.nn.functional import nll_loss
from torch.utils.data import DataLoader


def train(model, training, validation, epochs=10, batch_size=32, learning_rate=1e-3, device="cpu"):
    optimizer = torch.optim.AdamW(model.to(device).parameters(), lr=learning_rate)
    costs = [], []
    for _ in range(1, epochs):
        model.train()
        for images, labels in DataLoader(training, batch_size, shuffle=True):
            optimizer.zero_grad()
            cost = nll_loss(model(images.to(device)), labels.to(device))
            cost.backward()
            optimizer.step()
        for number in (0, 1):
            costs[number].append(cost.item())
    return costs
"""
UNEQUAL = """
def train(model, training, validation, epochs=10, batch_size=32, learning_rate=1e-3, device="cpu"):
    return [2.0] * (epochs - 2), [2.0] * epochs
"""


@pytest.fixture(autouse=True)
def checks(monkeypatch: pytest.MonkeyPatch) -> None:
    use_public_checks(monkeypatch)


@pytest.mark.parametrize("check", ["test_known_accuracy", "test_known_cost"])
@pytest.mark.parametrize(
    ("loader", "body", "result", "named"),
    [
        ("32", f"{ONE}; break", BOTH, "the first 32 samples only"),
        ("32", f"{ONE}; break", OVER_ALL, "the first 32 samples only"),
        ("16, drop_last=True", ADDED, BOTH, "the first 48 samples only"),
        ("16, drop_last=True", ADDED, OVER_ALL, "the first 48 samples only"),
        ("32", ONE, BOTH, "the last batch only, of 18"),
        ("32", AVERAGED, BOTH, "averages batches of 32, whatever their sizes"),
    ],
    ids=["first", "first over all", "full", "full over all", "last", "averaged"],
)
def test_what_happens_to_batches_is_told_by_its_name(
    loader: str, body: str, result: str, named: str, check: str
) -> None:
    text = hint(EVALUATE.format(loader=loader, body=body, result=result), "q5", check)
    assert named in text
    assert "whole number" not in text and "are divided by" not in text
    assert "The dataset is measured in batches, but the result must not depend" in text


def test_an_accuracy_in_the_place_of_the_cost_is_told_and_nothing_of_pairs_otherwise() -> None:
    swapped = EVALUATE.format(loader="50", body=ADDED, result="right / count, cost / count")
    assert "It is the accuracy: evaluate returns" in hint(swapped, "q5", "test_known_cost")
    other = EVALUATE.format(loader="50", body=ADDED, result="1.1 * cost / count, right / count")
    assert "(cost, accuracy)" not in hint(other, "q5", "test_known_cost")


RIGHT = "return evaluate(model, dataset)[1]"
ONLY = "A network that gets the only image right has an accuracy of 1; accuracy says"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "kept.append(evaluate(model, dataset)[1]); return sum(kept) / len(kept)",
            "Called again with the same, accuracy gives another answer",
        ),
        (
            "kept.append(evaluate(model, dataset)[1]); return kept[0]",
            "With other labels it says the same.",
        ),
        (
            "return evaluate(model, dataset)[1] if len(dataset) > 1 else 0.0",
            "With 50 images it is right: look at what becomes of a batch of a single image.",
        ),
    ],
    ids=["piled up", "kept", "single image"],
)
def test_an_accuracy_that_is_wrong_for_a_single_image_only_is_not_always_of_its_batch(
    body: str, expected: str
) -> None:
    text = hint(ACCURACY.format(cost="", body=body), "q5", "test_known_accuracy")
    assert text.startswith(ONLY)
    assert expected in text
    assert text.count("With ") == int(expected.startswith("With "))


@pytest.mark.parametrize(
    ("cost", "expected"),
    [
        ("kept.append(cost); cost = cost if len(kept) < 3 else sum(kept)", "goes on with what an"),
        ("cost = cost if len(labels) > 1 else 0.0", "With 50 images it is right: look at"),
    ],
    ids=["piled up", "single image"],
)
def test_a_cost_that_is_wrong_for_a_single_image_only_is_not_always_of_its_batch(
    cost: str, expected: str
) -> None:
    text = hint(ACCURACY.format(cost=cost, body=RIGHT), "q5", "test_known_cost")
    assert text.startswith("The mean cost of this network is")
    assert expected in text
    assert ("With 50 images" in text) == expected.startswith("With 50")


def test_an_evaluate_that_keeps_its_first_result_says_the_same_for_other_labels() -> None:
    cost = "kept.append((cost, 0.62)); return kept[0]"
    text = hint(ACCURACY.format(cost=cost, body=RIGHT), "q5", "test_known_accuracy")
    assert "With other labels it says the same." in text


NETWORK = """
from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Flatten(), nn.Linear(784, num_hidden), nn.ReLU(), nn.Linear(num_hidden, {outputs})
        )

    def forward(self, images):
        return self.layers(images){change}.log_softmax(-1)
"""


def test_a_second_softmax_is_known_by_the_largest_probability_that_it_can_give() -> None:
    text = hint(NETWORK.format(outputs=10, change=".softmax(1)"), "q2", "test_outputs")
    assert "MLP gives no class a probability above 0.23. One softmax on top of another" in text


def test_what_limits_the_outputs_otherwise_is_no_second_softmax() -> None:
    text = hint(NETWORK.format(outputs=10, change=".tanh().div(4)"), "q2", "test_outputs")
    assert text.startswith(
        "However large its parameters are, MLP gives no class a probability above 0.14. Look at"
        " what limits the outputs, and at whether all weights are parameters."
    )


@pytest.mark.parametrize(
    ("more", "expected"), [(1e-4, "all.all-too-large"), (2e-5, "all.after-the-output-layer")]
)
def test_what_rounding_leaves_in_every_sum_is_no_number_that_is_added(
    more: float, expected: str
) -> None:
    output = torch.log_softmax(torch.eye(3, 10), 1) + more
    assert output_reason(output) == expected


def test_an_axis_is_missed_where_it_is_missing_only() -> None:
    text = hint(NETWORK.format(outputs=10, change=".squeeze()"), "q2", "test_output_shape")
    assert text.startswith(
        "For a single image MLP returned the shape (10,); expected (1, 10). Something drops the"
        " axis of the batch, whose size is 1 here:"
    )
    other = hint(NETWORK.format(outputs=11, change=""), "q2", "test_output_shape")
    assert "For a single image MLP returned the shape (1, 11); expected (1, 10)." in other
    assert "axis of the batch" not in other
    several = hint(
        NETWORK.format(outputs=10, change="[:1] if len(images) > 1 else self.layers(images)"),
        "q2",
        "test_output_shape",
    )
    assert "For 7 images MLP returned" in several and "axis of the batch" not in several


@pytest.mark.parametrize(
    ("cost", "expected"),
    [
        ("right.median()", "the median of the samples"),
        ("right.mean().exp()", "the exponential of"),
        ("right.max()", "the largest cost"),
        ("right.norm()", "nothing counts but"),
    ],
)
def test_a_mean_of_another_kind_is_taken_for_no_other_mistake(cost: str, expected: str) -> None:
    source = f"""
def cost_function(log_prob, labels):
    right = -log_prob[range(len(labels)), labels]
    return {cost}
"""
    text = hint(source, "q3", "test_known_cost")
    assert expected in text and "last sample" not in text and "the class before" not in text


def test_a_row_is_for_the_network_of_its_values_where_numbers_are_equal_by_chance() -> None:
    def trained(batch_size: int) -> TrackedNetwork:
        runs = (TrainingRun("training", batch_size, 0.01, 2),)
        right = {"training_cost": [(1.0, 1.1)], "accuracy": [(0.5, 0.51)]}
        return TrackedNetwork(1, 16, runs, None, 1.0, right, [])

    row = {"batch_size": 200, "training_cost": 1.5, "accuracy": 0.505}
    networks = [trained(16), trained(200), trained(50)]
    assert Experiments([row], networks=networks).network(row) is networks[1]


def test_a_cost_for_each_sample_is_told_by_its_shape_and_a_number_in_few_digits() -> None:
    text = hint(LOSSES, "q3", "test_extremes")
    assert text.startswith("cost_function returned a tensor of shape (3,); expected one number")
    assert "yours is 18.4207. Leaving the logarithm" in hint(WITH_EPSILON, "q3", "test_extremes")


def test_a_sum_of_tiny_probabilities_is_a_sum_and_has_lost_no_number() -> None:
    text = hint(SUMMED, "q3", "test_extremes")
    assert "It is the sum over the batch; expected the mean." in text
    assert "Leaving the logarithm" not in text


@pytest.mark.parametrize("check", ["test_data", "test_options"])
def test_one_epoch_too_few_is_neither_early_stopping_nor_another_optimizer(check: str) -> None:
    text = hint(ONE_TOO_FEW, "q4", check)
    assert "That is one epoch too few" in text
    assert "stopped where" not in text and "optimizers took" not in text


def test_lists_of_unequal_lengths_are_no_epoch_too_few() -> None:
    text = hint(UNEQUAL, "q4", "test_train")
    assert text.startswith("train(epochs=8) returned 6 training costs and 8 validation costs;")
    assert "one epoch too few" not in text


def test_an_average_over_single_pixels_is_none() -> None:
    names: dict[str, Any] = {}
    pooling = "nn.MaxPool2d(2, ceil_mode=True), nn.AdaptiveAvgPool2d((4, 4))"
    exec(CNN.format(pooling=pooling), names)
    runner.check(names, "q6", "test_architecture")


@pytest.mark.parametrize(
    "pooling",
    [
        "nn.AdaptiveAvgPool2d((4, 4))",
        "nn.MaxPool2d(2, ceil_mode=True), nn.AvgPool2d(3, stride=1, padding=1)",
    ],
)
def test_an_average_of_pixels_is_named_whether_the_size_changes_or_not(pooling: str) -> None:
    found = hint(CNN.format(pooling=pooling), "q6", "test_architecture")
    assert found.startswith("The pooling takes the average; expected the maximum")


@pytest.mark.parametrize(
    ("found", "expected"),
    [(3.0, "cost-after-the-epoch"), (3.04, "cost-after-the-epoch"),
     (2.7, "cost-of-the-first-weights")],
)  # fmt: skip
def test_a_cost_is_not_that_after_the_epoch_because_that_is_the_nearest(
    monkeypatch: pytest.MonkeyPatch, found: float, expected: str
) -> None:
    checks = runpy.run_path(str(CHECKS / "hidden" / "test_q4.py"))
    first = checks["_check_first_epoch"]
    network = Mock(**{"cost.return_value": 2.0, "gradient.side_effect": [(2.0, []), (3.0, [])]})
    outcome = Mock(result=([found], [3.0]), **{"cost.return_value": 3.0})
    monkeypatch.setitem(first.__globals__, "_full_batch", lambda *_: (network, outcome))
    with pytest.raises(AssertionError) as raised:
        first(None, MagicMock())
    assert raised.value.args[0]["hint"] == f"q4.{expected}"
