"""What a value in a graph is made of, and how origins join. Nothing here knows operators.

A *scale* is weights that join what comes from the images one by one: a bias, a slope, the weights
of a normalisation. When scaled values are summed up, the sum may come back to the values, as in a
normalisation or a softmax; otherwise the scale was a layer written by hand.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

MAX_LOAD = 6.0  # scales that a layer may have for each of its units, before they are a layer
LEAST_LOAD = 0.25  # what a scale counts that many units share
DIRECT, MIXED, CONTRACTED = 1, 2, 4  # how a value depends on a scale


@dataclass(frozen=True)
class Joined:
    """A constant that joins images or parameters: a value, by number and place, or a literal.

    `most` is how many numbers it can still hold, `selects` says that it is an index, `buffers` are
    the numbers of the buffers that it is made of.
    """

    number: int | None = None
    place: int = 0
    literal: float = 0.0
    most: int = 2**62
    selects: bool = False
    buffers: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Meeting:
    """Weights that meet the images, at a place in the graph.

    `weights` are their shape, `inputs` the values for each image that they meet.
    """

    place: int
    parameters: frozenset[int]
    weights: tuple[int, ...]
    inputs: float


@dataclass(frozen=True)
class Scale:
    """Weights, `size` of them, that join what comes from the images one by one, at a place."""

    place: int
    parameters: frozenset[int]
    size: int


@dataclass(frozen=True)
class Origin:
    """What a value is made of.

    For a value that depends on the images: `units` are its values for each image of the batch, not
    a whole number if it comes from one of them alone; `layers` are, by depth, the meetings with
    weights, and `sizes` the values for each image after them. `scales` tells how the value depends
    on the scales since the last layer, `load` how many there are for each unit; `past` are those
    before. `open` says that only sums have followed the last layer, `marks` what kinds of operators
    followed each.
    """

    images: bool = False
    random: bool = False
    units: float = 0
    parameters: frozenset[int] = frozenset()
    buffers: frozenset[int] = frozenset()
    joined: frozenset[Joined] = frozenset()
    layers: tuple[frozenset[Meeting], ...] = ()
    sizes: tuple[float, ...] = ()
    scales: Mapping[Scale, int] = field(default_factory=dict)
    load: float = 0.0
    past: frozenset[Scale] = frozenset()
    open: bool = False
    marks: frozenset[tuple[int, str]] = frozenset()

    @property
    def constant(self) -> bool:
        """Whether it comes from neither images, parameters nor a generator."""
        return not (self.images or self.random or self.parameters)


def merge(origins: Sequence[Origin], side_by_side: bool, units: float) -> Origin:
    """Join values that depend on the images, element by element or side by side."""
    settled = [_settle_differences(one, origins) for one in origins]
    first, *others = sorted(settled, key=lambda one: one.load, reverse=True)
    for other in others:
        new = [scale for scale in other.scales if scale not in first.scales]
        depth = max(len(first.layers), len(other.layers))
        first = replace(
            first,
            layers=tuple(_layer(first, n) | _layer(other, n) for n in range(depth)),
            sizes=tuple(_size(first, other, n, side_by_side) for n in range(depth)),
            scales={
                scale: first.scales.get(scale, 0) | other.scales.get(scale, 0)
                for scale in [*first.scales, *new]
            },
            load=first.load + (0 if side_by_side else sum(_load(one, units) for one in new)),
            past=first.past | other.past,
            open=first.open and other.open,
            marks=first.marks | other.marks,
        )
    return first if first.load <= MAX_LOAD else _contract(first, first.scales)


def mix(origin: Origin, units: float) -> Origin:
    """Have each of `units` values depend on several: a sum, a pooling, a softmax."""
    scales = {
        scale: MIXED | CONTRACTED if scale.size > units else how | MIXED
        for scale, how in origin.scales.items()
    }
    return replace(origin, scales=scales, units=units)


def contract(origin: Origin) -> Origin:
    """Make a layer of all scales, of whose values other sums are taken, as many as there are."""
    return _contract(origin, origin.scales)


def scale_by(origin: Origin, scale: Scale, units: float) -> Origin:
    """Join weights one by one to a value that has so many units for each image."""
    origin = settle(origin)
    load = origin.load + _load(scale, units)
    origin = replace(origin, scales={**origin.scales, scale: DIRECT}, load=load)
    return origin if load <= MAX_LOAD else _contract(origin, origin.scales)


def meet(origin: Origin, meeting: Meeting, units: float) -> Origin:
    """Pass a layer, after which there are so many values for each image."""
    return _pass(settle(origin), meeting, units)


def settle(origin: Origin) -> Origin:
    """Make a layer of the scales on which the value depends through sums only."""
    return _contract(
        origin,
        [one for one, how in origin.scales.items() if how & CONTRACTED and not how & DIRECT],
    )


def _settle_differences(origin: Origin, others: Sequence[Origin]) -> Origin:
    """Make a layer of the scales behind a sum that other values, as deep or deeper, do not have."""
    return _contract(
        origin,
        [
            scale
            for scale, how in origin.scales.items()
            if how & MIXED
            and any(
                scale not in other.scales and scale not in other.past
                for other in others
                if len(other.layers) >= len(origin.layers)
            )
        ],
    )


def _contract(origin: Origin, scales: Iterable[Scale]) -> Origin:
    """Make a layer of these scales; without any, change nothing."""
    chosen = list(scales)
    if not chosen:
        return origin
    parameters = frozenset[int]().union(*(scale.parameters for scale in chosen))
    weights = sum(scale.size for scale in chosen)
    inputs = max(scale.size for scale in chosen) / max(origin.units, 1)
    meeting = Meeting(max(scale.place for scale in chosen), parameters, (weights,), inputs)
    return _pass(origin, meeting, origin.units)


def _pass(origin: Origin, meeting: Meeting, units: float) -> Origin:
    return replace(
        origin,
        layers=(*origin.layers, frozenset({meeting})),
        sizes=(*origin.sizes, units),
        scales={},
        load=0.0,
        past=origin.past | origin.scales.keys(),
        open=True,
    )


def _layer(origin: Origin, depth: int) -> frozenset[Meeting]:
    return origin.layers[depth] if depth < len(origin.layers) else frozenset()


def _load(scale: Scale, units: float) -> float:
    return max(scale.size / max(units, 1), LEAST_LOAD)


def _size(first: Origin, other: Origin, depth: int, side_by_side: bool) -> float:
    """Return how many values each image has after a layer: pieces of it add up, unless summed."""
    sizes = [one.sizes[depth] for one in (first, other) if depth < len(one.sizes)]
    last = depth + 1 == len(first.layers) == len(other.layers)
    summed = last and first.open and other.open and not side_by_side
    disjoint = not _layer(first, depth) & _layer(other, depth)
    return sum(sizes) if disjoint and not summed else max(sizes)
