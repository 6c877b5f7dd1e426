"""What a network looks like: its layers with weights, and what stands between them."""

import math
from dataclasses import dataclass

from .graph import Graph, Step
from .operators import ACTIVATIONS, POOLINGS


@dataclass(frozen=True)
class Layer:
    """An operator with weights of shape `weights`, from kind of constant `source`.

    A convolution that sees all of the image at once is none: it is a dense layer by another name.
    `after` is the shape of its output for a batch, `per_image` the number of outputs for one
    image. `then` says what follows before the next layer: `pooling`, `activation`, both or none.
    """

    convolution: bool
    weights: tuple[int, ...]
    source: str | None
    after: tuple[int, ...]
    per_image: int
    then: frozenset[str]


def layers_of(graph: Graph) -> list[Layer]:
    """Return the layers in the order in which the images pass through them."""
    steps = graph.steps()
    places = [number for number, step in enumerate(steps) if step.weights is not None]
    ends = [*places[1:], len(steps)]
    return [
        Layer(
            convolution="conv" in steps[place].name and math.prod(steps[place].after[2:]) > 1,
            weights=steps[place].weights or (),
            source=steps[place].source,
            after=steps[place].after,
            per_image=math.prod(steps[place].after) // graph.batch,
            then=frozenset(filter(None, map(_kind, steps[place + 1 : end]))),
        )
        for place, end in zip(places, ends, strict=True)
    ]


def _kind(step: Step) -> str:
    name = step.name.removesuffix("_")
    pools = name in POOLINGS and math.prod(step.after) < math.prod(step.before)
    return "pooling" if pools else "activation" if name in ACTIVATIONS else ""
