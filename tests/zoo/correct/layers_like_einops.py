"""A package of layers by hand; the activation is a product, pooling takes axes apart."""

FILES = {
    "digits/layers/__init__.py": """from .activations import *
from .linear import *
from .shaping import *
from .conv import *
""",
    "digits/layers/activations.py": '''import torch
from torch import nn

__all__ = ["Swish", "ReLU", "LogSoftmax"]


class Swish(nn.Module):
    """x times sigmoid(x), by hand."""

    def forward(self, x):
        return x * torch.sigmoid(x)


class ReLU(nn.Module):
    def forward(self, x):
        return torch.where(x > 0, x, torch.zeros_like(x))


class LogSoftmax(nn.Module):
    def forward(self, x):
        x = x - x.max(dim=1, keepdim=True).values.detach()
        return x - torch.logsumexp(x, dim=1, keepdim=True)
''',
    "digits/layers/linear.py": """import math

import torch
from torch import nn

__all__ = ["Linear"]


class Linear(nn.Module):
    def __init__(self, fan_in, fan_out):
        super().__init__()
        bound = 1 / math.sqrt(fan_in)
        self.params = nn.ParameterList(
            [
                nn.Parameter(torch.empty(fan_in, fan_out).uniform_(-bound, bound)),
                nn.Parameter(torch.zeros(fan_out)),
            ]
        )

    def forward(self, x):
        weight, bias = self.params
        return torch.einsum("ni,io->no", x, weight) + bias
""",
    "digits/layers/shaping.py": '''from torch import nn

__all__ = ["Rearrange", "Reduce"]


class Rearrange(nn.Module):
    """'n c h w -> n (c h w)', as einops writes it, but only what we need."""

    def __init__(self, pattern):
        super().__init__()
        left, right = (
            side.split() for side in pattern.replace("(", "").replace(")", "").split("->")
        )
        self.order = [left.index(axis) for axis in right]

    def forward(self, x):
        return x.permute(self.order).reshape(len(x), -1)


class Reduce(nn.Module):
    """'n c (h 2) (w 2) -> n c h w' by the maximum; an odd edge is kept."""

    def forward(self, x):
        n, c, h, w = x.shape
        x = nn.functional.pad(x, (0, w % 2, 0, h % 2), value=float("-inf"))
        return x.unflatten(3, (-1, 2)).unflatten(2, (-1, 2)).amax(dim=(3, 5))
''',
    "digits/layers/conv.py": """import torch
from torch import nn
from torch.nn import functional as F

__all__ = ["Conv5x5"]


class Conv5x5(nn.Module):
    def __init__(self, c_in, c_out):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(c_out, c_in, 5, 5) / (5 * c_in**0.5))
        self.register_parameter("bias", nn.Parameter(torch.zeros(c_out)))

    def forward(self, x):
        n, c, h, w = x.shape
        patches = F.unfold(x, 5, padding=2)
        out = self.weight.flatten(1) @ patches + self.bias[:, None]
        return out.view(n, -1, h, w)
""",
    "digits/models.py": """from collections import OrderedDict

from torch import nn

from .layers import *


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.stages = nn.ModuleDict(
            OrderedDict(
                flat=Rearrange("n c h w -> n (c h w)"),
                hidden=Linear(784, num_hidden),
                act=Swish(),
                out=Linear(num_hidden, 10),
                prob=LogSoftmax(),
            )
        )

    def forward(self, x):
        for _, stage in self.stages.items():
            x = stage(x)
        return x


class CNN(nn.Sequential):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        layers = OrderedDict()
        for k, (i, o) in enumerate(zip([1, *channels[:-1]], channels), 1):
            layers[f"conv{k}"], layers[f"pool{k}"], layers[f"act{k}"] = (
                Conv5x5(i, o),
                Reduce(),
                ReLU(),
            )
        layers.update(
            flat=Rearrange("n c h w -> n (c h w)"),
            dense=Linear(channels[-1] * 16, num_hidden),
            act=ReLU(),
            out=Linear(num_hidden, 10),
            prob=LogSoftmax(),
        )
        super().__init__(layers)
""",
}
