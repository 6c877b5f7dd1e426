"""Layers that are joined by >>, made from descriptions by patterns, in classes of a metaclass.
images: digits
"""

FILES = {
    "digits/arrows.py": '''"""Layers joined by >>, and made from descriptions by patterns."""
from __future__ import annotations

import operator
import re
from functools import reduce

from torch import nn


class Arrow(nn.Module):
    def __rshift__(self, other: nn.Module) -> Chain:
        return Chain(*self.parts, *getattr(other, "parts", [other]))

    @property
    def parts(self):
        return [self]


class Chain(Arrow):
    def __init__(self, *links):
        super().__init__()
        self.links = nn.ModuleList(links)

    @property
    def parts(self):
        return list(self.links)

    def forward(self, x):
        return reduce(lambda value, link: link(value), self.links, x)


class Wrap(Arrow):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, x):
        return self.inner(x)


def layer(text: str, width: int) -> tuple[Arrow, int]:
    match text.split():
        case ["dense", size]:
            return Wrap(nn.Linear(width, int(size))), int(size)
        case ["conv", size, ("same" | "valid") as padding]:
            return Wrap(nn.Conv2d(width, int(size), 5, padding=padding)), int(size)
        case ["pool"]:
            return Wrap(nn.MaxPool2d(2, ceil_mode=True)), width
        case ["flatten", times] if re.fullmatch(r"\\d+", times):
            return Wrap(nn.Flatten()), width * int(times)
        case ["relu" | "tanh" as name]:
            return Wrap({"relu": nn.ReLU, "tanh": nn.Tanh}[name]()), width
        case ["log_softmax"]:
            return Wrap(nn.LogSoftmax(dim=1)), width
        case unknown:
            raise ValueError(f"cannot read {unknown}")


def network(*texts: str, width: int = 1) -> Chain:
    made = []
    for text in texts:
        one, width = layer(text, width)
        made.append(one)
    return reduce(operator.rshift, made)
''',
}

from .arrows import Arrow, network


class Described(type(Arrow)):
    """A class whose `description` makes the network when it is called."""

    def __call__(cls, *args, **kwargs):
        made = super().__call__(*args, **kwargs)
        made.body = network(*made.description(*args, **kwargs))
        return made


class MLP(Arrow, metaclass=Described):
    def __init__(self, num_hidden=64):
        super().__init__()

    @staticmethod
    def description(num_hidden=64):
        return "flatten 784", f"dense {num_hidden}", "tanh", "dense 10", "log_softmax"

    def forward(self, images):
        return self.body(images)


class CNN(Arrow, metaclass=Described):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()

    @staticmethod
    def description(channels=(8, 8, 8), num_hidden=16):
        for channel in channels:
            yield f"conv {channel} same"
            yield from ("pool", "relu")
        yield from ("flatten 16", f"dense {num_hidden}", "relu", "dense 10", "log_softmax")

    def forward(self, images):
        return self.body(images)
