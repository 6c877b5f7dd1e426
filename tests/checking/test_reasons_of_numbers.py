"""Rounded numbers, weights that start anew and images at random are told by their names."""

import pytest

from autograder.checking.measured_batches import epoch_cost_reason
from support.notebook_hints import ACCURACY, ADDED, EVALUATE, hint, use_public_checks


@pytest.fixture(autouse=True)
def checks(monkeypatch: pytest.MonkeyPatch) -> None:
    use_public_checks(monkeypatch)


ROUNDED = "It is rounded: return the number as it is, and round where you print it."


@pytest.mark.parametrize(
    ("result", "check", "expected"),
    [
        ("cost / count, round(right / count, 2)", "test_known_accuracy", True),
        ("round(cost / count, 2), right / count", "test_known_cost", True),
        ("cost / count, min(right, 720) / 1000 if count > 99 else right / count",
         "test_known_accuracy", False),
    ],
    ids=["accuracy", "cost", "another number"],
)  # fmt: skip
def test_a_rounded_number_is_told_by_its_name(result: str, check: str, expected: bool) -> None:
    text = hint(EVALUATE.format(loader="64", body=ADDED, result=result), "q5", check)
    assert (ROUNDED in text) == expected
    assert ("samples only" in text) != expected


def test_an_accuracy_that_is_rounded_by_accuracy_alone_is_told_by_its_name() -> None:
    body = "return round(evaluate(model, dataset)[1], 2)"
    text = hint(ACCURACY.format(cost="", body=body), "q5", "test_known_accuracy")
    assert "accuracy says" in text and ROUNDED in text


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
    assert ("After the epoch, not during it" in text) != anew


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
