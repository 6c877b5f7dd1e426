"""Networks that change or share their own values: what is hard to train as a recorded graph."""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from . import styles
from .styles import Written, dense, functional, layers

NOT_COMPARABLE = {  # PyTorch cannot train the first two; the others draw random numbers
    *("in place", "masked"),
    *("dropout", "Dropout2d", "RReLU"),
}


class Buffers(nn.Module):
    """Keeps a running mean by assignment, a maximum in place, and a count; and reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden, self.output = nn.Linear(784, 12), nn.Linear(12, 10)
        self.register_buffer("mean", torch.zeros(1))
        self.register_buffer("largest", torch.zeros(12))
        self.register_buffer("count", torch.zeros((), dtype=torch.int64))

    def forward(self, images: Tensor) -> Tensor:
        if self.training:
            self.mean = 0.9 * self.mean + 0.1 * images.mean().detach().view(1)
            self.count += 1
        x = self.hidden(images.flatten(1) - self.mean).relu()
        if self.training:
            self.largest.copy_(torch.maximum(self.largest, x.detach().amax(0)))
        return self.output(x).log_softmax(1)


class Recurrent(nn.Module):
    """Reads the rows of an image one after the other."""

    def __init__(self) -> None:
        super().__init__()
        self.cell, self.output = nn.GRUCell(28, 12), nn.Linear(12, 10)

    def forward(self, images: Tensor) -> Tensor:
        state = images.new_zeros(len(images), 12)
        for row in images[:, 0].unbind(1):
            state = self.cell(row, state)
        return self.output(state).log_softmax(1)


class LargestNorm(nn.Module):
    """Scales its weights down in each pass, without gradients."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden, self.output = nn.Linear(784, 12), nn.Linear(12, 10)

    def forward(self, images: Tensor) -> Tensor:
        with torch.no_grad():
            self.hidden.weight.mul_(
                (0.5 / self.hidden.weight.norm(dim=1, keepdim=True)).clamp(max=1)
            )
        return self.output(self.hidden(images.flatten(1)).relu()).log_softmax(1)


def tied(net: nn.Module, images: Tensor) -> Tensor:
    x = net.hidden(images.flatten(1)).relu()
    again = F.linear(F.linear(x, net.hidden.weight.T).relu(), net.hidden.weight)
    return net.output(again).log_softmax(1)


def in_place(net: nn.Module, images: Tensor) -> Tensor:
    x = net.hidden(images.flatten(1))
    x += 1
    padded = torch.zeros(len(x), 12)
    padded[:, 1:] = x[:, 1:]
    return net.output(padded.relu_()).log_softmax(1)


def written_through_a_view(net: nn.Module, images: Tensor) -> Tensor:
    x = net.body(images)
    x.view(len(images), -1).mul_(0.5)
    return net.output(x.flatten(1)).log_softmax(1)


STYLES: dict[str, Callable[[], nn.Module]] = {
    "BatchNorm": lambda: dense(nn.BatchNorm1d(12), nn.ReLU()),
    "cumulative BatchNorm": lambda: dense(nn.BatchNorm1d(12, momentum=None), nn.ReLU()),
    "buffers": Buffers,
    "recurrent": Recurrent,
    "largest norm": LargestNorm,
    "tied": lambda: Written(tied, **layers()),
    "in place": lambda: Written(in_place, **layers()),
    "through a view": lambda: Written(
        written_through_a_view, body=nn.Conv2d(1, 2, 5), output=nn.Linear(1152, 10)
    ),
    "weight norm": lambda: Written(
        functional,
        hidden=nn.utils.parametrizations.weight_norm(nn.Linear(784, 12)),
        output=nn.Linear(12, 10),
    ),
    "spectral norm": lambda: dense(
        nn.ReLU(), nn.utils.parametrizations.spectral_norm(nn.Linear(12, 12)), nn.Tanh()
    ),
    "lazy": lambda: nn.Sequential(
        nn.Flatten(), nn.LazyLinear(12), nn.ReLU(), nn.LazyLinear(10), nn.LogSoftmax(1)
    ),
}
SHARED = {name: make for name, make in styles.STYLES.items() if name not in NOT_COMPARABLE}
