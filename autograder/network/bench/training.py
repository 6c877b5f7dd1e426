"""Trains a network that is given as graphs, as its author's own loop would train the module."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import nll_loss

from ...probing.images import IMAGE_SHAPE, as_floats
from ...probing.shape import NUM_CLASSES
from ..graph import Graph, GraphError
from ..nodes import IMAGES, Constant, content_of
from ..optimizer import AdamW
from ..program import Program, backpropagate, channels_last
from ..roles import is_random

MAX_RECORDINGS = 4
BATCHES_AT_ONCE = 64  # whose images are gathered together, which is faster than one by one

_Form = tuple[str, torch.dtype, torch.Size, bytes]  # what a parameter or buffer is: see `_forms`


@dataclass(frozen=True)
class Recording:
    """A network as it was first: graphs of it in training mode, used in turn, and in evaluation.

    A network that is not the same in each forward pass, for Python draws random numbers in it, has
    several graphs in training mode.
    """

    training: tuple[Graph, ...]
    evaluation: Graph

    @property
    def batch_size(self) -> int:
        """The number of images that it is trained on at a time."""
        return self.training[0].batch

    @property
    def repeatable(self) -> bool:
        """Whether nothing in training is random: each pass is the same, to the last constant."""
        first, *others = self.training
        return not any(is_random(one.name, one.arguments) for one in first.nodes) and all(
            one.nodes == first.nodes and all(map(_is_same, one.constants, first.constants))
            for one in others
        )

    @classmethod
    def from_plain(cls, data: Any) -> "Recording":
        """Admit graphs that `tracing.trace` recorded: a list `training`, and `evaluation`.

        Raises `GraphError`.
        """
        training = data.get("training") if isinstance(data, dict) else None
        if not isinstance(training, list) or not 1 <= len(training) <= MAX_RECORDINGS:
            raise GraphError({"hint": "graph.no-recording"})
        graphs = tuple(map(Graph.from_plain, training))
        recording = cls(graphs, Graph.from_plain(data.get("evaluation")))
        recording.check()
        return recording

    def check(self) -> None:
        """Raise `GraphError` where the graphs are not of one network."""
        modes = {one.mode for one in self.training}, self.evaluation.mode
        if modes != ({"training"}, "evaluation"):
            raise GraphError({"hint": "graph.other-modes"})
        known = dict[str, _Form]()
        for one in (*self.training, self.evaluation):
            if one.mode == "training" and one.batch != self.batch_size:
                raise GraphError({"hint": "graph.several-sizes"})
            if any(known.setdefault(name, form) != form for name, form in _forms(one).items()):
                raise GraphError({"hint": "graph.other-parameters"})


class _Pass:
    """A training graph, its constants, and where in it the network's state belongs."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.program = Program(graph)
        state = [one for one in graph.constants if one.kind != "constant"]
        self.names = {one.number: one.name for one in state}
        self.constants = [one for one in graph.constants if one.kind == "constant"]

    def __call__(self, images: Tensor, state: Mapping[str, Tensor]) -> dict[int, Tensor]:
        values = {number: state[name] for number, name in self.names.items()}
        mutated = self.graph.effects.mutated
        for one in self.constants:
            values[one.number] = one.value.clone() if one.number in mutated else one.value
        return self.program({IMAGES: images} | values)

    def backward(
        self, images: Tensor, labels: Tensor, state: Mapping[str, Tensor]
    ) -> tuple[dict[int, Tensor], float]:
        """Compute the gradients of the parameters in `state`; return all values, and the cost."""
        with torch.enable_grad():
            values = self(images, state)
            cost = cost_of(values[self.graph.output], labels)
            backpropagate(cost)
        return values, float(cost.detach())


class Trainer:
    """Trains a recorded network by AdamW, from its first weights.

    What is random, dropout and the order of the images, comes from `seed`.
    """

    def __init__(self, recording: Recording, learning_rate: float, seed: int = 0) -> None:
        self.recording = recording
        self.generator = torch.Generator().manual_seed(seed)
        self.noise = self.generator.get_state()  # of PyTorch's own generator, between epochs
        self.passes = itertools.cycle([_Pass(graph) for graph in recording.training])
        graphs = (*recording.training, recording.evaluation)
        self.movable = all(map(_is_movable, {id(one.nodes): one for one in graphs}.values()))
        self.state = _state(graphs, self.movable)
        self.parameters = {name: value for name, value in self.state.items() if value.requires_grad}
        if not self.parameters:
            raise GraphError({"hint": "graph.no-parameters"})
        self.optimizer = AdamW(self.parameters.values(), learning_rate)

    def epoch(self, images: Tensor, labels: Tensor) -> None:
        """Train on all images, uint8 or float (N, C, H, W), and labels int64 (N,).

        They come in a new order; the last batch is filled up from the first.
        """
        size = self.recording.batch_size
        order = torch.randperm(len(images), generator=self.generator)
        missing = -len(order) % size
        repeats = -(-missing // len(order)) if missing else 0
        order = torch.cat([order, order.repeat(repeats)[:missing]])
        with torch.random.fork_rng(devices=[]):
            torch.set_rng_state(self.noise)
            for indices in torch.split(order, size * BATCHES_AT_ONCE):
                gathered = as_floats(images[indices]), labels[indices]
                for batch in zip(*(torch.split(one, size) for one in gathered), strict=True):
                    self.step(*batch)
            self.noise = torch.get_rng_state()

    def step(self, images: Tensor, labels: Tensor) -> float:
        """Take one step on a batch, float (B, C, H, W); returns the cost before it, in nats."""
        graph_pass = next(self.passes)
        images = channels_last(images) if self.movable else images
        self.optimizer.clear_gradients()
        values, cost = graph_pass.backward(images, labels, self.state)
        self.optimizer.step()
        for number, value in graph_pass.graph.written:
            name = graph_pass.names[number]
            self.state[name] = values[value].detach().clone()
        return cost

    def output(self, images: Tensor) -> Tensor:
        """Return what the network makes of images (N, C, H, W) in evaluation mode: (N, …)."""
        return self.graph().run(channels_last(images) if self.movable else images)

    def graph(self) -> Graph:
        """Return the network in evaluation mode, with its values of now."""
        now = {name: value.detach().clone() for name, value in self.state.items()}
        return self.recording.evaluation.with_values(now)


def cost_of(output: Tensor, labels: Tensor) -> Tensor:
    """Return the mean negative log-likelihood in nats of an output (N, classes), a scalar."""
    if output.shape != (len(labels), NUM_CLASSES) or not output.is_floating_point():
        found = {"dtype": str(output.dtype), "shape": str(tuple(output.shape))}
        fields = {"size": len(labels), "classes": NUM_CLASSES, **found}
        raise GraphError({"hint": "graph.training-output", **fields})
    return nll_loss(output, labels)


def _is_movable(graph: Graph) -> bool:
    """Say whether a network can be trained with images and weights in channels-last order.

    Some operators, such as that of weight normalisation, refuse another order than they have
    recorded, and some only when gradients are computed: so it is tried.
    """
    if not graph.effects.movable:
        return False
    images = channels_last(torch.zeros(graph.batch, *IMAGE_SHAPE))
    labels = torch.zeros(graph.batch, dtype=torch.int64)
    with torch.random.fork_rng(devices=[]):
        try:
            _Pass(graph).backward(images, labels, _state([graph], movable=True))
        except GraphError:
            return False
    return True


def _state(graphs: Sequence[Graph], movable: bool) -> dict[str, Tensor]:
    """Return all parameters and buffers by name, as they are first; parameters get gradients."""
    state: dict[str, Tensor] = {}
    for constant in itertools.chain.from_iterable(graph.constants for graph in graphs):
        if constant.kind == "constant" or constant.name in state:
            continue
        value = constant.value.clone()
        if movable and value.dim() == 4:
            value = value.contiguous(memory_format=torch.channels_last)
        if constant.kind == "parameter" and value.is_floating_point():
            value.requires_grad_()
        state[constant.name] = value
    return state


def _is_same(first: Constant, second: Constant) -> bool:
    return first.kind == second.kind and torch.equal(first.value, second.value)


def _forms(graph: Graph) -> dict[str, _Form]:
    """Return what each parameter and buffer is, by name: a buffer by its numbers, too.

    All graphs have it from the first one that names it, and each is examined with its own.
    """
    return {
        one.name: (
            *(one.kind, one.value.dtype, one.value.shape),
            content_of(one.value) if one.kind == "buffer" else b"",
        )
        for one in graph.constants
        if one.kind != "constant"
    }
