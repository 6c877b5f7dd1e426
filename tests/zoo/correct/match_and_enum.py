"""Networks whose activation is a member of an Enum and is chosen by a match statement."""

from enum import Enum, auto

import torch
from torch import nn


class Activation(Enum):
    RELU = auto()
    TANH = auto()
    SILU = "silu"


def make_activation(kind: Activation | str) -> nn.Module:
    match kind:
        case Activation.RELU | "relu":
            return nn.ReLU()
        case Activation.TANH:
            return nn.Tanh()
        case Activation.SILU | "silu" | "swish":
            return nn.SiLU()
        case _:
            raise ValueError(f"{kind = }")


class MLP(nn.Module):
    def __init__(self, num_hidden: int = 64, *, activation: Activation = Activation.SILU) -> None:
        super().__init__()
        self.num_hidden = num_hidden
        for i, (n_in, n_out) in enumerate(((28 * 28, num_hidden), (num_hidden, 10))):
            setattr(self, f"layer{i}", nn.Linear(n_in, n_out))
        self.activation = make_activation(activation)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        match images.shape:
            case (n, 1, 28, 28):
                flat = images.reshape(n, 784)
            case (n, 784):
                flat = images
            case other:
                raise ValueError(f"what is {tuple(other)}?")
        return (self.layer1(self.activation(self.layer0(flat)))).log_softmax(dim=1)
