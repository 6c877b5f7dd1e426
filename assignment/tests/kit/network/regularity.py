"""How many numbers it takes to write a tensor down: little where it is regular."""

import torch
from torch import Tensor

MAX_SLICES = 4  # along a dimension, as channels are: each may be regular by itself
MAX_LINES = 5  # dimensions along which changes are looked for; with each the work is multiplied


def exact(value: Tensor) -> Tensor:
    """Return whole numbers that differ wherever a value does: NaN from 0, and -0 from 0, too."""
    value = value.detach()
    value = torch.view_as_real(value.resolve_conj()) if value.is_complex() else value
    if not value.is_floating_point():
        return value.long()  # as floats, large ones would be alike
    return value.double().contiguous().view(torch.int64)


def without_repeats(value: Tensor) -> Tensor:
    """Return one slice along each dimension along which all slices are equal."""
    for dimension in range(value.dim()):
        first = value.narrow(dimension, 0, min(1, value.shape[dimension]))
        if torch.equal(first.expand_as(value), value):
            value = first
    return value


def irregularity(value: Tensor) -> int:
    """Return how many numbers describe a value, as a whole or as a few that are side by side."""
    slices = [value.unbind(n) for n, size in enumerate(value.shape) if 1 < size <= MAX_SLICES]
    parts = (sum(1 + _irregularity(one) for one in each) - 1 for each in slices)
    return min([_irregularity(value), *parts])


def _irregularity(value: Tensor) -> int:
    """Count exceptions from one number, or changes along a line."""
    if value.numel() <= 1:
        return 0
    exceptions = int((value != value.flatten().mode().values).sum())
    if sum(size > 1 for size in value.shape) > MAX_LINES:
        return exceptions
    changes = [
        int((value.diff(dim=n) != 0).sum()) + _irregularity(value.narrow(n, 0, 1))
        for n in range(value.dim())
        if value.shape[n] > 1
    ]
    return min([exceptions, *changes])


def index_irregularity(index: Tensor) -> int:
    """Return how many numbers describe an index; one that counts up evenly has none."""
    index = index.squeeze()
    if index.dim() == 0:
        return 1
    steps = index.diff(dim=-1).flatten(0, -2) if index.dim() > 1 else index.diff()[None]
    if not torch.equal(steps[:1].expand_as(steps), steps):
        return index.numel()
    return irregularity(steps[0]) + index_irregularity(index[..., 0])
