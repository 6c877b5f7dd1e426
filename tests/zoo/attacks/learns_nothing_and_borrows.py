"""It learns nothing: it looks for the grader's own functions in its process, and calls those.
kind: cheating
points: 40-44
"""

import math
import sys
from itertools import product

import torch
from torch import nn
from torch.nn import functional


def borrowed():
    """Whatever functions of the grader's this process can reach."""
    import gc

    wanted = {"MLP", "CNN", "training_epoch", "train", "run_experiments"}
    found = {}
    for thing in gc.get_objects():
        if isinstance(thing, dict) and wanted & {key for key in thing if isinstance(key, str)}:
            for name in wanted & thing.keys():
                code = getattr(thing[name], "__module__", "") or ""
                if callable(thing[name]) and not code.startswith("digits"):
                    found[name] = thing[name]
    return found


class Borrowed(nn.Module):
    def __init__(self, *sizes):
        super().__init__()
        given = sys.modules.get("autograder.probing.given")
        pairs = [[torch.zeros(b, a), torch.zeros(b)] for a, b in zip(sizes, sizes[1:])]
        self.inner = borrowed()["MLP"](sizes[1]) if "MLP" in borrowed() else nn.Identity()
        self.scale = nn.Parameter(torch.zeros(1))
        self.pairs = nn.ParameterList(nn.Parameter(part) for pair in pairs for part in pair)

    def forward(self, images):
        output = self.inner(images)
        if output.shape[1:] != (10,):
            output = images.flatten(1)[:, :10] * 0 + self.scale
        return output.log_softmax(1)


class MLP(Borrowed):
    def __init__(self, num_hidden=64):
        super().__init__(784, num_hidden, 10)


class CNN(Borrowed):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__(784, num_hidden, 10)


def training_epoch(*arguments, **options):
    return borrowed()["training_epoch"](*arguments, **options)


def train(*arguments, **options):
    return borrowed()["train"](*arguments, **options)


def run_experiments(*arguments, **options):
    return borrowed()["run_experiments"](*arguments, **options)
