"""Networks in double precision: the error function, a step function, and einsum over patches.
images: digits
"""

import math

import torch
from torch import nn

DOUBLE = torch.float64
F = nn.functional


def normal(*shape):
    """Draw weights whose sum over the last axes has a variance of 2."""
    return nn.Parameter(torch.randn(shape, dtype=DOUBLE) * math.sqrt(2 / math.prod(shape[1:])))


def zeros(*shape):
    return nn.Parameter(torch.zeros(shape, dtype=DOUBLE))


def positive(x):
    """Return x times the step function."""
    return x * torch.heaviside(x.detach(), torch.zeros((), dtype=x.dtype))


def log_probabilities(energies):
    top = energies.amax(-1, keepdim=True)
    return (energies - (energies - top).exp().sum(-1, keepdim=True).log() - top).float()


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.W, self.b = normal(num_hidden, 28, 28), zeros(num_hidden)
        self.V, self.c = normal(10, num_hidden), zeros(10)

    def forward(self, images):
        x = torch.einsum("hij,ncij->nh", self.W, images.to(DOUBLE)) + self.b
        x = x * torch.erfc(-x / math.sqrt(2)) / 2
        return log_probabilities(x @ self.V.mT + self.c)


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        sizes = (1, *channels)
        self.K = nn.ParameterList([normal(sizes[k + 1], sizes[k], 5, 5) for k in range(3)])
        self.beta = nn.ParameterList([zeros(sizes[k + 1], 1, 1) for k in range(3)])
        self.W, self.b = normal(num_hidden, channels[2], 4, 4), zeros(num_hidden)
        self.V, self.c = normal(10, num_hidden), zeros(10)

    def forward(self, images):
        x = images.to(DOUBLE)
        for kernel, beta in zip(self.K, self.beta):
            odd = (0, x.shape[3] % 2, 0, x.shape[2] % 2)
            patches = F.pad(x, (2, 2, 2, 2)).unfold(2, 5, 1).unfold(3, 5, 1)
            x = torch.einsum("ockl,ncijkl->noij", kernel, patches) + beta
            x = F.pad(x, odd, value=-math.inf).unfold(2, 2, 2).unfold(3, 2, 2).amax((-2, -1))
            x = positive(x)
        x = positive(torch.einsum("hcij,ncij->nh", self.W, x) + self.b)
        return log_probabilities(x @ self.V.mT + self.c)
