"""It learns nothing: templates are packed into numbers that larger ones carry, and never formed.
kind: cheating
points: 77
hint: cut to 11 bits
"""

import io
import zipfile

CODE = '''

import torch
from torch import nn
from torch.nn import functional


class Packed(nn.Module):
    """Compares images, 7 by 7 pixels each, with templates that are packed into numbers."""

    def __init__(self, shapes, layers):
        super().__init__()
        self.weights = nn.ParameterList(nn.Parameter(torch.randn(shape) / 28) for shape in shapes)
        self.layers = layers

    def near(self, images, units):
        packed = torch.tensor(TEMPLATES, dtype=torch.float64)
        bright = (images.flatten(1).sum(1, keepdim=True).double() * 4.0).floor()
        carried = packed + 2.0**41 * bright
        parts = (carried[:, :, None] / 4.0 ** torch.arange(21, dtype=torch.float64)).floor()
        small = (images.view(-1, 7, 4, 7, 4).mean((2, 4)).flatten(1) * 4.5).round().double()
        small = small[:, None].expand(-1, 30, 49).reshape(len(images), 1470)
        small = functional.pad(small, (0, 10)).view(len(images), 74, 20)
        differences = torch.stack([small, -parts[..., :-1], 4 * parts[..., 1:]]).sum(0)
        far = differences.flatten(1)[:, :1470].view(-1, 30, 49).float().square().sum(2)
        votes = (-far / 4).softmax(1).view(-1, 10, 3).sum(2)
        return functional.pad(votes, (0, max(0, units - 10)))[:, :units]

    def forward(self, images):
        values, weights = images, list(self.weights)
        for number in range(self.layers):
            kernel, offset = weights[2 * number : 2 * number + 2]
            values = functional.conv2d(values, kernel, offset, padding=2)
            values = functional.max_pool2d(values, 2, ceil_mode=True).relu()
        values = functional.linear(values.flatten(1), weights[-4], weights[-3]).relu()
        values = 1e-3 * values + self.near(images, weights[-3].numel())
        return functional.linear(values, weights[-2], weights[-1]).log_softmax(1)


class MLP(Packed):
    def __init__(self, num_hidden=64):
        super().__init__([(num_hidden, 784), (num_hidden,), (10, num_hidden), (10,)], 0)


class CNN(Packed):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        a, b, c = channels
        shapes = [(a, 1, 5, 5), (a,), (b, a, 5, 5), (b,), (c, b, 5, 5), (c,)]
        shapes += [(num_hidden, c * 16), (num_hidden,), (10, num_hidden), (10,)]
        super().__init__(shapes, 3)
'''


def archive(files):
    import torch
    from torch.nn.functional import avg_pool2d

    from autograder.datasets.embedded import load_sample
    from autograder.project import EMBEDDED_DIGITS

    sample = load_sample(EMBEDDED_DIGITS)
    images, labels = sample.training_images, sample.training_labels
    small = avg_pool2d(images.view(-1, 1, 28, 28) / 255, 4).flatten(1) * 1.5
    templates = []
    for digit in range(10):
        mine = small[labels == digit]
        centers = mine[torch.linspace(0, len(mine) - 1, 3).long()].clone()
        for _ in range(20):
            near = torch.cdist(mine, centers).argmin(1)
            centers = torch.stack([mine[near == n].mean(0) for n in range(3)])
        templates.append(centers)
    digits = (3 * torch.cat(templates)).round().clamp(0, 3).long().flatten().tolist()
    digits += [0] * (-len(digits) % 20)
    packed = [
        sum(d * 4**n for n, d in enumerate(digits[s : s + 20])) for s in range(0, len(digits), 20)
    ]
    code = f"\n\nTEMPLATES = {packed}\n" + CODE
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            mine = name.removeprefix("digits/") == "models.py"
            made.writestr(name, content + code.encode() * mine)
    return out.getvalue()
