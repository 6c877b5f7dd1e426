"""Values of a graph that stay as they are, whatever the images and the weights are.

Constants that are added to images times 0 come from the images by their record, and can be taken
apart from there on: numbers of fifty bits into digits, a few numbers into a table. So the graph is
executed twice, with other images and other weights, and what hardly differs is found. It stays
open whether a value is, of which more than half are zeros that differ by little.
"""

import torch
from torch import Tensor

from ..probing.tracing import images_like_digits
from . import roles
from .execution import execute_next
from .graph import Graph
from .metering import changed_by, written_by
from .nodes import IMAGES, memory
from .regularity import exact, without_repeats

NEARLY = 0.1  # of the spread of its numbers: as much as a value that counts as the same may change
PART = 1 / 4  # of the images: a value may be switched off for the others


def still_values(graph: Graph, images: Tensor | None = None) -> list[Tensor]:
    """Return the values that are made of images or weights, hardly differ, and meet others that do.

    Each is without what repeats along a dimension, as whole numbers that differ where it does.
    `images` are float (B, C, H, W), as many as the graph takes; by default they are drawn.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(1)
        if images is None or len(images) == 1:
            one, two = images_like_digits(2 * graph.batch).chunk(2)
        else:
            one, two = images, images.roll(1, 0)
        weights = other_weights(graph)
    given = {constant.number: constant.value for constant in graph.constants}
    first = {n: value.clone() for n, value in ({IMAGES: one} | given).items()}
    second = {n: value.clone() for n, value in ({IMAGES: two} | given | weights).items()}
    derived = {memory(second[number]) for number in (IMAGES, *weights)}
    still: dict[int, Tensor | None] = {}  # of what operators have used, until it is written into
    found: list[Tensor] = []
    for node in graph.nodes:
        used = [n for n in node.inputs() if n in second and memory(second[n]) in derived]
        used = [] if node.name in roles.LIKE else used
        still |= {n: _still(first[n], second[n], graph.batch) for n in used if n not in still}
        if any(still[number] is None for number in used):
            joined = [still[number] for number in set(used) - roles.indices(node)]
            found += [value for value in joined if value is not None]
        execute_next(node, first)
        execute_next(node, second)
        if used:
            derived |= {memory(second[number]) for number in changed_by(node, second)}
        if over := {memory(second[number]) for number in written_by(node)}:
            still = {n: value for n, value in still.items() if memory(second[n]) not in over}
    return found


def other_weights(graph: Graph) -> dict[int, Tensor]:
    """Draw other values for the weights of a graph, by number."""
    return {
        one.number: torch.randn(one.value.shape, dtype=one.value.dtype)
        for one in graph.constants
        if one.kind == "parameter" and one.value.is_floating_point()
    }


def _still(before: Tensor, after: Tensor, batch: int) -> Tensor | None:
    """Return what hardly differs between two runs, by `exact`: a value, or its part for one image.

    The part is taken where all images have nearly the same, or where enough images have the same in
    both runs, and the others have not.
    """
    if before.is_floating_point() and before.numel() > 1:  # most values, told without sorting
        far = (after - before).abs() > NEARLY * (before.max() - before.min())
        if far.reshape(len(far), -1).any(1).all():
            return None
    whole, other = exact(before), exact(after)
    inexact = before.is_floating_point() or before.is_complex()
    change = NEARLY * _spread(whole, other) if inexact else None
    differs = _differs(whole, other, change)
    if before.dim() and len(before) == batch:
        if not differs.any():
            whole = whole if _differs(whole, whole[:1], change).any() else whole[:1]
        else:
            rows = whole.reshape(batch, -1)
            alike = ~differs.reshape(batch, -1).any(1) & (rows != rows[:, :1]).any(1)
            if alike.sum() < PART * batch:
                return None
            whole, differs = whole[alike][:1], differs[alike][:1]
    value = without_repeats(whole)
    return None if differs.any() or value.numel() <= 1 else value.clone()


def _spread(before: Tensor, after: Tensor) -> float:
    """Return the spread of those numbers that differ, of the half that is closer together.

    So masks of -1e9 do not count, nor do infinities.
    """
    numbers = before[before != after].view(torch.float64)
    halves = numbers[numbers.isfinite()].sort().values.chunk(2)
    return min((float(half.std(correction=0)) for half in halves if len(half)), default=0.0)


def _differs(one: Tensor, other: Tensor, change: float | None) -> Tensor:
    """Say where values differ: whole numbers at all, others by more than a change."""
    if change is None:
        return one != other
    return (one != other) & ~((one.view(torch.float64) - other.view(torch.float64)).abs() <= change)
