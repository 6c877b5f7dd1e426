"""Networks as a hierarchy: an abstract base with a template method, and mixins beside it.
images: grey
"""

from abc import ABC, abstractmethod
from typing import ClassVar

import torch
from torch import Tensor, nn


class SavingMixin:
    """Saves and loads weights."""

    def save(self, path) -> None:
        torch.save(self.state_dict(), path)

    @classmethod
    def load(cls, path, **kwargs):
        model = cls(**kwargs)
        model.load_state_dict(torch.load(path, map_location="cpu"))
        return model


class CountingMixin:
    @property
    def num_parameters(self) -> int:
        return sum(p.numel() for p in self.parameters() if p.requires_grad)

    def __repr__(self) -> str:
        return f"{super().__repr__()} with {self.num_parameters:,} parameters"


class Classifier(CountingMixin, SavingMixin, nn.Module, ABC):
    num_classes: ClassVar[int] = 10

    def __init__(self, num_features: int) -> None:
        super().__init__()
        self.head = nn.Linear(num_features, self.num_classes)
        self.log_softmax = nn.LogSoftmax(dim=1)

    @abstractmethod
    def features(self, images: Tensor) -> Tensor: ...

    def forward(self, images: Tensor) -> Tensor:
        return self.log_softmax(self.head(self.features(images)))

    @torch.no_grad()
    def predict(self, images: Tensor) -> Tensor:
        return self(images).argmax(dim=1)


class MLP(Classifier):
    def __init__(self, num_hidden: int = 64) -> None:
        super().__init__(num_hidden)
        self.hidden = nn.Linear(28**2, num_hidden)

    def features(self, images: Tensor) -> Tensor:
        return torch.relu(self.hidden(images.flatten(1)))


class CNN(Classifier):
    def __init__(self, channels: tuple[int, int, int] = (8, 8, 8), num_hidden: int = 16) -> None:
        super().__init__(num_hidden)
        before = 1
        self.stages = nn.ModuleList()
        for after in channels:
            self.stages.append(nn.Conv2d(before, after, 5, padding="same"))
            before = after
        self.hidden = nn.Linear(before * 4 * 4, num_hidden)

    @staticmethod
    def pool(x: Tensor) -> Tensor:
        return nn.functional.max_pool2d(x, 2, ceil_mode=True)

    def features(self, images: Tensor) -> Tensor:
        x = images
        for stage in self.stages:
            x = self.pool(stage(x)).relu()
        return self.hidden(x.flatten(1)).relu()
