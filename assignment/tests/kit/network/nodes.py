"""What a graph is made of: constants, operators, and the steps from the images to the output."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor

from ..probing.student_error import StudentError

IMAGES = 0  # the number of the value that holds the images


def content_of(value: Tensor) -> bytes:
    """Return the numbers of a tensor as bytes, also those of dtypes that NumPy does not know."""
    return bytes(value.contiguous().reshape(-1).view(torch.uint8).numpy().tobytes())


class GraphError(StudentError):
    """The network is not admitted as a graph, or does not run; the message says why."""


@dataclass(frozen=True)
class Constant:
    """A tensor the graph carries; `kind` is `parameter`, `buffer` or `constant`."""

    number: int
    name: str
    kind: str
    value: Tensor


@dataclass(frozen=True)
class Reference:
    """Stands for a value, by its number, among an operator's arguments."""

    number: int


class Reciprocal(Reference):
    """Stands for one over a value of one element: the momentum of a cumulative average."""


@dataclass(frozen=True)
class Node:
    """One operator; `outputs` are the numbers of the values it makes, None where unused."""

    name: str
    function: Any = field(repr=False)
    arguments: tuple[Any, ...]
    options: dict[str, Any]
    outputs: tuple[int | None, ...]
    takes_device: bool = False

    def inputs(self) -> list[int]:
        """Return the numbers of the values it uses."""
        return list(references([*self.arguments, *self.options.values()]))


@dataclass(frozen=True)
class Step:
    """An operator on the way from the images to the output, with the shapes of one batch.

    `weights` is the shape of its weights, None for an operator without. `parameters` are the
    numbers in all the parameters that no operator before has used. `window` are the rows and
    columns that a maximum pooling looks at, () for any other operator.
    """

    name: str
    before: tuple[int, ...]
    after: tuple[int, ...]
    weights: tuple[int, ...] | None = None
    parameters: int = 0
    window: tuple[int, ...] = ()


@dataclass(frozen=True)
class Effects:
    """What a graph writes into.

    `mutated` are the numbers of the constants whose memory is written; `overwrites` the places of
    the nodes that do nothing but write into parameters and buffers. `movable` says whether tensors
    may lie in memory in another order: nothing is written of which a view depends on the order.
    """

    mutated: frozenset[int]
    overwrites: frozenset[int]
    movable: bool


@dataclass(frozen=True)
class Outline:
    """What is known of a network before it is executed, without its weights.

    It takes images `(batch, C, H, W)`. `mode` is "training" or "evaluation"; `path` are the steps
    on the way of the images to the output; `used` are the numbers of the constants, in the order in
    which operators use them.
    """

    batch: int
    mode: str
    path: tuple[Step, ...] = field(repr=False)
    used: tuple[int, ...] = field(repr=False)

    def plain(self) -> dict[str, Any]:
        """Return it as data, for a wire."""
        path = [vars(step) for step in self.path]
        return {"batch": self.batch, "mode": self.mode, "path": path, "used": list(self.used)}

    @classmethod
    def from_plain(cls, data: dict[str, Any]) -> "Outline":
        """Read what `plain` has made; a wire has turned its tuples into lists."""
        path = tuple(
            Step(**{key: _frozen(item) for key, item in one.items()}) for one in data["path"]
        )
        return cls(data["batch"], data["mode"], path, tuple(data["used"]))


@dataclass(frozen=True, eq=False)  # compared by identity, to remember what was found out of one
class Plan(Outline):
    """A network without its weights, ready to be executed: its operators lead to `output`.

    `output` is the number of a value; `written` are the numbers of the buffers that a pass changes,
    each with the number of the value that the buffer holds in the end. `forms` are the constants on
    `meta`, where they have no names and no values.
    """

    nodes: tuple[Node, ...]
    output: int
    written: tuple[tuple[int, int], ...]
    effects: Effects = field(repr=False)
    forms: tuple[Constant, ...] = field(repr=False)

    __eq__, __hash__ = object.__eq__, object.__hash__  # not those of `Outline`


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def memory(value: Tensor) -> int:
    """Return what tells a tensor's memory from others, views of it included."""
    return int(value.untyped_storage()._cdata)


def references(value: Any) -> Iterator[int]:
    """Yield the numbers of the values that an argument refers to."""
    if isinstance(value, Reference):
        yield value.number
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from references(item)
