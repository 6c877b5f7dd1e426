"""Follows images, parameters and constants through a graph while its shapes are computed.

A layer is where what comes from the images meets weights, by whatever operator: a product, a table
of weights that images look up, an element-wise operator by which weights enlarge what comes from
the images, or scales that are summed up (see `origins.py`).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

import torch
from torch import Tensor

from ..probing.images import IMAGE_SHAPE
from . import roles
from .execution import execute
from .metering import changed_by, written_by
from .nodes import IMAGES, Constant, GraphError, Node, Plan, memory, references
from .operators import ACTIVATIONS, POOLINGS
from .origins import Joined, Meeting, Origin, Scale, contract, meet, merge, mix, scale_by, settle


@dataclass(frozen=True)
class _Operand:
    """A value that an operator uses, with the shape that it had before."""

    number: int
    size: int
    shape: tuple[int, ...]
    origin: Origin


@lru_cache(maxsize=64)  # the values of constants do not matter
def trace_output(plan: Plan) -> Origin:
    """Return what a graph's output is made of. Raises `GraphError`.

    What is written into buffers, for the next pass, counts as joined. Refused are products of two
    values that depend on the images, and random numbers that do more than mask or disturb.
    """
    lineage, values, output = _trace(plan)
    joined = [lineage.written(plan, number, values[number]) for _, number in plan.written]
    return replace(output, joined=output.joined.union(*joined))


def weights_by_layer(plan: Plan) -> list[set[int]]:
    """Return for each layer the numbers of the values that meet the images there as weights."""
    lineage, values, output = _trace(plan)

    def weights(meeting: Meeting) -> list[int]:
        used = plan.nodes[meeting.place - 1].inputs()
        origins = {number: lineage.origin(values[number]) for number in used}
        made = [n for n, origin in origins.items() if origin.parameters and not origin.images]
        return sorted(made, key=lambda number: values[number].numel())[-1:]  # not a bias

    return [{n for meeting in meetings for n in weights(meeting)} for meetings in output.layers]


def copied_into(plan: Plan, known: frozenset[int]) -> set[int]:
    """Return the numbers of the buffers into which a pass copies weights, or what the `known`
    buffers have of them: anything but statistics of what leads to the output.
    """
    lineage, values, output = _trace(plan)
    written = {buffer: lineage.origin(values[number]) for buffer, number in plan.written}
    return {buffer for buffer, one in written.items() if _holds_weights(one, output, known)}


def _holds_weights(value: Origin, output: Origin, known: frozenset[int]) -> bool:
    if value.constant:
        return bool(value.buffers & known)
    if any(one.buffers & known for one in value.joined - output.joined):
        return True
    return not value.images or not _ways(value) <= _ways(output)


def _ways(origin: Origin) -> set[int]:
    """Return the places where weights have joined what comes from the images."""
    meetings = {one.place for one in chain(*origin.layers)}
    return meetings | {one.place for one in chain(origin.scales, origin.past)}


@lru_cache(maxsize=64)
def _trace(plan: Plan) -> tuple["_Lineage", dict[int, Tensor], Origin]:
    given = {c.number: torch.empty_like(c.value) for c in plan.forms}
    given[IMAGES] = torch.empty(plan.batch, *IMAGE_SHAPE, device="meta")
    lineage = _Lineage(plan.batch, plan.forms, given)
    values = execute(plan.nodes, given, lineage)
    return lineage, values, settle(lineage.origin(values[plan.output]))


class _Lineage:
    """Watches `execute`. Origins are kept by memory, so that views share them."""

    def __init__(self, batch: int, constants: Sequence[Constant], given: dict[int, Tensor]) -> None:
        self.batch = batch
        self.place = 0
        self.parts: dict[int, tuple[float, ...]] = {}  # sizes of views, by number
        self.shapes = {number: tuple(value.shape) for number, value in given.items()}
        self.numbers = {one.number: one.value.numel() for one in constants}  # that each holds
        self.origins = {memory(given[IMAGES]): Origin(images=True)}
        for constant in constants:
            number = frozenset({constant.number})
            learns = constant.kind == "parameter" and constant.value.is_floating_point()
            origin = Origin(  # whole numbers have no gradient, whatever they are registered as
                parameters=number if learns else frozenset(),
                buffers=number if constant.kind == "buffer" else frozenset(),
            )
            self.origins[memory(given[constant.number])] = origin

    def __call__(self, node: Node, values: dict[int, Tensor]) -> None:
        """Note the origin of what an operator has made."""
        self.place += 1
        changed, written = changed_by(node, values), written_by(node)
        if not changed:
            return
        after = values[changed[0]]
        used = self._used(node, values, written, after)
        origin = self._combine(node, [self._operand(n, values) for n in used], after.numel())
        for number in changed:
            self.shapes[number] = tuple(values[number].shape)
            new = bool(written) and (roles.role(node) in roles.JOINS or _is_whole(values[number]))
            self._note(number, memory(values[number]), origin, new)

    def origin(self, value: Tensor) -> Origin:
        """Return what a value is made of now."""
        return self.origins.get(memory(value), Origin())

    def written(self, plan: Plan, number: int, value: Tensor) -> set[Joined]:
        """Return the constants in a value that a buffer has in the end.

        What weights are multiplied by is none: a spectral norm keeps such vectors, made of them.
        """
        origin = self.origin(value)
        if origin.constant:
            return {Joined(number, self.place + 1, buffers=origin.buffers)}
        if origin.images:
            return set(origin.joined)
        products = {n for n, node in enumerate(plan.nodes, 1) if node.name in roles.FACTORS}
        return {one for one in origin.joined if one.place not in products}

    def _note(self, number: int, key: int, origin: Origin, new: bool) -> None:
        """Note the origin of a value. Where nothing new was put into the memory, a view of a part
        leaves the whole as large as it is.
        """
        whole = self.origins.get(key)
        if whole and not new and len(whole.sizes) == len(origin.sizes):
            self.parts[number] = origin.sizes
            origin = replace(origin, sizes=whole.sizes)
        self.origins[key] = origin

    def _used(
        self, node: Node, values: dict[int, Tensor], written: list[int], after: Tensor
    ) -> list[int]:
        """Return the numbers of the values that its result depends on."""
        used = node.inputs()
        if node.name in roles.DRAWING:
            return used[:1]
        overwrites = node.name.endswith("_") and roles.role(node) in roles.OVERWRITES
        if "out" in node.options and _is_whole(after):
            used = list(references(node.arguments))
        if node.name in roles.LIKE or (overwrites and _is_whole(after)):
            return used[1:]
        constant = {n for n in written if self.origins[memory(values[n])].constant}
        if roles.is_training_norm(node):  # statistics of images are written, and not compared
            used = [number for number in used if number not in written or number in constant]
        return [_largest(number, values) if number in constant else number for number in used]

    def _operand(self, number: int, values: dict[int, Tensor]) -> _Operand:
        shape = self.shapes[number]
        size = math.prod(shape)
        origin = self.origin(values[number])
        sizes = self.parts.get(number, ())
        sizes = sizes if len(sizes) == len(origin.sizes) else origin.sizes
        return _Operand(number, size, shape, replace(origin, units=size / self.batch, sizes=sizes))

    def _combine(self, node: Node, operands: list[_Operand], size: int) -> Origin:
        """Return the origin of a result of so many elements."""
        origins = [operand.origin for operand in operands]
        images = [operand for operand in operands if operand.origin.images]
        parameters = frozenset[int]().union(*(one.parameters for one in origins))
        buffers = frozenset[int]().union(*(one.buffers for one in origins))
        joined = frozenset[Joined]().union(*(one.joined for one in origins))
        random = roles.is_random(node.name, node.arguments) or any(one.random for one in origins)
        if images or parameters:
            joined |= self._joining(node, operands)
            if random and node.name in roles.FACTORS.keys() | roles.LOOKUPS:
                self._refuse_random(operands)
        if images:
            origin = self._follow(node, operands, images, size)
            return replace(
                origin, parameters=parameters, buffers=buffers, joined=joined, random=False
            )
        joined = frozenset(replace(one, most=min(one.most, size)) for one in joined)
        if size <= max((o.size for o in operands if o.origin.parameters), default=0):
            random = False  # weights that are masked or disturbed one by one are weights still
        return Origin(random=random, parameters=parameters, buffers=buffers, joined=joined)

    def _joining(self, node: Node, operands: list[_Operand]) -> set[Joined]:
        """Return the constants that join images or parameters in an operator."""
        selecting = roles.indices(node)
        joining = {Joined(literal=literal, most=1) for literal in roles.literals(node)}
        return joining | {
            Joined(
                operand.number,
                self.place,
                selects=operand.number in selecting,
                buffers=operand.origin.buffers,
            )
            for operand in operands
            if operand.origin.constant
        }

    def _follow(
        self, node: Node, operands: list[_Operand], images: list[_Operand], size: int
    ) -> Origin:
        """Follow what comes from the images through an operator."""
        name = roles.role(node)
        units = size / self.batch
        weights = [o for o in operands if o.origin.parameters and not o.origin.images]
        enlarged = name in roles.ELEMENTWISE and size > max(o.size for o in images)
        if enlarged:
            if len(images) > 1:
                raise GraphError({"hint": "graph.pairs", "operator": node.name})
            self._refuse_random([o for o in operands if not o.origin.images])
        factors = roles.factors(node)
        if factors and factors <= {o.number for o in images}:
            raise GraphError({"hint": "graph.product", "operator": node.name})
        layer = [o for o in weights if enlarged or o.number in factors | roles.table(node)]
        origin = merge([o.origin for o in images], name in roles.JOINS, units)
        if name not in roles.ELEMENTWISE | roles.RESHAPING | roles.JOINS and not layer:
            origin = contract(origin) if name in roles.SPREADING else mix(origin, units)
        if layer:
            largest = max(layer, key=lambda o: o.size)
            parameters = frozenset[int]().union(*(o.origin.parameters for o in layer))
            inputs = max(o.size for o in images) / self.batch
            origin = meet(origin, Meeting(self.place, parameters, largest.shape, inputs), units)
        elif name not in roles.SUMS | roles.RESHAPING | roles.JOINS:
            origin = replace(origin, open=False)
        elif origin.open and (name in roles.SUMS or _crops(node, images[0], units)):
            left = units if name in roles.TRANSFORMS else min(origin.sizes[-1], units)
            origin = replace(origin, sizes=(*origin.sizes[:-1], left))
        joining = [o for o in weights if o not in layer]
        is_bias = origin.open and (layer or name in roles.ADDITIONS)
        for one in [] if is_bias else joining:  # which may be repeated for each image
            known = one.origin.parameters
            size = min(one.size, sum(self.numbers[number] for number in known))
            origin = scale_by(origin, Scale(self.place, known, size), units)
        if origin.layers:
            marks = {(len(origin.layers) - 1, kind) for kind in _kinds(node, images, units)}
            origin = replace(origin, marks=origin.marks | marks)
        return replace(origin, units=units)

    def _refuse_random(self, operands: list[_Operand]) -> None:
        if any(operand.origin.random for operand in operands):
            raise GraphError({"hint": "graph.random-weights"})


def _largest(number: int, values: dict[int, Tensor]) -> int:
    """Return the number of the largest value in the same memory: what is written into a part of a
    constant changes what is known of all of it.
    """
    same = [n for n, value in values.items() if memory(value) == memory(values[number])]
    return max(same, key=lambda n: values[n].numel())


def _is_whole(view: Tensor) -> bool:
    """Say whether a view has every element of its memory, each once."""
    size = view.element_size()
    for stride, length in sorted(zip(view.stride(), view.shape, strict=True)):
        if length != 1 and stride * view.element_size() != size:
            return False
        size *= length
    return size == view.untyped_storage().nbytes()


def _crops(node: Node, image: _Operand, units: float) -> bool:
    """Say whether it cuts the margin off an image. A slice that leaves less than half is a window,
    of those that are pooled one by one.
    """
    window = node.name == "slice" and 2 * units < image.origin.units
    return roles.crops(node, len(image.shape)) and not window


def _kinds(node: Node, images: list[_Operand], units: float) -> set[str]:
    """Say whether an operator pools or is an activation."""
    name = roles.role(node)
    if name in POOLINGS:
        return {"pooling"} if units < images[0].origin.units else set()
    if name in roles.SELECTING and 1 < len(node.inputs()) == len(images):
        # The larger one of two values: slices of an image, or what one was made into, as `x / 10`.
        alike = len({(one.origin.joined, *one.origin.scales) for one in images}) == 1
        return {"pooling"} if alike else {"pooling", "activation"}
    return {"activation"} if name in ACTIVATIONS else set()
