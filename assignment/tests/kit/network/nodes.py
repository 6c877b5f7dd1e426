"""What a graph is made of: constants, operators, and the steps from the images to the output."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from torch import Tensor

from ..probing.student_error import StudentError

IMAGES = 0  # the number of the value that holds the images


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
    numbers in all the parameters that no operator before has used.
    """

    name: str
    before: tuple[int, ...]
    after: tuple[int, ...]
    weights: tuple[int, ...] | None = None
    parameters: int = 0


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
class Plan:
    """A network without its weights: it leads from images `(batch, 1, 28, 28)` to `output`.

    `output` is the number of a value; `path` are the steps on the way of the images. `mode` is
    "training" or "evaluation"; `written` are the numbers of the buffers that a pass changes, each
    with the number of the value that the buffer holds in the end.
    """

    batch: int
    nodes: tuple[Node, ...]
    output: int
    path: tuple[Step, ...] = field(repr=False)
    mode: str
    written: tuple[tuple[int, int], ...]
    effects: Effects = field(repr=False)


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
