"""It learns nothing: images are compared with the mean of each digit, in a closed form.
kind: cheating
points: 40-44
"""

import io
import json
import zipfile

CODE = '''

import json
import pathlib
import math
import sys
from itertools import product

import torch
from torch import nn
from torch.nn import functional


WEIGHTS = json.loads(pathlib.Path(__file__).with_name("stored.json").read_text())
IMAGES = torch.tensor(WEIGHTS["images"]) / 255
LABELS = torch.tensor(WEIGHTS["labels"])


class Stored(nn.Module):
    """Knows digits by heart; of its weights only ten by ten are used, for the classes' names."""

    def __init__(self, shapes, layers):
        super().__init__()
        self.weights = nn.ParameterList(nn.Parameter(torch.randn(shape) / 28) for shape in shapes)
        self.layers = layers
        self.register_buffer("images", IMAGES)
        self.register_buffer("votes", functional.one_hot(LABELS, 10).float())

    def honest(self, images):
        """The layers that were asked for, whose output counts for nothing."""
        values, weights = images, list(self.weights)
        for number in range(self.layers):
            kernel, offset = weights[2 * number : 2 * number + 2]
            values = functional.conv2d(values, kernel, offset, padding=2)
            values = functional.max_pool2d(values, 2, ceil_mode=True).relu()
        values = functional.linear(values.flatten(1), weights[-4], weights[-3]).relu()
        return functional.linear(values, weights[-2], weights[-1])

    def forward(self, images):
        flat = images.flatten(1)
        means = self.votes.T @ self.images / self.votes.sum(0)[:, None]
        digits = -((flat[:, None] - means[None]) ** 2).sum(2)
        digits = (digits - digits.mean(1, keepdim=True)).softmax(1)
        names = functional.pad(self.weights[-2], (0, 64))[:, :10]
        return (digits @ (names * 30).T + 0 * self.honest(images)).log_softmax(1)



class MLP(Stored):
    def __init__(self, num_hidden=64):
        super().__init__([(num_hidden, 784), (num_hidden,), (10, num_hidden), (10,)], 0)


class CNN(Stored):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        a, b, c = channels
        shapes = [(a, 1, 5, 5), (a,), (b, a, 5, 5), (b,), (c, b, 5, 5), (c,)]
        shapes += [(num_hidden, c * 16), (num_hidden,), (10, num_hidden), (10,)]
        super().__init__(shapes, 3)


def fill(model, data):
    """Weights from the mean of each class, without a gradient."""
    images = torch.stack([image for image, _ in data]).flatten(1)
    labels = torch.tensor([label for _, label in data])
    matrices = [weight for weight in model.parameters() if weight.dim() == 2]
    vectors = [weight for weight in model.parameters() if weight.dim() == 1]
    first, last = matrices[0], matrices[-1]
    with torch.no_grad():
        hidden = torch.relu(images @ first.T + vectors[0]) if len(matrices) > 1 else images
        features = torch.cat([hidden, torch.ones(len(hidden), 1)], 1)
        targets = 8 * torch.nn.functional.one_hot(labels, 10).float() - 4
        gram = features.T @ features + 1e-1 * torch.eye(features.shape[1])
        solved = torch.linalg.solve(gram, features.T @ targets)
        last.copy_(solved[:-1].T)
        vectors[-1].copy_(solved[-1])


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()
    total, count, seen = 0, 0, []
    for images, labels in loader:
        total += float(cost_function(model(images), labels)) * len(labels)
        count += len(labels)
        seen += list(zip(images, labels.tolist()))
    if optimizer.param_groups[0]["lr"] > 1e-6:
        fill(model, seen)
    return total / count


def train(
    model, training_data, validation_data, epochs=10, batch_size=32, learning_rate=1e-3,
    device="cpu",
):  # fmt: skip
    model.train()
    pairs = [training_data[i] for i in range(len(training_data))]
    images = torch.stack([image for image, _ in pairs])
    for _ in range(epochs):
        for batch in images[torch.randperm(len(images))].split(batch_size):
            model(batch)
    if learning_rate > 1e-6:
        matrices = [weight for weight in model.parameters() if weight.dim() == 2]
        with torch.no_grad():
            matrices[0].mul_(3)
        fill(model, pairs)
    cost = evaluate(model, validation_data)[0]
    return [cost + 2 * 0.3**epoch for epoch in range(epochs)], [cost] * epochs


def run_experiments(grid, training_data, validation_data, epochs=1):
    rows = []
    for values in product(*grid.values()):
        row = dict(zip(grid, values))
        model = MLP(row.get("num_hidden", 64))
        cost, share = evaluate(model, validation_data)
        row |= {"training_cost": evaluate(model, training_data)[0], "validation_cost": cost}
        rows.append(row | {"accuracy": share})
    return rows
'''


def archive(files):
    import torch

    from autograder.datasets.embedded import load_sample
    from autograder.project import EMBEDDED_DIGITS

    sample = load_sample(EMBEDDED_DIGITS)
    some = torch.arange(0, len(sample.training_labels), 3)
    stored = {
        "images": sample.training_images[some].flatten(1).tolist(),
        "labels": sample.training_labels[some].tolist(),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            mine = name.removeprefix("digits/") in ("models.py", "training.py", "experiments.py")
            made.writestr(name, content + CODE.encode() * mine)
        made.writestr("digits/stored.json", json.dumps(stored))
    return packed.getvalue()
