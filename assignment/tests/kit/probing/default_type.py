"""PyTorch's default type for new tensors: the student's own in their code, float32 in the checks.

At home both run in one process, and a student may make float64 the default.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import torch


class HasDefaultType(Protocol):
    """Keeps the default type of a student's code."""

    default_type: torch.dtype


@contextmanager
def default_type(dtype: torch.dtype) -> Iterator[None]:
    """Have this default type, and afterwards the one of before."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(dtype)
    try:
        yield
    finally:
        torch.set_default_dtype(before)


@contextmanager
def default_type_of(owner: HasDefaultType) -> Iterator[None]:
    """Have the owner's default type; what becomes of it meanwhile is kept there."""
    with default_type(owner.default_type):
        try:
            yield
        finally:
            owner.default_type = torch.get_default_dtype()
