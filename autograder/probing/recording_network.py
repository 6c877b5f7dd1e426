"""The grader's own network and data, as the student's functions get them."""

import weakref
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.data import Dataset

Weights = list[list[Tensor]]  # [[weight (out, in), bias (out,)], …], first layer first


class Digits(Dataset[tuple[Tensor, int]]):
    """Pairs `(image, label)`: a float tensor (1, 28, 28) and an int.

    `images` are float (N, 1, 28, 28), or uint8 (N, 28, 28) of 0..255; labels int64 (N,).
    """

    def __init__(self, images: Tensor, labels: Tensor) -> None:
        self.images = images.unsqueeze(1).float() / 255 if images.dtype == torch.uint8 else images
        self.labels = labels.tolist()

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        return self.images[index], self.labels[index]


class Calls(list[dict[str, Any]]):
    """What a witness has written down; a copy of the witness writes into the same list."""

    def __init__(self) -> None:
        super().__init__()
        self.marks: list[weakref.ref[GraphMark]] = []

    def __deepcopy__(self, memo: dict[int, Any]) -> "Calls":
        return self


class GraphMark:
    """Lives as long as the autograd graph whose output it is hooked to."""

    def __call__(self, gradient: Tensor) -> None:
        """Leave the gradient as it is."""


class Witness(nn.Module):
    """The grader's own network: linear layers, ReLU between them, log-probabilities at the end.

    It writes down how it is called: the mode, whether gradients are recorded, how many graphs of
    earlier calls are still alive, the sum of all its weights, its output, and the first pixel of
    every image, by which the grader knows its images again.
    """

    def __init__(self, weights: Weights, dropout: float, normalise: bool, record: bool) -> None:
        super().__init__()
        self.weights = nn.ParameterList([nn.Parameter(weight.clone()) for weight, _ in weights])
        self.biases = nn.ParameterList([nn.Parameter(bias.clone()) for _, bias in weights])
        self.dropout = nn.Dropout(dropout)
        self.normalise = nn.BatchNorm1d(784, affine=False) if normalise else nn.Identity()
        self.record = record
        self.calls = Calls()

    def forward(self, images: Tensor) -> Tensor:
        values = self.normalise(images.flatten(1))
        for number, (weight, bias) in enumerate(zip(self.weights, self.biases, strict=True)):
            values = self.dropout(values.relu()) if number else values
            values = nn.functional.linear(values, weight, bias)
        log_prob = nn.functional.log_softmax(values, 1)
        if self.record:
            self._write_down(images, log_prob)
        return log_prob

    def _write_down(self, images: Tensor, log_prob: Tensor) -> None:
        call = {
            "training": self.training,
            "gradients": torch.is_grad_enabled(),
            "graphs": sum(mark() is not None for mark in self.calls.marks),
            "weights": sum(float(parameter.detach().sum()) for parameter in self.parameters()),
            "first_pixels": images.detach().flatten(1)[:, 0].clone(),
            "log_prob": log_prob.detach().clone(),
        }
        self.calls.append(call)
        if log_prob.requires_grad:
            mark = GraphMark()
            log_prob.register_hook(mark)  # type: ignore[no-untyped-call]
            self.calls.marks.append(weakref.ref(mark))

    def state(self) -> dict[str, Any]:
        """The weights as they are now, the mode, the buffers, and the calls so far."""
        pairs = zip(self.weights, self.biases, strict=True)
        return {
            "weights": [[weight.detach(), bias.detach()] for weight, bias in pairs],
            "buffers": {name: buffer.clone() for name, buffer in self.named_buffers()},
            "training": self.training,
            "frozen": not all(parameter.requires_grad for parameter in self.parameters()),
            "calls": list(self.calls),
        }
