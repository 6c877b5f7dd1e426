"""Does a network learn from images, by each of its layers? Else its form earns nothing.

A network that is recorded as a graph is tried on one batch: it takes steps of AdamW from random
weights and, if these do not learn, from its own and from others, and then by smaller steps. So how
weights start does not matter, nor how large the output is. Then the values of one layer at a time
are exchanged between the images: a layer without which it knows as much is only shown. So is one
whose weights hardly depend on its parameters.
"""

import contextlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from ..probing.hints.catalogue import Message
from ..probing.shape import NUM_CLASSES
from .constants import check_constants
from .exchange import alike_weights, exchanged_outputs
from .graph import Graph, RecordedNetwork
from .layers import layers_from
from .lineage import trace_output
from .nodes import IMAGES, GraphError
from .optimizer import AdamW
from .program import Program, Watch, backpropagate, channels_last

STEPS = 100  # at most, on one batch
SHADE = 0.02  # of the images that it is tried on: what is noise
PATIENCE = 10  # steps between two looks at which layers are needed
NEEDED = 0.05  # of what was learnt, that a layer's values are worth at least
ALIKE = 0.8  # cosine between weights of a layer that its parameters hardly change
REDRAWS = 8  # weights with which a parameter may move that is idle with others
LEARNING_RATES = (0.01, 0.001)  # the second is for units that the first saturates, as tanh has
GUESSING_COST = math.log(NUM_CLASSES)  # nats a sample; 2.30 with ten classes
LEARNT = round(0.847 * GUESSING_COST, 2)  # 1.95
TWICE = math.e / (math.e + NUM_CLASSES - 1)  # the most that a softmax of a softmax gives; 0.23
SURE = round(TWICE + 0.219 * (1 - TWICE), 2)  # probability; 0.4
SIZES = tuple(1.5**power for power in range(16))  # of weights, in usual ones; up to 438
# Draws of weights: so many that together they have nine outputs beside the largest, as one draw has
# with ten classes. For one that is cut off at 0 shows only if there are several.
DRAWS = math.ceil(9 / (NUM_CLASSES - 1))
NEGLIGIBLE = 1e-10  # a gradient's norm, of the largest: less than what rounding leaves


Batch = tuple[Tensor, Tensor]  # images (B, C, H, W) and labels (B,)
Known = TypeVar("Known", bound=RecordedNetwork)


@dataclass(frozen=True)
class Learning:
    """How a network has learnt: the cost in nats a sample that it came down to.

    `idle` are the names of its parameters that never got a gradient, `unneeded` of weights of
    layers without which it knows as much, or with other numbers as well; `num_parameters` is how
    many numbers the others hold.
    """

    cost: float
    idle: frozenset[str]
    unneeded: frozenset[str]
    num_parameters: int

    def plain(self) -> dict[str, Any]:
        """Return it as data, for a wire."""
        return vars(self) | {name: sorted(getattr(self, name)) for name in ("idle", "unneeded")}

    @classmethod
    def from_plain(cls, data: dict[str, Any]) -> "Learning":
        """Read what `plain` has made."""
        return cls(**data | {name: frozenset(data[name]) for name in ("idle", "unneeded")})

    @property
    def succeeded(self) -> bool:
        """Whether it has learnt from the images."""
        return self.cost <= LEARNT

    def trouble(self, network: str, count: int, least: int) -> Message | None:
        """Say what is wrong if the network of that name has not learnt `count` digits, or if fewer
        than `least` numbers have a part in that; None if nothing is.
        """
        if not self.succeeded:
            return {
                "hint": "learning.not-learnt",
                "network": network,
                "steps": STEPS,
                "count": count,
                "learnt": LEARNT,
                "after": self.cost,
            }
        if not self.unneeded and self.num_parameters >= least:
            return None
        names = self.unneeded or self.idle
        hint = "learning.unneeded" if self.unneeded else "learning.idle"
        return {
            "hint": hint if names else "learning.too-small",
            "network": network,
            "count": self.num_parameters,
            "least": least,
            "names": ", ".join(f"`{name}`" for name in sorted(names)[:4]),
        }


def without_blank_paper(images: Tensor) -> Tensor:
    """Return images (N, C, H, W) with a little noise everywhere.

    On blank paper weights of their own for some rows get no gradient, and a layer without a bias
    gives exactly 0, where a rectifier has a kink, and equal values are pooled: there a backward of
    the student's own may choose another slope than PyTorch.
    """
    noise = torch.rand(images.shape, generator=torch.Generator().manual_seed(0))
    return images.lerp(noise.to(images.dtype), SHADE)


def try_to_learn(graph: Graph, images: Tensor, labels: Tensor, seed: int = 0) -> Learning:
    """Have a network learn one batch: float images (B, C, H, W), labels int64 (B,).

    `graph` is in evaluation mode, for as many images. What it detaches is taken for attached, and
    its output for numbers to take a softmax of. Weights are drawn from the seed. Raises
    `GraphError`, also for a network that rests on too many constants.
    """
    check_constants(graph, trace_output(graph.plan), images)
    images = without_blank_paper(images)
    if graph.effects.movable:
        with contextlib.suppress(GraphError):  # an operator may refuse the other order in memory
            return _try_to_learn(graph, (channels_last(images), labels), seed, moved=True)
    return _try_to_learn(graph, (images, labels), seed, moved=False)


def _try_to_learn(graph: Graph, batch: Batch, seed: int, moved: bool) -> Learning:
    """Have a network learn one batch; with `moved`, images and weights are in channels-last order.

    The CNN of the reference takes a third less time for it so.
    """
    starts = redrawn(graph, draw=seed), graph, redrawn(graph, draw=seed + 1)
    fixed = _fixed(_Trial(starts[0], batch, moved), _Trial(starts[2], batch, moved))
    tried: list[Learning] = []
    for rate in LEARNING_RATES:
        for start in starts:
            tried.append(_Trial(start, batch, moved).learn(rate))
            if tried[-1].succeeded and not tried[-1].idle | tried[-1].unneeded | fixed:
                return tried[-1]
        if any(one.succeeded for one in tried):
            break
    idle = frozenset.intersection(*(one.idle for one in tried))
    for draw in range(seed + 2, seed + REDRAWS):
        if idle:  # a unit that is a layer of its own may be dead by luck
            idle -= _Trial(redrawn(graph, draw=draw), batch, moved=False).moving()
    learnt = [one for one in tried if one.succeeded] or tried
    unneeded = fixed.union(frozenset.intersection(*(one.unneeded for one in learnt)))
    cost = min(one.cost for one in learnt)
    return Learning(cost, idle, unneeded, _num_without(graph, idle | unneeded))


class _Trial:
    """A network that learns one batch from the weights that it has."""

    def __init__(self, graph: Graph, batch: Batch, moved: bool) -> None:
        self.graph = graph
        self.batch = batch
        self.values, self.parameters = self.graph.trainable(moved)
        self.program = Program(self.graph, attached=True)

    def learn(self, rate: float) -> Learning:
        """Take steps until the network has learnt the batch and needs each of its layers, or there
        have been enough.

        A layer behind a scale that begins at 0, as in residual branches, is needed only later.
        """
        descent, moving = AdamW(self.parameters.values(), rate), set[str]()
        unneeded, looked = frozenset[str](), -PATIENCE
        for step in range(STEPS):
            descent.clear_gradients()
            cost = self._backward()
            if len(moving) < len(self.parameters):
                moving |= self._moving()
            if not math.isfinite(cost):
                break
            if cost <= LEARNT and step >= looked + PATIENCE:
                unneeded, looked = self._unneeded(cost), step
                if not unneeded:
                    break
            descent.step()
        idle = frozenset(self.parameters.keys() - moving)
        return Learning(cost, idle, unneeded, _num_without(self.graph, idle | unneeded))

    def moving(self) -> set[str]:
        """Name the parameters that have a gradient with these weights."""
        self._backward()
        return self._moving()

    def _moving(self) -> set[str]:
        """Name the parameters that have a gradient, more of it than rounding leaves."""
        norms = {
            name: float(one.grad.norm())
            for name, one in self.parameters.items()
            if one.grad is not None
        }
        least = NEGLIGIBLE * max(norms.values(), default=0.0)
        return {name for name, norm in norms.items() if norm > least}

    def _unneeded(self, cost: float) -> frozenset[str]:
        """Name the weights of layers whose values can be exchanged between the images, and what was
        learnt at this cost stays.
        """
        images, labels = self.batch
        most = cost + NEEDED * (GUESSING_COST - cost)
        with torch.no_grad():
            outputs = exchanged_outputs(self.graph.plan, self._output, images)
        return _weights(
            self.graph, [not cross_entropy(out.float(), labels) >= most for out in outputs]
        )

    def _backward(self) -> float:
        """Compute the gradients of the batch's cost; return the cost."""
        images, labels = self.batch
        with torch.enable_grad():
            output = self._output(images)
            if output.dim() != 2 or len(output) != len(labels) or output.shape[1] < NUM_CLASSES:
                shape = str(tuple(output.shape))
                fields = {"size": len(labels), "shape": shape, "classes": NUM_CLASSES}
                raise GraphError({"hint": "graph.output-shape", **fields})
            cost = cross_entropy(output.float(), labels)
            if cost.requires_grad:
                backpropagate(cost)
        return float(cost.detach())

    def _output(self, images: Tensor, watch: Watch | None = None) -> Tensor:
        mutated = {n: self.values[n].clone() for n in self.graph.effects.mutated}
        values = {IMAGES: images.clone(), **self.values, **mutated}
        return self.program(values, watch)[self.graph.output]


def _fixed(one: _Trial, other: _Trial) -> frozenset[str]:
    """Name the parameters, others in the two trials, whose layers have the same weights in both."""
    runs = one._output, other._output
    with torch.no_grad():
        alike = alike_weights(one.graph.plan, runs, one.batch[0])
    return _weights(one.graph, [likeness > ALIKE for likeness in alike])


def _weights(graph: Graph, chosen: Sequence[bool]) -> frozenset[str]:
    """Name the weights of the layers that are chosen, of all in order."""
    layers = zip(layers_from(graph, trace_output(graph.plan)), chosen, strict=True)
    return frozenset[str]().union(*(layer.parameters for layer, yes in layers if yes))


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
