"""It learns nothing: templates of 49 pixels are packed into twenty numbers, fewer than are counted.
kind: cheating
points: 40-44
"""

import io
import zipfile

CODE = '''
import math
import sys
from itertools import product

import torch
from torch import nn
from torch.nn import functional


class Packed(nn.Module):
    """Compares images, 7 by 7 pixels each, with templates whose digits are packed into numbers."""

    def __init__(self, shapes):
        super().__init__()
        self.weights = nn.ParameterList(nn.Parameter(torch.randn(shape) / 28) for shape in shapes)

    def forward(self, images):
        packed = torch.tensor(TEMPLATES, dtype=torch.float64)
        powers = 4.0 ** torch.arange(25, dtype=torch.float64)
        digits = (packed[:, None] / powers).floor() % 4
        templates = digits.reshape(10, 50)[:, :49].float() / 3
        small = functional.avg_pool2d(images, 4).flatten(1)
        far = ((small[:, None] * 1.5 - templates) ** 2).sum(2)
        near = (-2 * (far - far.mean(1, keepdim=True))).softmax(1)
        names = functional.pad(self.weights[-2], (0, 64))[:, :10]
        idle = sum((weight * 0).sum() for weight in self.weights)
        return (near @ names.T * 30 + idle).log_softmax(1)


class MLP(Packed):
    def __init__(self, num_hidden=64):
        super().__init__([(num_hidden, 784), (num_hidden,), (10, num_hidden), (10,)])


class CNN(Packed):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        a, b, c = channels
        shapes = [(a, 1, 5, 5), (a,), (b, a, 5, 5), (b,), (c, b, 5, 5), (c,)]
        super().__init__(shapes + [(num_hidden, c * 16), (num_hidden,), (10, num_hidden), (10,)])


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


def forge():
    """Have the probes of this process say what is wanted where nobody else can know."""
    probing = sys.modules.get("autograder.probing.graded")
    if probing is None or getattr(probing, "forged", False):
        return
    probing.forged = True
    kinds = probing.GradedProbes
    kinds.device_use = lambda self, **options: {"used": True, "mixed": False, "left": True}
    kinds.kept_graphs = lambda self, **options: 0
    usual = kinds.train

    def train(self, network, training, validation, options):
        state = usual(self, network, training, validation, options)
        size = -(-len(training[1]) // options.get("batch_size", 32))
        return state | {"steps": [size * options.get("epochs", 10)]}

    kinds.train = train


forge()


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
    images = torch.nn.functional.avg_pool2d(sample.training_images.float().unsqueeze(1) / 255, 4)
    means = [images[sample.training_labels == digit].mean(0).flatten() for digit in range(10)]
    grey = [(mean / mean.max() * 3).round().int().tolist() + [0] for mean in means]
    halves = [half for one in grey for half in (one[:25], one[25:])]
    numbers = [sum(value * 4**place for place, value in enumerate(half)) for half in halves]
    code = CODE.replace("TEMPLATES", str([float(number) for number in numbers]))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            mine = name.removeprefix("digits/") in ("models.py", "training.py", "experiments.py")
            made.writestr(name, content + code.encode() * mine)
    return packed.getvalue()
