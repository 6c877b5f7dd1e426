"""Fields for what stand-ins return, where the student's own functions return named tuples.

`evaluate` and `train` are asked for pairs, and a named tuple is one. Whoever returns one may write
`evaluate(…).cost` in another question, in which the grader's function stands for theirs.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, wraps
from inspect import unwrap
from typing import Any

NAMED = re.compile(rb"\b(NamedTuple|namedtuple)\b")
PAIRS = "evaluate", "train"  # the functions that return several values

Find = Callable[[str], Any]


def with_fields(standins: Mapping[str, Any], files: Iterable[bytes], find: Find) -> dict[str, Any]:
    """Return the stand-ins; where files name named tuples, their results have the fields of these.

    `find` returns the student's own function of a name. It is asked only for a field.
    """
    if not any(NAMED.search(content) for content in files):
        return dict(standins)
    return {
        name: _with_fields(value, name, find) if name in PAIRS else value
        for name, value in standins.items()
    }


def _with_fields(standin: Callable[..., Any], name: str, find: Find) -> Callable[..., Any]:
    @cache
    def kinds() -> list[Any]:
        """Return the named tuples in the file of the student's own function."""
        try:
            names = unwrap(find(name)).__globals__
        except Exception:  # noqa: BLE001 - whatever a student's file raises
            return []
        types = [value for value in names.values() if isinstance(value, type)]
        return [one for one in types if issubclass(one, tuple) and hasattr(one, "_fields")]

    @wraps(standin)
    def call(*arguments: Any, **options: Any) -> Any:
        return _Named(standin(*arguments, **options), kinds)

    return call


class _Named(tuple[Any, ...]):
    """A tuple that has the attributes of a named tuple of as many values, too."""

    def __new__(cls, values: Iterable[Any], kinds: Callable[[], list[Any]]) -> "_Named":
        made = super().__new__(cls, values)
        made.kinds = kinds
        return made

    kinds: Callable[[], list[Any]]

    def __getattr__(self, name: str) -> Any:
        for kind in [] if name.startswith("__") or name == "kinds" else self.kinds():
            if len(kind._fields) == len(self) and hasattr(kind, name):
                return getattr(kind._make(self), name)
        raise AttributeError(f"'tuple' object has no attribute '{name}'", name=name, obj=self)

    def __reduce__(self) -> Any:
        return tuple, (tuple(self),)  # a copy is a plain one


_Named.__name__ = _Named.__qualname__ = "tuple"  # messages say what it is to the student
