"""Does a network need each of its layers? Then what one finds in an image does not do for another.

A layer may be there only to be seen: its values are added times a thousandth, or tell no more than
whether somebody has touched its weights. So the values that a layer has for other images are put in
the place of its own, and what comes out must be worse.
"""

from collections.abc import Callable, Mapping, Set
from functools import partial

from torch import Tensor

from .lineage import trace_output
from .nodes import Plan
from .program import Watch

Run = Callable[[Tensor, Watch], Tensor]


def exchanged_outputs(plan: Plan, run: Run, images: Tensor) -> list[Tensor]:
    """Return what a network makes of a batch (B, C, H, W) with the values of one layer exchanged
    between the images: an output for each of its layers, in order.

    `run` executes its plan and lets every value be watched.
    """
    layers = [
        {number for one in meetings for number in plan.nodes[one.place - 1].outputs}
        for meetings in trace_output(plan).layers
    ]
    kept: dict[int, Tensor] = {}
    run(images.roll(1, 0), partial(_keep, kept, set().union(*layers)))
    return [run(images, partial(_exchange, kept, layer)) for layer in layers]


def _keep(kept: dict[int, Tensor], layers: Set[int | None], number: int, value: Tensor) -> Tensor:
    if number in layers:
        kept[number] = value.clone()
    return value


def _exchange(
    kept: Mapping[int, Tensor], layer: Set[int | None], number: int, value: Tensor
) -> Tensor:
    return kept[number].clone() if number in layer else value
