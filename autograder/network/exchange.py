"""Does a network need each of its layers? Then what one finds in an image does not do for another.

A layer may be there only to be seen: its values are added times a thousandth, or tell no more than
whether somebody has touched its weights. So the values that a layer has for other images are put in
the place of its own, and what comes out must be worse. Or its values are needed, and its parameters
are not: they are added times a millionth to weights that are always the same. So weights that are
made of other parameters must be others.
"""

from collections.abc import Callable, Mapping, Set
from functools import partial

import torch
from torch import Tensor
from torch.nn.functional import cosine_similarity

from .lineage import trace_output, weights_by_layer
from .nodes import Plan
from .program import Watch

LEAST_COMPARED = 16  # numbers: fewer point the same way by chance

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


def alike_weights(plan: Plan, runs: tuple[Run, Run], images: Tensor) -> list[float]:
    """Return for each layer how much its weights are alike in two runs with other parameters, from
    0 to 1. Weights that are parameters as they stand are others, and count as 0.
    """
    layers = weights_by_layer(plan)
    first, second = dict[int, Tensor](), dict[int, Tensor]()
    for run, kept in zip(runs, (first, second), strict=True):
        run(images, partial(_keep, kept, set().union(*layers)))
    return [
        max((_likeness(first[n], second[n]) for n in layer & first.keys()), default=0.0)
        for layer in layers
    ]


def _likeness(one: Tensor, other: Tensor) -> float:
    """Return the mean cosine between two weights, unit by unit or whatever else gives most.

    What all of them have in common, as weights that are never below 0 have, is left out.
    """
    real = [torch.view_as_real(w) if w.is_complex() else w.double() for w in (one, other)]
    pair = [(weight - weight.mean())[None] for weight in real]
    likeness = 0.0
    for dimension in range(pair[0].dim()):
        a, b = (weight.movedim(dimension, 0)[..., None].flatten(1) for weight in pair)
        if a.shape[1] >= LEAST_COMPARED:
            likeness = max(likeness, float(cosine_similarity(a, b).abs().mean()))
    return likeness


def _keep(kept: dict[int, Tensor], layers: Set[int | None], number: int, value: Tensor) -> Tensor:
    if number in layers:
        kept[number] = value.clone()
    return value


def _exchange(
    kept: Mapping[int, Tensor], layer: Set[int | None], number: int, value: Tensor
) -> Tensor:
    return kept[number].clone() if number in layer else value
