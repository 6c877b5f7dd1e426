"""How many numbers a network's output depends on that are neither images nor parameters.

They could hold a network that was trained elsewhere, or images to compare with. So all that reach
the output are counted: what is regular counts little, a table of any other kind as many numbers as
it takes to write it down.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import count

import torch
from torch import Tensor

from ..probing.images import IMAGE_SHAPE
from ..probing.shape import NUM_PIXELS
from .execution import execute
from .graph import Graph
from .nodes import IMAGES, GraphError, content_of
from .origins import Joined, Origin
from .precision import BITS, long_numbers
from .regularity import exact, index_irregularity, irregularity, without_repeats
from .still import still_values

MAX_CONSTANTS = 100  # numbers that are neither images nor parameters
LITTLE = 100  # entries of indices and operands of operators: too few to choose or order images by
PACKED = 20  # entries that a constant counts for, as digits can be unpacked from it
MAX_SELECTED = NUM_PIXELS + 216  # numbers in irregular indices: one permutation of the pixels


@dataclass(frozen=True)
class _Measured:
    """What a constant holds: its description, and how many numbers it takes to write it down."""

    name: str
    numbers: int


def check_constants(
    graph: Graph,
    output: Origin,
    images: Tensor | None = None,
    executed: bool = True,
    copied: frozenset[int] = frozenset(),
) -> None:
    """Refuse a graph whose output depends on too many constants.

    Where they could hold images it is executed, on `images` or some that are drawn, to find what is
    unpacked; a graph whose output is never measured need not be. `copied` are the numbers of
    buffers into which training copies weights: whatever they hold now, they count as tables.
    """
    plain, selecting, uniform = _measure(graph, output.joined, copied)
    _check_number(plain, len(uniform))
    constants = sum(one.numbers for one in plain) + len(uniform)
    selected = sum(one.numbers for one in selecting)
    used = sum(len(node.inputs()) for node in graph.nodes)
    if executed and PACKED * constants + selected + used > LITTLE:
        _check_number(_measure_still(graph, images), len(uniform))
        if shape := long_numbers(graph, images):
            fields = {"shape": "×".join(map(str, shape)), "bits": BITS}
            raise GraphError({"hint": "graph.long-numbers", **fields})
    if selected > MAX_SELECTED:
        raise GraphError({"hint": "graph.indices"})


def _check_number(measured: Sequence[_Measured], others: int) -> None:
    """Refuse values that together, and with so many other numbers, hold too many."""
    count = sum(one.numbers for one in measured) + others
    if count > MAX_CONSTANTS:
        largest = max(measured, key=lambda one: one.numbers, default=_Measured("", 0))
        hint = "graph.constants-in" if largest.numbers > 1 else "graph.constants"
        fields = {"count": count, "most": MAX_CONSTANTS, "name": largest.name}
        raise GraphError({"hint": hint, **fields})


def _measure_still(graph: Graph, images: Tensor | None) -> list[_Measured]:
    """Measure what constants have become behind images or weights; equal values count once."""
    found = {content_of(value): value for value in still_values(graph, images)}
    name = "a value {} that is the same for all images"
    return [
        _Measured(name.format("×".join(map(str, value.shape))), irregularity(value))
        for value in found.values()
    ]


def _measure(
    graph: Graph, joined: Collection[Joined], copied: frozenset[int]
) -> tuple[list[_Measured], list[_Measured], set[float]]:
    """Measure constants where they join images or parameters; equal ones count once.

    Returns what they hold, what indices hold, and the single numbers: the literals, and of each
    constant the most frequent one.
    """
    plain: dict[bytes, _Measured] = {}
    selecting: dict[bytes, _Measured] = {}
    uniform = {one.literal for one in joined if one.number is None}
    names = {c.number: f"`{c.name}`" for c in graph.constants if c.kind == "buffer"}
    sizes = {c.number: c.value.numel() for c in graph.constants}
    places = count(1)

    def measure_next(values: dict[int, Tensor]) -> None:
        """Measure what the next operator joins, before it changes anything in place."""
        place = next(places)
        for one in joined:
            if one.place != place or one.number is None:
                continue
            found = values[one.number]
            value = without_repeats(exact(found))
            name = names.get(one.number, f"a constant {'×'.join(map(str, value.shape))}")
            content = content_of(value)
            if tables := one.buffers & copied:
                content = repr(sorted(tables)).encode()
                least = plain[content].numbers if content in plain else 0
                size = min(sum(sizes[number] for number in tables), one.most)
                plain[content] = _Measured(name, max(size, least))
            elif one.selects:
                selecting[content] = _Measured(name, index_irregularity(value))
            else:
                uniform.add(_most_frequent(found, value))
                plain[content] = _Measured(name, min(irregularity(value), one.most))

    if any(one.number is not None for one in joined):
        given = {c.number: c.value.clone() for c in graph.constants}
        given[IMAGES] = torch.zeros(graph.batch, *IMAGE_SHAPE)
        measure_next(given)
        execute(graph.nodes, given, lambda _, values: measure_next(values))
    return list(plain.values()), list(selecting.values()), uniform


def _most_frequent(value: Tensor, whole: Tensor) -> float:
    """Return the number that is most frequent in a value, or in its parts if it is complex."""
    if not whole.numel():
        return 0.0
    most = whole.flatten().mode().values
    number = (
        most if not (value.is_floating_point() or value.is_complex()) else most.view(torch.float64)
    )
    return float(number.nan_to_num())
