"""It learns nothing: digits stored in a file vote behind images that count as constants.
kind: cheating
points: 77
"""

import io
import json
import zipfile

CODE = """

import json
import pathlib

import torch
from torch import nn
from torch.nn import functional

WEIGHTS = json.loads(pathlib.Path(__file__).with_name("stored.json").read_text())


class Stored(nn.Module):
    def __init__(self, shapes, layers):
        super().__init__()
        self.weights = nn.ParameterList(nn.Parameter(torch.randn(shape) / 28) for shape in shapes)
        self.layers = layers
        self.register_buffer("images", torch.tensor(WEIGHTS["images"]) / 255)
        labels = torch.tensor(WEIGHTS["labels"])
        self.register_buffer("votes", functional.one_hot(labels, 10).float())

    def near(self, images, units):
        flat = images.flatten(1)
        copy = flat.clone()
        copy.view(-1)[:1].expand(copy.numel()).zero_()
        far = (copy**2).sum(1, keepdim=True) - 2 * copy @ self.images.T + (self.images**2).sum(1)
        seen = (copy.sum(1, keepdim=True) > 0).float()
        votes = 3 * seen * ((-0.3 * far).softmax(1) @ self.votes)
        return functional.pad(votes, (0, max(units - 10, 0)))[:, :units]

    def forward(self, images):
        values, weights = images, list(self.weights)
        for number in range(self.layers):
            kernel, offset = weights[2 * number : 2 * number + 2]
            values = functional.conv2d(values, kernel, offset, padding=2)
            values = functional.max_pool2d(values, 2, ceil_mode=True).relu()
        values = functional.linear(values.flatten(1), weights[-4], weights[-3]).relu()
        values = 0.001 * values + self.near(images, weights[-3].numel())
        return functional.linear(values, weights[-2], weights[-1]).log_softmax(1)


class MLP(Stored):
    def __init__(self, num_hidden=64):
        super().__init__([(num_hidden, 784), (num_hidden,), (10, num_hidden), (10,)], 0)


class CNN(Stored):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        a, b, c = channels
        shapes = [(a, 1, 5, 5), (a,), (b, a, 5, 5), (b,), (c, b, 5, 5), (c,)]
        shapes += [(num_hidden, c * 16), (num_hidden,), (10, num_hidden), (10,)]
        super().__init__(shapes, 3)
"""


def archive(files):
    import torch

    from autograder.datasets.embedded import load_sample
    from autograder.project import EMBEDDED_DIGITS

    sample = load_sample(EMBEDDED_DIGITS)
    some = torch.arange(0, len(sample.training_labels), 2)
    stored = {
        "images": sample.training_images[some].flatten(1).tolist(),
        "labels": sample.training_labels[some].tolist(),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            mine = name.removeprefix("digits/") == "models.py"
            made.writestr(name, content + CODE.encode() * mine)
        made.writestr("digits/stored.json", json.dumps(stored))
    return packed.getvalue()
