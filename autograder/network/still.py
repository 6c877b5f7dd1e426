"""Values of a graph that stay as they are, whatever the images and the weights are.

Constants that are added to images times 0 come from the images by their record, and can be taken
apart from there on: numbers of fifty bits into digits, a few numbers into a table. So the graph is
executed twice, with other images and other weights, and what hardly differs is found.
"""

from collections.abc import Mapping

import torch
from torch import Tensor

from ..probing.images import IMAGE_SHAPE
from . import roles
from .execution import execute
from .graph import Graph
from .metering import written_by
from .nodes import IMAGES, Node, memory
from .regularity import exact, without_repeats

NEARLY = 0.1  # of the spread of its numbers: as much as a value that counts as the same may change


def still_values(graph: Graph) -> list[Tensor]:
    """Return the values that are made of images or weights, hardly differ, and meet others that do.

    Each is without what repeats along a dimension, as whole numbers that differ where it does.
    """
    generator = torch.Generator().manual_seed(1)
    size = graph.batch, *IMAGE_SHAPE
    given = {one.number: one.value.clone() for one in graph.constants}
    weights = {
        one.number: torch.randn(one.value.shape, generator=generator, dtype=one.value.dtype)
        for one in graph.constants
        if one.kind == "parameter" and one.value.is_floating_point()
    }
    first = _Run({IMAGES: torch.zeros(size)} | given, weights)
    execute(graph.nodes, first.given, first)
    again = {one.number: one.value.clone() for one in graph.constants} | weights
    images = torch.rand(size, generator=generator)
    second = _Run({IMAGES: images} | again, weights, first.made)
    execute(graph.nodes, second.given, second)
    return second.found


class _Run:
    """Watches `execute`. `made` are the values that each operator has made, for a later run."""

    def __init__(
        self,
        given: dict[int, Tensor],
        weights: Mapping[int, Tensor],
        earlier: list[dict[int, Tensor]] | None = None,
    ) -> None:
        self.given = given
        self.derived = {memory(given[number]) for number in (IMAGES, *weights)}
        self.earlier = earlier
        self.made: list[dict[int, Tensor]] = []
        self.still: dict[int, Tensor] = {}
        self.found: list[Tensor] = []

    def __call__(self, node: Node, values: dict[int, Tensor]) -> None:
        """Note what an operator has made, or compare it with what it made earlier."""
        used = [] if node.name in roles.LIKE else node.inputs()
        used = [number for number in used if memory(values[number]) in self.derived]
        changed = [number for number in node.outputs if number in values] + written_by(node)
        if any(number not in self.still for number in used):
            joined = set(used) - roles.indices(node)
            self.found += [self.still[number] for number in joined if number in self.still]
        if used:
            self.derived |= {memory(values[number]) for number in changed}
        self.made.append({n: without_repeats(exact(values[n])) for n in changed if used})
        if self.earlier is None:
            return
        for number, before in self.earlier[len(self.made) - 1].items():
            self.still.pop(number, None)
            if before.numel() > 1 and _is_near(values[number], before):
                self.still[number] = before


def _is_near(value: Tensor, before: Tensor) -> bool:
    """Say whether a value hardly differs from an earlier one, which is given by `exact`."""
    if not (value.is_floating_point() or value.is_complex()):
        return torch.equal(before.expand_as(value), value.long())
    value = torch.view_as_real(value.resolve_conj()) if value.is_complex() else value
    before = before.view(torch.float64).nan_to_num()
    difference = (value.double().nan_to_num() - before).abs().max()
    return bool(difference <= NEARLY * before.std(correction=0))
