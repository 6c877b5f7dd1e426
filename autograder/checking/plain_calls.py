"""Plain calls: a function of the student's is given values, networks and data, and returns values.

No question needs a probe of its own for that. What a check expects says what an answer may be: it
is read as a value of that form, or refused with a hint.
"""

from dataclasses import dataclass
from functools import partial
from typing import Any

import torch
from torch import Tensor

from ..probing.hints.catalogue import Message
from ..probing.kinds import kind_of
from ..probing.questions import NAMES
from ..probing.student_error import StudentError
from ..text import clean
from .answers import KnownNetwork, finite, read_float
from .examples import LastCall

MAX_TEXT = 200  # characters of a text that a function returns
MAX_WHOLE = 2**63  # a larger whole number is none that a check could use


@dataclass(frozen=True)
class GivenData:
    """Data that a function is given: images as `Digits` takes them, and labels int64 (N,)."""

    images: Tensor
    labels: Tensor


class PlainCalls:
    """What calls the functions that questions ask for: `submission.chance_cost(5, like=1.6)`."""

    _call: LastCall

    def call(self, name: str, *arguments: Any, like: Any, **options: Any) -> Any:
        """Call the function `name` and return its answer, which has the form of `like`.

        Arguments are numbers, texts, tensors, lists and dicts of these, `known_network(…)` and
        `dataset(…)`. For a tensor its shape counts, and its numbers become of its dtype; lists and
        dicts must be as long and have the same keys. Raises `StudentError` for any other answer,
        and where it holds NaN or infinity.
        """
        data = {
            "name": name,
            "arguments": [packed_argument(one) for one in arguments],
            "options": {key: packed_argument(value) for key, value in options.items()},
        }
        return read_like(self._call(f"call {name}", data), like, name)

    def __getattr__(self, name: str) -> Any:
        """Return the plain call of a function that a question asks for."""
        if name in NAMES:
            return partial(self.call, name)
        raise AttributeError(f"there is no function {name} in autograder/probing/questions.py")


def packed_argument(value: Any) -> Any:
    """Return an argument as data; `Probes.made` makes it again."""
    if isinstance(value, KnownNetwork):
        return {"network": value.plain(), "training": value.training}
    if isinstance(value, GivenData):
        return {"data": [value.images, value.labels]}
    if isinstance(value, dict):
        return {"dict": {key: packed_argument(one) for key, one in value.items()}}
    if isinstance(value, list | tuple):
        return [packed_argument(one) for one in value]
    return value


def read_like(found: Any, like: Any, name: str, place: Message = "") -> Any:
    """Return what the function `name` has returned, which must have the form of `like`.

    `place` says where in the answer it stands. Raises `StudentError`.
    """
    fields: dict[str, Any] = {"name": name, "found": kind_of(found), "which": place}
    match like:
        case Tensor():
            return _read_tensor(found, like, name, place)
        case bool() | None:
            if type(found) is not type(like):
                raise StudentError({"hint": "answer.kind", "expected": kind_of(like), **fields})
            return found
        case str():
            if type(found) is not str:
                raise StudentError({"hint": "answer.kind", "expected": kind_of(""), **fields})
            return clean(found, MAX_TEXT)
        case int():
            return _read_whole(found, name, place)
        case float():
            return read_float(found, name, place)
        case list() | tuple():
            if not isinstance(found, list) or len(found) != len(like):
                fields["count"] = str(len(like))
                if isinstance(found, list):
                    raise StudentError({"hint": "answer.length", "of": len(found), **fields})
                raise StudentError({"hint": "answer.values", **fields})
            return [
                read_like(*pair, name, {"hint": "which.value", "number": number, "which": place})
                for number, pair in enumerate(zip(found, like, strict=True), 1)
            ]
        case dict():
            if not isinstance(found, dict) or found.keys() != like.keys():
                keys = ", ".join(map(repr, like))
                raise StudentError({"hint": "answer.keys", "keys": keys, **fields})
            return {
                key: read_like(
                    found[key], one, name, {"hint": "which.key", "key": repr(key), "which": place}
                )
                for key, one in like.items()
            }
    raise TypeError(f"no check can expect a {type(like).__name__}")


def _read_whole(found: Any, name: str, place: Message) -> int:
    number = read_float(found, name, place)
    if not number.is_integer() or abs(number) >= MAX_WHOLE:
        fields = {"name": name, "found": number, "which": place}
        raise StudentError({"hint": "answer.no-whole", **fields})
    return int(found)


def _read_tensor(found: Any, like: Tensor, name: str, place: Message) -> Tensor:
    shape = str(tuple(like.shape))
    if not isinstance(found, Tensor):
        fields = {"name": name, "found": kind_of(found), "which": place, "shape": shape}
        raise StudentError({"hint": "answer.no-tensor", **fields})
    what: Message = {"hint": "answer.returned", "name": name, "which": place}
    if found.layout is not torch.strided or found.is_complex() or found.is_meta:
        kind = {"dtype": str(found.dtype), "layout": str(found.layout)}
        raise StudentError({"hint": "answer.layout", "what": what, **kind})
    if found.shape != like.shape:
        shapes = {"found": str(tuple(found.shape)), "expected": shape}
        raise StudentError({"hint": "answer.shape", "what": what, **shapes})
    found = finite(found.detach().cpu(), what)
    read = finite(found.to(like.dtype), what)
    if not like.is_floating_point() and not torch.equal(read.double(), found.double()):
        fields = {"what": what, "dtype": str(like.dtype)}
        raise StudentError({"hint": "answer.other-numbers", **fields})
    return read
