"""Says what a value is that a student's function returned, and what such a value comes of."""

from collections.abc import Generator
from inspect import isroutine
from typing import Any

from torch import Tensor

from .hints.catalogue import Message
from .shape import NUM_CLASSES


def kind_of(value: Any) -> Message:
    """Say what a value is: `a Tensor`, `an int`, `None`."""
    if value is None:
        return "None"
    name = type(value).__name__
    return {"hint": "kind.an" if name[0] in "aeiouAEIOU" else "kind.a", "name": name}


def returned(value: Any) -> dict[str, Any]:
    """Return the fields of a hint for a value that is not what was expected: what it is, `found`,
    and what it probably comes of, `because`.
    """
    return {"found": kind_of(value), "because": _origin(value)}


def _origin(value: Any) -> str | None:
    if value is None:
        return "kind.no-return"
    if isinstance(value, Generator):
        return "kind.has-yield"
    if isroutine(value):
        return "kind.no-call"
    if isinstance(value, (list, tuple)) and len(value) == 1:
        return "kind.one-item"
    one_hot = isinstance(value, Tensor) and value.shape == (NUM_CLASSES,)
    return "kind.one-hot" if one_hot and value.sum() == 1 and value.max() == 1 else None
