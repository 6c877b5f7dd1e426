"""A student's network as the grader trains it: recorded on their side, trained on the bench.

No image, label or renaming of the exam reaches the student's side.
"""

from typing import Any, NamedTuple

import torch
from torch import Tensor

from ..network.bench.client import Bench, BenchGraph
from ..network.bench.gradients import cut_off, unlike
from ..network.graph import GraphError
from ..network.layers import Layer
from ..network.learning import Learning, without_blank_paper
from ..probing.student_error import UnreadableAnswer
from .answers import accuracy_of, read_field
from .submission import BATCH, Call, Network, naming, packed

BATCH_SIZE = 32  # images in one batch of training, if nothing else is asked for
RECORDINGS = 4  # in training mode: for branches and choices that Python makes at random


class Untrained(NamedTuple):
    """The parameters, by name with their shapes, that a network does not train as it should.

    `idle` does not change in training, or gets no gradient in the student's own process though the
    output depends on it; `custom` gets a gradient there that is another than the cost's.
    """

    idle: list[str]
    custom: list[str]


class Training:
    """A network in training on the bench."""

    def __init__(self, bench: Bench, name: str, recording: Any, repeatable: bool) -> None:
        self._bench = bench
        self._name = name
        self._recording = recording
        self.repeatable = repeatable  # nothing that it does in training is random

    def layers(self) -> list[Layer]:
        """Return its layers with weights, in order; raises `StudentError` where there could be
        answers among what it brings along.
        """
        with naming(self._name):
            return self._bench.layers(self._recording)

    def epoch(self) -> None:
        """Train on all of the data once, in a new order."""
        with naming(self._name):
            self._bench.epoch()

    def output(self, images: Tensor) -> Tensor:
        """Return what the network makes of images (N, C, H, W) now, in evaluation mode."""
        with naming(self._name):
            return self._bench.output(packed(images))

    def graph(self) -> BenchGraph:
        """Return the network in evaluation mode as it is now."""
        with naming(self._name):
            return self._bench.trained(self._bench.graph(self._recording["evaluation"]))

    def accuracy_without_layer(self, graph: BenchGraph, images: Tensor, labels: Tensor) -> float:
        """Return the accuracy of a trained `graph`, a fraction, without the layer that it needs
        least: with its values exchanged between the images. They come in whole batches.
        """
        with naming(self._name):
            outputs = graph.exchanged(images)
        return max((accuracy_of(one, labels) for one in outputs), default=1.0)


class TrainedNetwork(Network):
    """A network of the student's that the grader trains and executes on the bench."""

    def __init__(self, call: Call, name: str, options: dict[str, Any], bench: Bench) -> None:
        super().__init__(call, name, options)
        self._bench = bench

    def graph(self, batch: int = BATCH) -> BenchGraph:
        """Return what it computes in evaluation mode, as data that is executed on the bench."""
        with naming(self._name):
            return self._admit(self._bench.graph, batch)

    def learning(self, images: Tensor, labels: Tensor) -> Learning:
        """Measure how it learns one batch of images (B, C, H, W), labels (B,), on the bench."""
        graph = self.graph(len(images))
        with naming(self._name):
            return graph.learn(images, labels)

    def layers(self) -> list[Layer]:
        """Return its layers with weights, in order; in training mode they must be the same.

        Raises `StudentError` for a network that `check_architecture` refuses.
        """
        recording = self.recording(BATCH_SIZE)
        with naming(self._name):
            return self._bench.layers(recording)

    def recording(self, batch_size: int) -> Any:
        """Record it in training mode, `RECORDINGS` times for a batch of so many, and in evaluation
        mode, as plain data that is not admitted yet.
        """
        sizes = {"batch_size": batch_size, "batch": BATCH, "times": RECORDINGS}
        recording = self._call("recordings", {"number": self._number} | sizes)
        training = read_field(recording, "training", list)
        batches = [read_field(one, "batch", int) for one in training]
        if batches != [batch_size] * RECORDINGS or _batch_of(recording) != BATCH:
            with naming(self._name):
                raise GraphError({"hint": "graph.other-batches"})
        return recording

    def begin_training(
        self,
        data: tuple[Tensor, Tensor],
        batch_size: int = BATCH_SIZE,
        learning_rate: float = 1e-3,
        seed: int = 0,
    ) -> Training:
        """Make the network, with the weights it has, ready to be trained on images and labels."""
        recording = self.recording(batch_size)
        images, labels = data
        with naming(self._name):
            repeatable = self._bench.begin(recording, (packed(images), labels), learning_rate, seed)
        return Training(self._bench, self._name, recording, repeatable)

    def untrained(self, images: Tensor, labels: Tensor) -> Untrained:
        """Name the parameters that its output uses and that do not learn from a batch."""
        training = self.begin_training((images, labels), learning_rate=0.01)
        before = self.graph()
        training.epoch()
        trained = training.graph()
        after = {one.name: one.value for one in trained.constants}
        parameters = {
            one.name: one
            for one in before.constants
            if one.kind == "parameter" and one.number in before.used
        }
        idle = {
            name
            for name, one in parameters.items()
            if torch.equal(one.value, after.get(name, one.value))
            and (one.value.dim() > 1 or one.value.any())  # decay moves no bias that is 0
        }
        custom = set[str]()
        images = without_blank_paper(images)
        for mode in (False, True) if training.repeatable else (False,):
            size = BATCH_SIZE if mode else BATCH  # graphs of these sizes have been admitted already
            found = self._compare_gradients(images[:size], labels[:size], mode, trained)
            idle |= {*found.idle} & parameters.keys()
            custom |= {*found.custom} & parameters.keys()
        custom -= idle
        return Untrained(
            *(
                [
                    f"`{name}` {tuple(one.value.shape)}"
                    for name, one in parameters.items()
                    if name in names
                ]
                for names in (idle, custom)
            )
        )

    def _compare_gradients(
        self, images: Tensor, labels: Tensor, training: bool, trained: BenchGraph
    ) -> Untrained:
        """Name the parameters whose gradients on the student's side are not the bench's.

        Behind weights that start at 0 there is no gradient yet: `trained` tells if there is later.
        """
        data = {"number": self._number, "images": images, "labels": labels, "training": training}
        answer = self._call("gradients", data)
        own, graph = read_field(answer, "gradients", dict), read_field(answer, "graph", dict)
        mode = "training" if training else "evaluation"
        if (read_field(graph, "batch", int), read_field(graph, "mode")) != (len(images), mode):
            raise UnreadableAnswer
        with naming(self._name):
            right, attached = self._bench.gradients(graph, images, labels)
        own = {
            name: value
            for name, value in own.items()
            if isinstance(value, Tensor) and name in attached
            if value.shape == attached[name].shape
        }
        idle = cut_off(own, attached)
        # in training, a bias before normalisation has a gradient of nothing
        still = [] if training else [name for name, one in attached.items() if not one.any()]
        if still:
            with naming(self._name):
                idle += trained.idle_among(still, images, labels)
        return Untrained(idle, unlike(own, right))


def _batch_of(recording: Any) -> int:
    return int(read_field(read_field(recording, "evaluation", dict), "batch", int))
