"""Networks that a metaclass collects under aliases, and a cost from a registry."""

FILES = {
    "digits/models.py": '''"""Networks, collected by a metaclass."""

from abc import ABCMeta, abstractmethod

import torch
from torch import nn


class NetworkMeta(ABCMeta):
    registry: dict[str, type] = {}

    def __new__(mcls, name, bases, namespace, *, alias=None, **kwargs):
        cls = super().__new__(mcls, name, bases, namespace, **kwargs)
        if alias:
            mcls.registry[alias] = cls
        return cls

    def __call__(cls, *args, **kwargs):
        instance = super().__call__(*args, **kwargs)
        instance.after_init()
        return instance

    def __getitem__(cls, alias):
        return cls.registry[alias]


class Network(nn.Module, metaclass=NetworkMeta):
    scale = 1.0

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__()
        cls.subclasses = getattr(cls, "subclasses", 0) + 1

    @abstractmethod
    def features(self, x): ...

    def after_init(self):
        for p in self.parameters():
            if p.ndim > 1:
                nn.init.kaiming_uniform_(p, nonlinearity="relu")

    def forward(self, images):
        return torch.log_softmax(self.features(images) * self.scale, -1)


class _Dense(Network, alias="mlp"):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.net = nn.Sequential(
            nn.Flatten(), nn.Linear(784, num_hidden), nn.ReLU(), nn.Linear(num_hidden, 10)
        )

    def features(self, x):
        return self.net(x)


class _Conv(Network, alias="cnn"):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        layers = []
        for i, o in zip((1, *channels), channels):
            layers += [
                nn.Conv2d(i, o, 5, padding=2),
                nn.MaxPool2d(2, ceil_mode=True),
                nn.ReLU(),
            ]
        layers += [
            nn.Flatten(),
            nn.Linear(channels[-1] * 16, num_hidden),
            nn.ReLU(),
            nn.Linear(num_hidden, 10),
        ]
        self.net = nn.Sequential(*layers)

    def features(self, x):
        return self.net(x)


MLP, CNN = (Network[alias] for alias in ("mlp", "cnn"))
''',
    "digits/costs.py": '''"""Costs in a registry, chosen by name."""

from torch import nn

COSTS = {}


def register(name):
    def add(thing):
        COSTS[name] = thing
        return thing

    return add


class Cost:
    kinds = {}

    def __init_subclass__(cls, kind, **kwargs):
        super().__init_subclass__(**kwargs)
        Cost.kinds[kind] = cls


class NLL(Cost, kind="nll"):
    def __call__(self, log_prob, labels):
        return nn.NLLLoss()(log_prob, labels)


@register("nll")
def _nll(log_prob, labels):
    return Cost.kinds["nll"]()(log_prob, labels)


cost_function = COSTS["nll"]
''',
}
