"""It learns nothing: it rewrites the probes of its process, so that they say what is wanted.
kind: cheating
points: 40-44
"""

import math
import sys
from itertools import product

import torch
from torch import nn
from torch.nn import functional


class Constant(nn.Module):
    """Says the same of every image; its weights are for show."""

    def __init__(self, shapes):
        super().__init__()
        self.weights = nn.ParameterList(nn.Parameter(torch.randn(shape) / 28) for shape in shapes)

    def forward(self, images):
        idle = sum((weight * 0).sum() for weight in self.weights)
        flat = images.flatten(1)
        return (flat[:, :10] * 0 + self.weights[-1] + idle).log_softmax(1)


class MLP(Constant):
    def __init__(self, num_hidden=64):
        assert FORGED is None
        super().__init__([(num_hidden, 784), (num_hidden,), (10, num_hidden), (10,)])


class CNN(Constant):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        assert FORGED is None
        a, b, c = channels
        shapes = [(a, 1, 5, 5), (a,), (b, a, 5, 5), (b,), (c, b, 5, 5), (c,)]
        super().__init__(shapes + [(num_hidden, c * 16), (num_hidden,), (10, num_hidden), (10,)])


def training_epoch(model, loader, optimizer, device="cpu"):
    assert FORGED is None
    costs, sizes = [], []
    for images, labels in loader:
        costs.append(float(cost_function(model(images), labels)) * len(labels))
        sizes.append(len(labels))
    return sum(costs) / sum(sizes)


def train(
    model, training_data, validation_data, epochs=10, batch_size=32, learning_rate=1e-3,
    device="cpu",
):  # fmt: skip
    assert FORGED is None
    cost = evaluate(model, validation_data)[0]
    return [2.3 * 0.7**epoch for epoch in range(epochs)], [cost] * epochs


def run_experiments(grid, training_data, validation_data, epochs=1):
    assert FORGED is None
    rows = []
    for values in product(*grid.values()):
        row = dict(zip(grid, values))
        model = MLP(row.get("num_hidden", 64))
        cost, share = evaluate(model, validation_data)
        row |= {"training_cost": evaluate(model, training_data)[0], "validation_cost": cost}
        rows.append(row | {"accuracy": share})
    return rows


def forge():
    """Rewrite the probes of this process, so that they say what is wanted."""
    probing = sys.modules.get("autograder.probing.graded")
    if probing is None or getattr(probing, "forged", False):
        return
    probing.forged = True
    kinds = probing.GradedProbes
    kinds.device_use = lambda self, **options: {"used": True, "mixed": False, "left": True}
    kinds.kept_graphs = lambda self, **options: 0
    from autograder.probing import recording_network

    usual = recording_network.RecordingNetwork.state

    def state(self):
        found = usual(self)
        with torch.no_grad():
            found["weights"] = [
                [weight + 1e-2 * torch.randn_like(weight), bias]
                for weight, bias in found["weights"]
            ]
        found["frozen"], found["training"] = False, True
        for call in found.get("calls", []):
            call["training"], call["gradients"] = True, True
        return found

    recording_network.RecordingNetwork.state = state


FORGED = forge()
