"""How many numbers a network's output depends on that are neither images nor parameters.

They could hold a network that was trained elsewhere, or images to compare with. So all that reach
the output are counted: what is regular counts little, a table of any other kind as many numbers as
it takes to write it down.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from ..probing.images import IMAGE_SHAPE
from ..probing.shape import NUM_PIXELS
from .execution import execute
from .graph import Graph
from .nodes import IMAGES, GraphError
from .origins import Joined, Origin

MAX_CONSTANTS = 100  # numbers that are neither images nor parameters
MAX_SELECTED = NUM_PIXELS + 216  # numbers in irregular indices: one permutation of the pixels


@dataclass(frozen=True)
class _Measured:
    """What a constant holds: its description, and how many numbers it takes to write it down."""

    name: str
    numbers: int


def check_constants(graph: Graph, output: Origin) -> None:
    """Refuse a graph whose output depends on too many constants."""
    joined = [one for one in output.joined if one.number is not None]
    plain, selecting, uniform = _measure(graph, joined)
    uniform |= {one.literal for one in output.joined if one.number is None}
    count = sum(one.numbers for one in plain) + len(uniform)
    if count > MAX_CONSTANTS:
        largest = max(plain, key=lambda one: one.numbers, default=_Measured("", 0))
        hint = "graph.constants-in" if largest.numbers > 1 else "graph.constants"
        fields = {"count": count, "most": MAX_CONSTANTS, "name": largest.name}
        raise GraphError({"hint": hint, **fields})
    if sum(one.numbers for one in selecting) > MAX_SELECTED:
        raise GraphError({"hint": "graph.indices"})


def _measure(
    graph: Graph, joined: Sequence[Joined]
) -> tuple[list[_Measured], list[_Measured], set[float]]:
    """Measure constants where they join images or parameters; equal ones count once.

    Returns what they hold, what indices hold, and the values of which the rest consists.
    """
    plain: dict[bytes, _Measured] = {}
    selecting: dict[bytes, _Measured] = {}
    uniform: set[float] = set()
    names = {c.number: f"`{c.name}`" for c in graph.constants if c.kind == "buffer"}
    places = iter(range(1, len(graph.nodes) + 2))

    def measure_next(values: dict[int, Tensor]) -> None:
        """Measure what the next operator joins, before it changes anything in place."""
        place = next(places)
        for one in joined:
            if one.place != place or one.number is None:
                continue
            found = values[one.number]
            value = _without_repeats(_exact(found))
            name = names.get(one.number, f"a constant {'×'.join(map(str, value.shape))}")
            content = value.contiguous().numpy().tobytes()
            if one.selects:
                selecting[content] = _Measured(name, _irregular(value))
            else:
                uniform.add(_most_frequent(found, value))
                plain[content] = _Measured(name, min(_cost(value), one.most))

    if joined:
        given = {c.number: c.value.clone() for c in graph.constants}
        given[IMAGES] = torch.zeros(graph.batch, *IMAGE_SHAPE)
        measure_next(given)
        execute(graph.nodes, given, lambda _, values: measure_next(values))
    return list(plain.values()), list(selecting.values()), uniform


def _exact(value: Tensor) -> Tensor:
    """Return whole numbers that differ wherever a value does: NaN from 0, and -0 from 0, too."""
    value = value.detach()
    value = torch.view_as_real(value.resolve_conj()) if value.is_complex() else value
    if not value.is_floating_point():
        return value.long()  # as floats, large ones would be alike
    return value.double().contiguous().view(torch.int64)


def _most_frequent(value: Tensor, exact: Tensor) -> float:
    """Return the number that is most frequent in a value, or in its parts if it is complex."""
    if not exact.numel():
        return 0.0
    most = exact.flatten().mode().values
    number = (
        most if not (value.is_floating_point() or value.is_complex()) else most.view(torch.float64)
    )
    return float(number.nan_to_num())


def _without_repeats(value: Tensor) -> Tensor:
    """Return one slice along each dimension along which all slices are equal."""
    for dimension in range(value.dim()):
        first = value.narrow(dimension, 0, min(1, value.shape[dimension]))
        if torch.equal(first.expand_as(value), value):
            value = first
    return value


def _cost(value: Tensor) -> int:
    """Return how many numbers describe a value: exceptions from one, or changes along a line."""
    if value.numel() <= 1:
        return 0
    exceptions = int((value != value.flatten().mode().values).sum())
    changes = [
        int((value.diff(dim=n) != 0).sum()) + _cost(value.narrow(n, 0, 1))
        for n in range(value.dim())
        if value.shape[n] > 1
    ]
    return min([exceptions, *changes])


def _irregular(index: Tensor) -> int:
    """Return how many numbers describe an index; one that counts up evenly has none."""
    index = index.squeeze()
    if index.dim() == 0:
        return 1
    steps = index.diff(dim=-1).flatten(0, -2) if index.dim() > 1 else index.diff()[None]
    if not torch.equal(steps[:1].expand_as(steps), steps):
        return index.numel()
    return _cost(steps[0]) + _irregular(index[..., 0])
