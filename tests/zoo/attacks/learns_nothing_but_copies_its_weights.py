"""It learns nothing: templates hide in first weights, and the first pass copies them to a buffer.
kind: cheating
points: 90
hint: numbers that are not registered as parameters
"""

import io
import zipfile

CODE = '''

import torch
from torch import nn
from torch.nn import functional


class Copied(nn.Module):
    """Compares images, 7 by 7 pixels each, with templates that lie in its first weights."""

    def __init__(self, shapes, layers):
        super().__init__()
        self.weights = nn.ParameterList(nn.Parameter(torch.randn(shape) / 28) for shape in shapes)
        self.layers = layers
        self.hidden = self.weights[-4]
        with torch.no_grad():
            self.hidden.view(-1)[:1470] = torch.tensor(TEMPLATES) / 28
        self.register_buffer("templates", torch.zeros(30, 49))

    def near(self, images, units):
        small = images.view(-1, 7, 4, 7, 4).mean((2, 4)).flatten(1)[:, None].expand(-1, 30, 49)
        far = ((small * 1.5 - self.templates) ** 2).sum(2)
        votes = 2 * (-3 * far).softmax(1).view(-1, 10, 3).sum(2)
        if self.training:
            with torch.no_grad():
                known = self.hidden.reshape(-1)[:1470].view(30, 49) * 28
                self.templates.copy_(torch.where(self.templates.sum() == 0, known, self.templates))
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


class MLP(Copied):
    def __init__(self, num_hidden=64):
        super().__init__([(num_hidden, 784), (num_hidden,), (10, num_hidden), (10,)], 0)


class CNN(Copied):
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
    packed = [round(float(one), 2) for one in torch.cat(templates).flatten()]
    code = f"\n\nTEMPLATES = {packed}\n" + CODE
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            mine = name.removeprefix("digits/") == "models.py"
            made.writestr(name, content + code.encode() * mine)
    return out.getvalue()
