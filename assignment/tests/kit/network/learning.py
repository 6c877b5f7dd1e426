"""Does a network learn from images, by its registered parameters? Else its form earns nothing.

A network that is recorded as a graph is tried on one batch: it takes steps of AdamW from the
weights that it has and, if these have not learnt, from others, and then by smaller steps. So how
weights start does not matter, nor how large the output is, and weights on which no output depends
are found out.
"""

import contextlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from ..probing.hints.catalogue import Message
from ..probing.shape import NUM_CLASSES
from .constants import check_constants
from .graph import Graph, RecordedNetwork
from .lineage import trace_output
from .nodes import IMAGES, GraphError
from .optimizer import AdamW
from .program import Program, backpropagate, channels_last

STEPS = 100  # at most, on one batch
SHADE = 0.02  # of the images that it is tried on: what is noise
REDRAWS = 8  # weights with which a parameter may move that is idle with those it has
LEARNING_RATES = (0.01, 0.001)  # the second is for units that the first saturates, as tanh has
GUESSING_COST = math.log(NUM_CLASSES)  # nats a sample; 2.30 with ten classes
IGNORANT = round(0.912 * GUESSING_COST, 2)  # a network that costs less has not learnt it here; 2.1
LEARNT = round(0.847 * GUESSING_COST, 2)  # 1.95
TWICE = math.e / (math.e + NUM_CLASSES - 1)  # the most that a softmax of a softmax gives; 0.23
SURE = round(TWICE + 0.219 * (1 - TWICE), 2)  # probability; 0.4
SIZES = tuple(1.5**power for power in range(16))  # of weights, in usual ones; up to 438
# Draws of weights: so many that together they have nine outputs beside the largest, as one draw has
# with ten classes. For one that is cut off at 0 shows only if there are several.
DRAWS = math.ceil(9 / (NUM_CLASSES - 1))
NEGLIGIBLE = 1e-10  # a gradient's norm, of the largest: less than what rounding leaves


Known = TypeVar("Known", bound=RecordedNetwork)


@dataclass(frozen=True)
class Learning:
    """How a network has learnt: its costs in nats a sample before and after.

    `idle` are the names of its parameters that never got a gradient, `num_parameters` is how many
    numbers the others hold.
    """

    before: float
    after: float
    idle: frozenset[str]
    num_parameters: int

    def plain(self) -> dict[str, Any]:
        """Return it as data, for a wire."""
        return vars(self) | {"idle": sorted(self.idle)}

    @classmethod
    def from_plain(cls, data: dict[str, Any]) -> "Learning":
        """Read what `plain` has made."""
        return cls(**data | {"idle": frozenset(data["idle"])})

    @property
    def succeeded(self) -> bool:
        """Whether it has learnt from the images."""
        return self.before >= IGNORANT and self.after <= LEARNT

    def trouble(self, network: str, count: int, least: int) -> Message | None:
        """Say what is wrong if the network of that name has not learnt `count` digits, or if fewer
        than `least` numbers have a part in that; None if nothing is.
        """
        if not self.succeeded:
            known = self.before < IGNORANT
            return {
                "hint": "learning.known-before" if known else "learning.not-learnt",
                "network": network,
                "steps": STEPS,
                "count": count,
                "learnt": LEARNT,
                "ignorant": IGNORANT,
                "before": self.before,
                "after": self.after,
            }
        if self.num_parameters < least:
            return {
                "hint": "learning.idle" if self.idle else "learning.too-small",
                "network": network,
                "count": self.num_parameters,
                "least": least,
                "names": ", ".join(f"`{name}`" for name in sorted(self.idle)[:4]),
            }
        return None


def without_blank_paper(images: Tensor) -> Tensor:
    """Return images (N, C, H, W) with a little noise everywhere.

    On blank paper weights of their own for some rows get no gradient, and a layer without a bias
    gives exactly 0, where a rectifier has a kink, and equal values are pooled: there a backward of
    the student's own may choose another slope than PyTorch.
    """
    noise = torch.rand(images.shape, generator=torch.Generator().manual_seed(0))
    return images.lerp(noise.to(images.dtype), SHADE)


def try_to_learn(graph: Graph, images: Tensor, labels: Tensor) -> Learning:
    """Have a network learn one batch: float images (B, C, H, W), labels int64 (B,).

    `graph` is in evaluation mode, for as many images. What it detaches is taken for attached, and
    its output for numbers to take a softmax of. Raises `GraphError`, also for a network that rests
    on too many constants.
    """
    check_constants(graph, trace_output(graph.plan), images)
    images = without_blank_paper(images)
    if graph.effects.movable:
        with contextlib.suppress(GraphError):  # an operator may refuse the other order in memory
            return _try_to_learn(graph, channels_last(images), labels, moved=True)
    return _try_to_learn(graph, images, labels, moved=False)


def _try_to_learn(graph: Graph, images: Tensor, labels: Tensor, moved: bool) -> Learning:
    """Have a network learn one batch; with `moved`, images and weights are in channels-last order.

    The CNN of the reference takes a third less time for it so.
    """
    starts = graph, redrawn(graph)
    tried: list[Learning] = []
    for rate in LEARNING_RATES:
        for start in starts:
            tried.append(_learn(start, images, labels, rate, moved))
            if tried[-1].succeeded and not tried[-1].idle:
                return tried[-1]
        if any(one.succeeded for one in tried):
            break
    best = min(tried, key=lambda one: (not one.succeeded, one.after))
    idle = frozenset.intersection(*(one.idle for one in tried))
    idle = _idle_always(graph, idle, images, labels)
    return replace(best, idle=idle, num_parameters=_num_without(graph, idle))


def _learn(graph: Graph, images: Tensor, labels: Tensor, rate: float, moved: bool) -> Learning:
    """Take steps on one batch until the network has learnt it, or there have been enough."""
    values, parameters = graph.trainable(moved)
    program, descent = Program(graph, attached=True), AdamW(parameters.values(), rate)
    costs, moving = [], set[str]()
    for _ in range(STEPS):
        descent.clear_gradients()
        costs.append(_backward(program, graph, {IMAGES: images.clone()} | values, labels))
        if len(moving) < len(parameters):
            moving |= _moving(parameters)
        if not costs[-1] > LEARNT:
            break
        descent.step()
    idle = frozenset(parameters.keys() - moving)
    return Learning(costs[0], costs[-1], idle, _num_without(graph, idle))


def _idle_always(
    graph: Graph, idle: frozenset[str], images: Tensor, labels: Tensor
) -> frozenset[str]:
    """Return those of the idle parameters that move with none of several other weights.

    A unit that is a layer of its own may be dead by luck with two of them.
    """
    program = Program(graph, attached=True)
    for draw in range(1, REDRAWS):
        if idle:
            values, parameters = redrawn(graph, draw=draw).trainable()
            _backward(program, graph, {IMAGES: images.clone()} | values, labels)
            idle -= _moving(parameters)
    return idle


def _moving(parameters: Mapping[str, Tensor]) -> set[str]:
    """Name the parameters that have a gradient, more of it than rounding leaves."""
    norms = {
        name: float(one.grad.norm()) for name, one in parameters.items() if one.grad is not None
    }
    least = NEGLIGIBLE * max(norms.values(), default=0.0)
    return {name for name, norm in norms.items() if norm > least}


def _backward(
    program: Program, graph: Graph, values: Mapping[int, Tensor], labels: Tensor
) -> float:
    """Compute the gradients of a batch's cost; return the cost."""
    with torch.enable_grad():
        mutated = {n: values[n].clone() for n in graph.effects.mutated}
        output = program({**values, **mutated})[graph.output]
        if output.dim() != 2 or len(output) != len(labels) or output.shape[1] < NUM_CLASSES:
            shape = str(tuple(output.shape))
            fields = {"size": len(labels), "shape": shape, "classes": NUM_CLASSES}
            raise GraphError({"hint": "graph.output-shape", **fields})
        cost = cross_entropy(output.float(), labels)
        if cost.requires_grad:
            backpropagate(cost)
    return float(cost.detach())


def _num_without(graph: Graph, idle: frozenset[str]) -> int:
    """Return how many numbers the parameters hold that are not `idle`."""
    parameters = [one for one in graph.constants if one.kind == "parameter"]
    return sum(one.value.numel() for one in parameters if one.name not in idle)


def surest_outputs(graph: RecordedNetwork, images: Tensor) -> list[Tensor]:
    """Return what a network makes of a batch of images (B, C, H, W) with new random weights, the
    smallest of `SIZES` times the usual ones with which it is `SURE` of one image's class.

    If there are none, it is the output for the largest. With few classes further outputs follow,
    for other weights with which it is sure: where outputs are cut off at 0, few of them seldom are
    so together.
    """
    first, *others = (_surest_output(graph, images, draw) for draw in range(DRAWS))
    return [first, *(one for one in others if _is_sure(one))]


def _surest_output(graph: RecordedNetwork, images: Tensor, draw: int) -> Tensor:
    for factor in SIZES:
        output = redrawn(graph, factor, draw).output_for(images)
        if _is_sure(output):
            break
    return output


def _is_sure(output: Tensor) -> bool:
    return bool(output.exp().max() > SURE)


def redrawn(graph: Known, factor: float = 1.0, draw: int = 0) -> Known:
    """Return the network with new random weights, `factor` times as large as usual ones; scales and
    biases stay, if they are small. Another `draw` gives other weights.

    A vector is a weight where it is one of a layer: a unit may have a vector of its own.
    """
    generator = torch.Generator().manual_seed(draw)
    weights = graph.weights
    return graph.with_values(
        {
            one.name: _redraw(one.value, generator, factor)
            if one.value.dim() > 1 or one.name in weights
            else one.value.clamp(-1, 1)
            for one in graph.constants
            if one.kind == "parameter" and one.value.is_floating_point()
        }
    )


def _redraw(value: Tensor, generator: torch.Generator, factor: float) -> Tensor:
    units = len(value) if value.dim() > 1 else 1
    size = factor * math.sqrt(units / max(1, value.numel()))
    return size * torch.randn(value.shape, generator=generator, dtype=value.dtype)
