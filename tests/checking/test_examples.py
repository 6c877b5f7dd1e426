"""The smallest example that a check gives shows the mistake, and never takes the hint's place."""

from types import SimpleNamespace
from typing import Any

import pytest

from autograder.checking.check_data import make_check_data
from autograder.checking.hints.catalogue import WORDS
from autograder.checking.watched_submission import WatchedSubmission
from autograder.datasets.embedded import load_sample
from autograder.otter import runner
from autograder.probing.watching import WatchingProbes
from autograder.project import EMBEDDED_DIGITS

SAMPLES = """
import torch
from torch import nn
from torch.nn.functional import nll_loss
from torch.utils.data import DataLoader


def make_loader(dataset, batch_size=32, shuffle=False):
    return DataLoader(dataset, batch_size, shuffle)


def cost_function(log_prob, labels):
    return nll_loss(log_prob, labels)
"""
EVALUATE = """
def evaluate(model, dataset, device="cpu"):
    model.to(device)
    was = model.training
    {mode}
    cost, right = 0.0, 0
    with torch.no_grad():
        for images, labels in DataLoader(dataset, 64{options}):
            log_prob = model(images)
            cost += nll_loss(log_prob, labels).item() * len(labels)
            right += (log_prob.argmax(1) == labels).sum().item()
    {restored}
    return cost / {count}, right / {count}


def accuracy(model, dataset, device="cpu"):
    return evaluate(model, dataset, device)[1]
"""
RIGHT = {"mode": "model.eval()", "options": "", "restored": "model.train(was)",
         "count": "len(dataset)"}  # fmt: skip
EPOCH = """
def training_epoch(model, loader, optimizer, device="cpu"):
    {mode}
    total, count = 0.0, 0
    for images, labels in loader:
        optimizer.zero_grad()
        cost = cost_function(model(images), labels)
        cost.backward()
        optimizer.step()
        total, count = total + cost.item() * len(labels), count + len(labels)
    return total / count
"""
TRAIN = """
def train(model, training_data, validation_data, epochs=10, batch_size=32, learning_rate=1e-3,
          device="cpu"):
    optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)
    training_costs, validation_costs = [], []
    for epoch in range({epochs}):
        loader = make_loader(training_data, batch_size, shuffle=True)
        training_costs.append(training_epoch(model, loader, optimizer, device))
        validation_costs.append(evaluate(model, validation_data, device)[0])
    return {result}
"""
MLP = """
class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden, self.output = nn.Linear(784, {size}), nn.Linear({size}, 10)

    def forward(self, images):
        return torch.log_softmax(self.output({hidden}), 1)
"""
SHUFFLED = """
from torch.utils.data import DataLoader


def make_loader(dataset, batch_size=32, shuffle=False):
    return DataLoader(dataset, batch_size, {})
"""
OTHER_OPTIMIZER = EPOCH.format(mode="optimizer = torch.optim.SGD(model.parameters(), lr=0.1)")
GRAPHS_KEPT = EPOCH.format(mode="kept = []").replace(
    "cost.backward()", "kept.append(cost)\n        cost.backward()"
)
WHOLE = SAMPLES + EVALUATE.format(**RIGHT) + EPOCH.format(mode="model.train()")


@pytest.fixture(autouse=True)
def checks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The public checks and their digits lie elsewhere here, and nothing is graded."""
    sample = load_sample(EMBEDDED_DIGITS)
    monkeypatch.setattr(runner, "_digits", lambda seed: make_check_data(sample, seed))
    monkeypatch.setattr(runner, "FOLDERS", (runner.HERE / "checks" / "public", runner.HERE))
    monkeypatch.setattr(runner, "_grading", lambda: None)


def shown(source: str, question: str, check: str) -> str:
    """What a notebook with this one cell is shown."""
    names: dict[str, Any] = {}
    exec(source, names)
    with pytest.raises(runner.Hint) as raised:
        runner.check(names, question, check)
    return str(raised.value)


def test_what_otter_has_graded_is_shown_as_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    grading = SimpleNamespace(
        PROBES=WatchingProbes, SUBMISSION=WatchedSubmission, WORDS=WORDS, seed=lambda: 1,
        standins=lambda question: {},
    )  # fmt: skip
    monkeypatch.setattr(runner, "_grading", lambda: grading)
    page = shown(
        SAMPLES.replace("labels)\n", "labels, reduction='sum')\n"), "q3", "test_known_cost"
    )
    assert "It is the sum over the batch; expected the mean." in " ".join(page.split())
    assert "\n\nWhere to look:\nA batch holds" in page
    assert "\n\nThe smallest example:\nlog_prob = [[" in page
    assert "<" not in page


def test_a_function_that_fails_on_less_keeps_its_hint() -> None:
    dropped = RIGHT | {"options": ", drop_last=True", "count": "(len(dataset) // 64 * 64)"}
    source = SAMPLES + EVALUATE.format(**dropped)
    hint = shown(source.replace("DataLoader(dataset, 64", "DataLoader(dataset, 32")
                 .replace("// 64 * 64", "// 32 * 32"), "q5", "test_known_cost")  # fmt: skip
    assert hint.startswith("The mean cost") and "ZeroDivision" not in hint
    assert "smallest example" not in hint


@pytest.mark.parametrize(
    ("source", "question", "check", "row"),
    [
        (SAMPLES + EPOCH.format(mode="model.eval()"), "q4", "test_training_mode",
         ["dropped", "pixels", "whose", "weights", "moved", "0", "…"]),
        (WHOLE + TRAIN.format(epochs="epochs", result="validation_costs, training_costs"), "q4",
         "test_train", ["training_costs[:1]", "…", "…"]),
        (WHOLE + TRAIN.format(epochs="epochs - 1", result="training_costs, validation_costs"),
         "q4", "test_train", ["how", "many", "costs", "[1,", "1]", "[0,", "0]"]),
        (SHUFFLED.format("shuffle=True"), "q1", "test_batches",
         ["order", "of", "the", "images", "[0,", "1,", "2]", "…", "…", "…"]),
        (SHUFFLED.format("shuffle=True"), "q1", "test_order",
         ["order", "of", "the", "images", "[0,", "1,", "2]", "…", "…", "…"]),
        (SHUFFLED.format("shuffle=shuffle, drop_last=True"), "q1", "test_shuffle",
         ["epoch", "1", "0", "to", "2", "in", "a", "new", "order", "…", "…"]),
        (SHUFFLED.format("shuffle=False"), "q1", "test_shuffle",
         ["epoch", "2", "0", "to", "9", "in", "a", "new", "order",
          "[0,", "1,", "2,", "3,", "4,", "5,", "6,", "7,", "8,", "9]"]),
        (SAMPLES.replace("nll_loss(log_prob, labels)", "-nll_loss(log_prob, labels)"), "q3",
         "test_certainty_costs_nothing", ["cost", "50", "-50"]),
        (SAMPLES.replace("nll_loss(log_prob, labels)", "-nll_loss(log_prob, labels)"), "q3",
         "test_gradient",
         ["gradient[0]", "[0,", *["0,"] * 8, "-1]", "[0,", *["0,"] * 8, "1]"]),
        (SAMPLES.replace("labels)\n", "labels, reduction='none')\n"), "q3", "test_scalar",
         ["cost.shape", "()", "(1,)"]),
        (SAMPLES + OTHER_OPTIMIZER, "q4", "test_optimizer",
         ["bias[:3],", "after", "…", "…", "…", "…", "…", "…"]),
        (SAMPLES + GRAPHS_KEPT, "q4", "test_memory", ["kept", "at", "most", "3", "9"]),
        ("import math\ndef chance_cost(num_classes=10):\n    return math.log(10)\n", "q5",
         "test_chance_cost", ["chance_cost(num_classes)", "0.6931", "2.303"]),
        (SAMPLES + EVALUATE.format(**RIGHT).replace("torch.no_grad()", "torch.enable_grad()"),
         "q5", "test_no_gradients",
         ["model(images).requires_grad,", "in", "evaluate", "False", "True"]),
        (SAMPLES + EVALUATE.format(**RIGHT | {"mode": ""}), "q5", "test_leaves_the_network_alone",
         ["running_mean,", "its", "largest", "value", "0", "…"]),
        (SAMPLES + EVALUATE.format(**RIGHT | {"restored": ""}), "q5", "test_mode",
         ["model.training,", "after", "True", "False"]),
        (SAMPLES + EVALUATE.format(**RIGHT | {"mode": ""}), "q5", "test_mode",
         ["cost", "…", "…"]),
        (SAMPLES + MLP.format(size=64, hidden="self.hidden(images.flatten(1)).relu()"), "q2",
         "test_hidden_layer", ["outputs", "of", "the", "layers", "[13,", "10]", "[64,", "10]"]),
    ],
    ids=["epoch-mode", "lists-swapped", "too-few", "batches", "order", "dropped", "not-shuffled",
         "certain", "slope", "no-scalar", "optimizer", "graphs", "chance", "gradients",
         "statistics", "mode-left", "measured-in-training", "sizes"],
)  # fmt: skip
def test_an_example_shows_the_mistake_side_by_side(
    source: str, question: str, check: str, row: list[str]
) -> None:
    page = shown(source, question, check)
    assert "The smallest example" in page
    lines = [line.replace("</details>", "").split() for line in page.split("\n")]
    assert ["expected", "got"] in lines
    found = [
        line for line in lines
        if len(line) == len(row)
        and all(one in ("…", other) for one, other in zip(row, line, strict=True))
    ]  # fmt: skip
    assert found, page
    assert found[0][-1] != found[0][-2] or row[-1] != "…"
