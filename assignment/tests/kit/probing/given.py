"""The network and the data that the student's functions are given."""

import contextlib
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.data import Dataset

from .advice import advised
from .images import as_floats

Weights = list[list[Tensor]]  # [[weight (out, in), bias (out,)], …], first layer first


class Digits(Dataset[tuple[Tensor, int]]):
    """Pairs `(image, label)`: a float tensor (C, H, W) and an int.

    `images` are float (N, C, H, W), or uint8 as they are kept; labels int64 (N,).
    """

    def __init__(self, images: Tensor, labels: Tensor) -> None:
        self.images = as_floats(images)
        self.labels = labels.tolist()
        # To index a tensor takes ten times as long as to look an image up, in each epoch anew.
        self.items = list(zip(self.images.unbind(), self.labels, strict=True))

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        return self.items[index]


class NotedDigits(Digits):
    """Digits that note which of them are read, be it here or by a loader's workers."""

    def __init__(self, images: Tensor, labels: Tensor) -> None:
        super().__init__(images, labels)
        self.read = torch.zeros(len(self), dtype=torch.bool)
        with contextlib.suppress(RuntimeError):  # without shared memory there are no workers
            self.read.share_memory_()  # type: ignore[no-untyped-call]

    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        item = super().__getitem__(index)
        self.read[index] = True
        return item

    @property
    def partly_read(self) -> bool:
        """Whether more than a look was taken, and at least a quarter was left out: more than the
        last batch of an epoch.
        """
        return len(self) / 8 < int(self.read.sum()) <= len(self) * 3 / 4


class GivenNetwork(nn.Module):
    """Linear layers, ReLU between them, log-probabilities at the end."""

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self.weights = nn.ParameterList([nn.Parameter(weight.clone()) for weight, _ in weights])
        self.biases = nn.ParameterList([nn.Parameter(bias.clone()) for _, bias in weights])

    def reset_parameters(self) -> None:
        """Draw new weights, as layers of PyTorch do: so code that starts anew is seen."""
        for parameter in self.parameters():
            nn.init.normal_(parameter, std=0.1)

    def forward(self, images: Tensor) -> Tensor:
        values = images.flatten(1)
        for number, (weight, bias) in enumerate(zip(self.weights, self.biases, strict=True)):
            values = values.relu() if number else values
            values = nn.functional.linear(values, weight, bias)
        return nn.functional.log_softmax(values, 1)

    def __getattr__(self, name: str) -> Any:
        """Return a parameter or module; of what there is not, say whose network this is."""
        try:
            return super().__getattr__(name)
        except AttributeError:
            raise no_attribute(self, name) from None

    def state(self) -> dict[str, Any]:
        """Return the weights as they are now."""
        pairs = zip(self.weights, self.biases, strict=True)
        return {"weights": [[weight.detach(), bias.detach()] for weight, bias in pairs]}


def no_attribute(network: nn.Module, name: str) -> AttributeError:
    """Return the error for code that asks the checks' own network for what it has not."""
    error = AttributeError(f"this network has no attribute '{name}'", name=name, obj=network)
    return advised(error, "advice.checks-own-network")
