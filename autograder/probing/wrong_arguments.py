"""Finds a call in the student's own code that gave a function of the assignment wrong arguments."""

import dis
from collections.abc import Callable, Iterable, Mapping
from numbers import Integral, Real
from types import FrameType
from typing import Any

from .questions import NAMES


def _has(*names: str) -> Callable[[Any], bool]:
    return lambda value: all(hasattr(value, name) for name in names)


def _is_whole(value: Any) -> bool:
    return isinstance(value, Integral) and not isinstance(value, bool)


def _is_rate(value: Any) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool) and value <= 1


def _is_switch(value: Any) -> bool:
    return isinstance(value, bool) or (_is_whole(value) and value in (0, 1))


def _has_fractions(value: Any) -> bool | None:
    """Say whether a tensor holds floats; None of what is no tensor."""
    return getattr(getattr(value, "dtype", None), "is_floating_point", None)


def _is_dataset(value: Any) -> bool:
    return hasattr(value, "__getitem__") and not hasattr(value, "parameters")


FITS: Mapping[str, Callable[[Any], bool]] = {  # what an argument of this name may be
    "batch_size": _is_whole,
    "dataset": _is_dataset,
    "epochs": _is_whole,
    "labels": lambda value: _has_fractions(value) is not True,
    "learning_rate": _is_rate,
    "loader": _has("__iter__"),
    "log_prob": lambda value: _has_fractions(value) is not False,
    "model": _has("parameters", "state_dict"),
    "num_classes": _is_whole,
    "num_hidden": _is_whole,
    "optimizer": _has("step", "zero_grad"),
    "shuffle": _is_switch,
    "training_data": _is_dataset,
    "validation_data": _is_dataset,
}


def wrong_arguments(frames: Iterable[FrameType]) -> tuple[str, dict[str, Any]]:
    """Return a function of the assignment and the arguments that it was given and that cannot be
    meant, by name; or `("", {})`.

    `frames` are of the student's own code, the outermost first. The first of them was called from
    outside, so its arguments are right.
    """
    for frame in list(frames)[1:]:
        name = _function(frame)
        if name in NAMES and (wrong := _wrong(frame)):
            return name, wrong
    return "", {}


def _function(frame: FrameType) -> str:
    """Return the name of the function that a frame runs; of a constructor, the class's name."""
    name = frame.f_code.co_name
    return type(frame.f_locals.get("self")).__name__ if name == "__init__" else name


def _wrong(frame: FrameType) -> dict[str, Any]:
    """Return the arguments of a frame that do not fit, but for those that it has bound anew."""
    code = frame.f_code
    stores = [
        one
        for one in dis.get_instructions(code)
        if one.opname.startswith(("STORE_FAST", "STORE_DEREF"))
    ]
    bound = {name for one in stores for name in (one.argval, *_pair(one.argval))}
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    given = {name: frame.f_locals[name] for name in names if name in frame.f_locals}
    return {
        name: value
        for name, value in given.items()
        if name in FITS and name not in bound and not FITS[name](value)
    }


def _pair(names: Any) -> tuple[str, ...]:
    """Return the names that one instruction of Python 3.13 handles; of one name nothing."""
    return names if isinstance(names, tuple) else ()


def shown(value: Any) -> str:
    """Return a number as it is, and of anything else what it is, such as `Tensor (32, 10)`."""
    if value is None or isinstance(value, Real):
        return repr(value)
    kind = type(value).__name__
    return f"{kind} {tuple(value.shape)}" if hasattr(value, "shape") else kind
