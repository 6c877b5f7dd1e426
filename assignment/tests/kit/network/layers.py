"""What a network looks like: its layers with weights, and what stands between them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .graph import Graph
from .origins import Meeting, Origin


@dataclass(frozen=True)
class Layer:
    """Where what comes from the images meets weights.

    `parameters` are the names of the registered weights, `num_weights` how many they are;
    `weights` is their shape, or of a layer in pieces `(num_weights,)`. For one image it takes
    `inputs` values and makes `outputs`. `then` says what follows before the next layer:
    `pooling`, `activation`, both or none.
    """

    parameters: frozenset[str]
    weights: tuple[int, ...]
    num_weights: int
    inputs: int
    outputs: int
    then: frozenset[str]

    def plain(self) -> dict[str, Any]:
        """Return it as data, for a wire."""
        names = {"parameters": sorted(self.parameters), "then": sorted(self.then)}
        return vars(self) | names | {"weights": list(self.weights)}

    @classmethod
    def from_plain(cls, data: dict[str, Any]) -> "Layer":
        """Read what `plain` has made."""
        names = {key: frozenset(data[key]) for key in ("parameters", "then")}
        return cls(**data | names | {"weights": tuple(data["weights"])})

    @property
    def convolution(self) -> bool:
        """Whether its weights are used at many places of an image, as a dense layer's are not."""
        return self.num_weights < self.inputs * self.outputs


def layers_from(graph: Graph, output: Origin) -> list[Layer]:
    """Return the layers behind a graph's output."""
    return [
        _layer(graph, sorted(meetings, key=lambda one: one.place), output, depth)
        for depth, meetings in enumerate(output.layers)
    ]


def _layer(graph: Graph, meetings: Sequence[Meeting], output: Origin, depth: int) -> Layer:
    numbers = frozenset[int]().union(*(meeting.parameters for meeting in meetings))
    registered = [c for c in graph.constants if c.number in numbers]
    used = sum(math.prod(meeting.weights) for meeting in meetings)
    num_weights = min(used, sum(c.value.numel() for c in registered))
    return Layer(
        parameters=frozenset(c.name for c in registered),
        weights=meetings[0].weights if len(meetings) == 1 else (num_weights,),
        num_weights=num_weights,
        inputs=math.ceil(max(meeting.inputs for meeting in meetings)),
        outputs=round(output.sizes[depth]),
        then=frozenset(kind for place, kind in output.marks if place == depth),
    )
