"""Files named as the library's logging, types and statistics, and imports in a circle."""

FILES = {
    "digits/logging.py": '''"""Our logging. Not the library's, which it uses."""
from __future__ import absolute_import
import logging


def get_logger(name):
    logger = logging.getLogger(name)
    if not logger.handlers:
        logger.addHandler(logging.StreamHandler())
    return logger
''',
    "digits/types.py": """from types import SimpleNamespace
from typing import NamedTuple, Union

import torch

Device = Union[str, torch.device]


class Measured(NamedTuple):
    cost: float
    accuracy: float


class Bag(SimpleNamespace):
    def bump(self, **by):
        for k, v in by.items():
            setattr(self, k, getattr(self, k, 0) + v)
""",
    "digits/statistics.py": '''from statistics import fmean


def weighted(values, weights):
    """Mean of values with weights, by the library's fmean over repeated values."""
    return fmean(v for v, w in zip(values, weights) for _ in range(w))
''',
    "digits/evaluation.py": """import math

import torch

from . import costs, data, training
from .logging import get_logger
from .types import Bag, Device, Measured

log = get_logger(__name__)


def evaluate(model, dataset, device: Device = "cpu") -> Measured:
    bag = Bag(cost=0.0, right=0, n=0)
    was = model.training
    model.to(device).eval()
    with torch.no_grad():
        for batch in data.make_loader(dataset, batch_size=100):
            x, y = training.move(batch, device)
            lp = model(x)
            bag.bump(
                cost=costs.cost_function(lp, y).item() * len(y),
                right=int((lp.argmax(1) == y).sum()),
                n=len(y),
            )
    model.train(was)
    log.warning("evaluated %d", bag.n)
    return Measured(bag.cost / bag.n, bag.right / bag.n)


def accuracy(model, dataset, device: Device = "cpu") -> float:
    return evaluate(model, dataset, device).accuracy


def chance_cost(num_classes: int = 10) -> float:
    return math.log(num_classes)
""",
    "digits/training.py": """import torch

from . import costs, data, evaluation
from .logging import get_logger
from .statistics import weighted
from .types import Device

log = get_logger(__name__)


def move(batch, device):
    return tuple(part.to(device) for part in batch)


def training_epoch(model, loader, optimizer, device: Device = "cpu") -> float:
    model.train()
    values, sizes = [], []
    for batch in loader:
        x, y = move(batch, device)
        loss = costs.cost_function(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        values.append(loss.item()), sizes.append(len(y))
    log.info("epoch done")
    return weighted(values, sizes)


def train(
    model,
    training_data,
    validation_data,
    epochs=10,
    batch_size=32,
    learning_rate=1e-3,
    device: Device = "cpu",
):
    optimizer = torch.optim.AdamW(model.to(device).parameters(), lr=learning_rate)
    result = {"t": [], "v": []}
    for _ in range(epochs):
        result["t"] += [
            training_epoch(
                model, data.make_loader(training_data, batch_size, True), optimizer, device
            )
        ]
        result["v"] += [evaluation.evaluate(model, validation_data, device)[0]]
    return tuple(result.values())
""",
}
