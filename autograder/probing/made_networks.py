"""Notes the sizes of the networks that a student's class makes."""

import functools
import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from numbers import Integral
from typing import Any


@contextmanager
def noted_sizes(kind: Any) -> Iterator[list[int | None] | None]:
    """Note the `num_hidden` of each network that a class makes in this block, None where it cannot
    be told; give None in place of the list if `kind` is no class, but a function.
    """
    if not isinstance(kind, type):
        yield None
        return
    usual = kind.__init__  # type: ignore[misc]
    sizes: list[int | None] = []

    def note(network: Any, *arguments: Any, **options: Any) -> None:
        sizes.append(_num_hidden(usual, (network, *arguments), options))
        usual(network, *arguments, **options)

    kind.__init__ = functools.wraps(usual)(note)  # type: ignore[misc]
    try:
        yield sizes
    finally:
        kind.__init__ = usual  # type: ignore[misc]


def _num_hidden(make: Any, arguments: tuple[Any, ...], options: dict[str, Any]) -> int | None:
    """Return the `num_hidden` that a constructor is called with; None where it cannot be told."""
    try:
        bound = inspect.signature(make).bind(*arguments, **options)
    except (TypeError, ValueError):
        return None
    bound.apply_defaults()
    value = bound.arguments.get("num_hidden")
    return int(value) if isinstance(value, Integral) else None
