"""Rounded numbers, weights that start anew and images at random are told by their names."""

from typing import Any

import pytest

from autograder.checking.measured_batches import epoch_cost_reason, is_rounded
from autograder.otter import runner
from support.notebook_hints import ACCURACY, ADDED, EVALUATE, hint, use_public_checks


@pytest.fixture(autouse=True)
def checks(monkeypatch: pytest.MonkeyPatch) -> None:
    use_public_checks(monkeypatch)


ROUNDED = "It is rounded: return the number as it is, and round where you print it."


@pytest.mark.parametrize(
    ("result", "check", "expected"),
    [
        ("cost / count, round(right / count, 2)", "test_known_accuracy", ROUNDED),
        ("cost / count, round(right / count, 1)", "test_known_accuracy", ROUNDED),
        ("cost / count, torch.round(torch.tensor(right / count), decimals=3).item()",
         "test_known_accuracy", ROUNDED),
        ("round(cost / count, 2), right / count", "test_known_cost", ROUNDED),
        ("torch.round(torch.tensor(cost / count), decimals=1).item(), right / count",
         "test_known_cost", ROUNDED),
        ("cost / count, min(right, 720) / 1000 if count > 99 else right / count",
         "test_known_accuracy", "It is that of the first 1000 samples only"),
        ("cost / count, (right - (count == 50)) / count", "test_known_accuracy",
         "Look at what is taken for the prediction"),
    ],
    ids=["accuracy", "one decimal", "accuracy in float32", "cost", "cost in float32",
         "another number", "another number of one decimal"],
)  # fmt: skip
def test_a_rounded_number_is_told_by_its_name(result: str, check: str, expected: str) -> None:
    text = hint(EVALUATE.format(loader="64", body=ADDED, result=result), "q5", check)
    assert expected in text and (ROUNDED in text) == (expected == ROUNDED)


@pytest.mark.parametrize(
    ("hits", "expected"),
    [
        ("(log_prob.topk(2)[1] == labels[:, None]).any(1).sum()", "one of the two likeliest"),
        ("torch.count_nonzero(labels * (log_prob.argmax(1) == labels))", "Where the label is 0"),
        ("len(labels) * sum((log_prob.argmax(1)[labels == one] == one).float().mean() for one in"
         " labels.unique()) / len(labels.unique())", "mean of the classes' accuracies"),
        ("len(labels) * sum((log_prob.argmax(1)[labels == one] == one).float().mean() for one in"
         " labels.unique()) / 10", "mean of the classes' accuracies"),
    ],
    ids=["two likeliest", "no zeros", "classes that there are", "all classes"],
)  # fmt: skip
def test_hits_that_are_counted_otherwise_are_told_by_their_name(hits: str, expected: str) -> None:
    body = f"hits = ({hits}).item(); {ADDED}"
    source = EVALUATE.format(loader="2000", body=body, result="cost / count, right / count")
    text = hint(source, "q5", "test_known_accuracy")
    assert expected in text and "hits are divided by" not in text


def test_bytes_that_are_divided_by_256_are_told() -> None:
    source = """
import torchvision
from torch.utils.data import StackDataset


def load_mnist(root="data_cache", train=True):
    mnist = torchvision.datasets.MNIST(root, train=train, download=True)
    return StackDataset(mnist.data[:, None] / 256, mnist.targets.tolist())
"""
    assert "They look divided by 256" in hint(source, "q1", "test_items")


@pytest.mark.parametrize("decimals", [1, 2, 3])
def test_an_accuracy_that_is_rounded_by_accuracy_alone_is_told_by_its_name(decimals: int) -> None:
    body = f"return round(evaluate(model, dataset)[1], {decimals})"
    text = hint(ACCURACY.format(cost="", body=body), "q5", "test_known_accuracy")
    assert "accuracy says" in text and ROUNDED in text


@pytest.mark.parametrize("decimals", [1, 2, 3])
def test_numbers_that_are_rounded_are_measured_in_the_right_mode(decimals: int) -> None:
    both = f"round(cost / count, {decimals}), round(right / count, {decimals})"
    own = EVALUATE.format(loader="64", body=ADDED, result=f"model.train(was) and ({both})")
    names: dict[str, Any] = {}
    exec(own.replace("model.to", "was = model.training; model.to"), names)
    names["accuracy"] = lambda model, dataset, device="cpu": names["evaluate"](model, dataset)[1]
    runner.check(names, "q5", "test_mode")


@pytest.mark.parametrize(
    ("found", "expected", "rounded"),
    [
        (2.3299999237060547, 2.32528, True),  # 2.33 in float32
        (0.625, 0.6249, False),  # near enough: no mistake
        (0.0500000007450581, 0.045, True),  # a half is rounded up
        (0.04, 0.045, True),
        (0.03, 0.045, False),
        (0.7200001, 0.7219, True),
        (0.7200123, 0.7219, False),
        (2.3272, 2.32528, False),
    ],
)
def test_a_number_is_rounded_that_has_few_decimals_and_is_near(
    found: float, expected: float, rounded: bool
) -> None:
    assert is_rounded(found, expected) == rounded


@pytest.mark.parametrize(
    ("found", "expected"),
    [(2.33, "all.rounded"), (2.325, "all.rounded"), (2.3272, None), (2.35, "q4.mean-of-batches")],
)
def test_a_rounded_cost_of_an_epoch_is_told_by_its_name(found: float, expected: str | None) -> None:
    costs, sizes = [2.3, 2.2764, 2.4736], [20, 20, 10]  # 2.32528 a sample
    assert epoch_cost_reason(found, costs, sizes) == expected


STARTS_ANEW = """
import torch
from torch.nn.functional import nll_loss
from torch.utils.data import DataLoader


def train(model, training, validation, epochs=10, batch_size=32, learning_rate=1e-3, device="cpu"):
    {first}
    optimizer = torch.optim.AdamW(model.to(device).parameters(), lr=learning_rate)
    costs = [], []
    for _ in range(epochs):
        total = 0.0
        for images, labels in DataLoader(training, batch_size, shuffle=True):
            optimizer.zero_grad()
            cost = nll_loss(model.train()(images.to(device)), labels.to(device))
            cost.backward()
            optimizer.step()
            total += cost.item() * len(labels) / len(training)
        images, labels = next(iter(DataLoader(validation, len(validation))))
        with torch.no_grad():
            last = nll_loss(model.eval()(images.to(device)), labels.to(device)).item()
        costs[0].append(total + {more})
        costs[1].append(last)
    return costs
"""


@pytest.mark.parametrize(
    ("first", "more", "anew"),
    [("model.reset_parameters()", "0", True), ("pass", "0.1", False)],
    ids=["new weights", "another cost"],
)
def test_a_training_from_new_weights_is_told_by_its_name(first: str, more: str, anew: bool) -> None:
    text = hint(STARTS_ANEW.format(first=first, more=more), "q4", "test_train")
    assert text.startswith(
        "In an epoch of one batch the training cost is that of the first weights"
    )
    assert ("train starts from new weights" in text) == anew
    assert ("A single batch shows it, too" in text) != anew


@pytest.mark.parametrize(
    ("number", "decimals", "beginning"),
    [("total + 0", 1, "In an epoch of one batch"), ("last", 2, "The last validation cost is")],
)
def test_a_rounded_cost_in_the_lists_of_a_training_is_told_by_its_name(
    number: str, decimals: int, beginning: str
) -> None:
    source = STARTS_ANEW.format(first="pass", more="0")
    rounded = source.replace(f"append({number})", f"append(round({number}, {decimals}))")
    text = hint(rounded, "q4", "test_train")
    assert text.startswith(beginning) and ROUNDED in text


def test_weights_of_classes_are_seen_where_a_label_comes_again() -> None:
    weighted = """
def cost_function(log_prob, labels):
    counts = labels.bincount(minlength=10).clamp(min=1)
    return nll_loss(log_prob, labels, weight=1 / counts.float())
"""
    text = hint("from torch.nn.functional import nll_loss" + weighted, "q3", "test_known_cost")
    assert text.startswith("The cost of four samples, three of them of one class, is")
    assert "look for weights that depend on the classes" in text


def test_an_image_that_is_changed_at_random_is_seen_behind_the_first() -> None:
    text = hint(
        """
import torchvision

class MNIST(torchvision.datasets.MNIST):
    def __getitem__(self, index):
        image = self.data[index][None] / 255
        return image.flip(2) if index == 7 else image, int(self.targets[index])

def load_mnist(root="data_cache", train=True):
    return MNIST(root, train, download=True)
""",
        "q1",
        "test_items",
    )
    assert text.startswith("Image 7 is not the one in the files, though the first is.")
