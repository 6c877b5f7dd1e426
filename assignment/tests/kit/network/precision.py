"""Whether a network gets along with short numbers, as in half precision: most learn in it, too.

Digits of whole images can be packed into a few long numbers, and taken apart behind larger ones
that change with the image. So the graph is executed a second time with numbers that are cut to 11
bits at every step: what then becomes another value was made of the other bits.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from ..probing.tracing import images_like_digits
from . import roles
from .execution import execute, execute_next
from .graph import Graph
from .metering import changed_by
from .nodes import IMAGES, Node, memory
from .still import other_weights

BITS = 11  # of a number, as many as half precision keeps
LOOKED_AT = 512  # of a value's numbers, at random, are compared
AS_WHOLE = {  # numbers by kind, as whole numbers of the same bits, and what leaves `BITS` of them
    torch.float32: (torch.int32, -1 << (24 - BITS)),
    torch.float64: (torch.int64, -1 << (53 - BITS)),
}
FAR = 0.5  # of the spread of a value's numbers: another number
PART = 0.1  # of a value's numbers, that are others: another value
LEAST_SPREAD = 0.05  # of a value's size: what differs by less has lost it to rounding


def long_numbers(graph: Graph, images: Tensor | None = None) -> tuple[int, ...] | None:
    """Return the shape of the first value that needs longer numbers; None if there is none.

    `images` are float (B, C, H, W), as many as the graph takes; by default they are drawn.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(1)
        images = images_like_digits(graph.batch) if images is None else images
        given = {IMAGES: images} | {one.number: one.value for one in graph.constants}
        return _long_numbers(graph, given) or _long_numbers(graph, given | other_weights(graph))


def _long_numbers(graph: Graph, given: dict[int, Tensor]) -> tuple[int, ...] | None:
    indices = _used_as_index(graph.nodes, given)
    exact = {number: value.clone() for number, value in given.items()}
    short = {number: value.clone() for number, value in given.items()}
    for number in short.keys() - indices:
        _cut(short[number])
    for node in graph.nodes:
        state = torch.get_rng_state()
        execute_next(node, exact)
        torch.set_rng_state(state)
        execute_next(_with_short_numbers(node), short)
        for number in changed_by(node, exact):
            if number not in indices:
                _restore(short[number], exact[number])
                _cut(short[number])
            if _is_another(exact[number], short[number]):
                return tuple(exact[number].shape)
    return None


def _used_as_index(nodes: Sequence[Node], given: dict[int, Tensor]) -> set[int]:
    """Return the numbers of the values in whose memory indices lie: no longer than a table is."""
    if not any(roles.indices(node) for node in nodes):
        return set()
    values = execute(nodes, {number: value.clone() for number, value in given.items()})
    used = {memory(values[number]) for node in nodes for number in roles.indices(node)}
    return {number for number, value in values.items() if memory(value) in used}


def _cut(value: Tensor) -> None:
    """Cut numbers in place. Views that repeat their memory are views of what is cut already."""
    value = torch.view_as_real(value) if value.is_complex() else value
    if value.dtype == torch.bool or _repeats(value):
        return
    if value.dtype in AS_WHOLE:
        kind, mask = AS_WHOLE[value.dtype]
        value.view(kind).bitwise_and_(mask)
    elif not value.is_floating_point():  # those of half precision have no more
        kind, mask = AS_WHOLE[torch.float64]
        value.copy_((value.double().view(kind) & mask).view(torch.float64))


def _restore(short: Tensor, exact: Tensor) -> None:
    """Put exact numbers where short ones have become infinite or none, which would hide others."""
    if short.sum().isfinite():  # so all are
        return
    lost = exact.isfinite() & ~short.isfinite()
    if lost.any() and not _repeats(short):
        short.copy_(torch.where(lost, exact, short))


def _repeats(view: Tensor) -> bool:
    """Say whether a view has elements of its memory more than once, along a dimension."""
    return any(n > 1 and not step for n, step in zip(view.shape, view.stride(), strict=True))


def _with_short_numbers(node: Node) -> Node:
    """Cut the numbers that are written into the program."""
    kinds = {one.name: str(one.real_type) for one in node.function._schema.arguments}
    arguments = map(_short, node.arguments, kinds.values())
    options = {name: _short(value, kinds.get(name, "")) for name, value in node.options.items()}
    return replace(node, arguments=tuple(arguments), options=options)


def _short(value: Any, kind: str) -> Any:
    if not roles.is_literal(value, kind) or not math.isfinite(value):
        return value
    mantissa, exponent = math.frexp(value)
    return type(value)(math.ldexp(int(math.ldexp(mantissa, BITS)), exponent - BITS))


def _is_another(exact: Tensor, short: Tensor) -> bool:
    """Say whether a part of a value's numbers are others by more than a part of their spread."""
    one, other = (torch.view_as_real(v) if v.is_complex() else v for v in (exact, short))
    if one.numel() > LOOKED_AT:
        chosen = torch.randint(one.numel(), (LOOKED_AT,))
        one, other = one.take(chosen), other.take(chosen)
    one, other = one.double(), other.double()
    finite = one.isfinite() & other.isfinite()
    one, other = one[finite], other[finite]
    if one.numel() <= 1:
        return False
    spread = float(one.std(correction=0))
    if spread <= LEAST_SPREAD * float(one.square().mean().sqrt()):
        return False
    return float(((one - other).abs() > FAR * spread).double().mean()) > PART
