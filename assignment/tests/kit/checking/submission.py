"""What a check sees: the student's functions, in the student's own folder or in a sandbox.

The methods are the same in both. Each runs a probe on the student's side and looks at what
came back before a check does: a value of the wrong type raises `StudentError` with a hint, and a
network arrives as a graph, which is executed here and not where the student's code runs.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import torch
from torch import Tensor

from ..network.graph import Graph, GraphError, RecordedNetwork
from ..network.learning import Learning, surest_outputs, try_to_learn
from ..probing.defaults import DEFAULTS
from ..probing.hints.catalogue import Message
from ..probing.images import IMAGE_SHAPE, layer_sizes
from ..probing.kinds import kind_of, returned
from ..probing.shape import NUM_CLASSES, NUM_PIXELS
from ..probing.student_error import StudentError, UnreadableAnswer
from .answers import (
    Batch,
    KnownNetwork,
    Loaded,
    Outcome,
    Table,
    finite,
    form_of,
    random_weights,
    read_as,
    read_batches,
    read_field,
    read_float,
    read_label,
    read_rows,
)
from .check_data import PUBLIC_SEED
from .examples import Examples, LastCall
from .outputs import batch_reason, output_reason, ranking_trouble
from .plain_calls import GivenData, PlainCalls

BATCH = 64  # images in one batch of a graph
AnyGraph = TypeVar("AnyGraph", bound=RecordedNetwork)
Call = Callable[[str, dict[str, Any]], Any]  # runs a probe by name, with its arguments


class Network:
    """A network of the student's, built and kept on their side."""

    def __init__(self, call: Call, name: str, options: dict[str, Any]) -> None:
        self._call = call
        self._name = name
        self._number = read_as(call("build", {"name": name, "options": options}), int)
        self._graphs: dict[int, Any] = {}  # those admitted, by the number of images

    def __call__(self, images: Tensor) -> Tensor:
        """Return its output for a batch of images (B, C, H, W), in evaluation mode.

        It is executed here, from the graph that was recorded for so many images.
        """
        graph = self.graph(len(images))
        with naming(self._name):
            output = graph.output_for(images)
        if not output.is_floating_point():
            found = {"network": self._name, "found": str(output.dtype)}
            raise StudentError({"hint": "network.dtype", **found})
        output = output.float()
        what = {"hint": "answer.network-output", "network": self._name}
        finite(output.masked_fill(output == -torch.inf, 0), what)
        return output  # minus infinity is the logarithm of a probability of 0

    def graph(self, batch: int = BATCH) -> RecordedNetwork:
        """Return what it computes in evaluation mode for so many images, as data."""
        with naming(self._name):
            return self._admit(Graph.from_plain, batch)

    def surest_outputs(self, images: Tensor) -> list[Tensor]:
        """Return its output for a batch of images (B, C, H, W), in evaluation mode, with random
        weights that are so large that it is sure of a class, if it can be; with few classes also
        outputs for other such weights.
        """
        graph = self.graph(len(images))
        with naming(self._name):
            return surest_outputs(graph, images)

    def output_reason(self, output: Tensor) -> str:
        """Return the hint for outputs of its that are not log-probabilities."""
        return output_reason(output)

    def ranking_trouble(self, outputs: Sequence[Tensor]) -> Message | None:
        """Say what is wrong if it is never sure of a class, or does not rank all of them."""
        return ranking_trouble(self._name, outputs)

    def batch_reason(self, images: Tensor) -> str:
        """Return the hint for its outputs of these images that depend on each other."""
        return batch_reason(self, images)

    def learning(self, images: Tensor, labels: Tensor) -> Learning:
        """Measure how it learns one batch of images (B, C, H, W), labels (B,), by its parameters.

        Raises `StudentError` for a network that rests on numbers that are no parameters.
        """
        with naming(self._name):
            graph = self._admit(Graph.from_plain, len(images))
            return try_to_learn(graph, images, labels)

    def learning_trouble(
        self, images: Tensor, labels: Tensor, parameters: int = 0
    ) -> Message | None:
        """Why its form earns nothing: it does not learn these images, or fewer numbers than
        `parameters` have a part in that; None if it does.
        """
        learning = self.learning(images, labels)
        return learning.trouble(self._name, len(images), parameters)

    def _admit(self, admit: Callable[[Any], AnyGraph], batch: int) -> AnyGraph:
        if batch not in self._graphs:
            graph = admit(self._call("graph", {"number": self._number, "batch": batch}))
            if graph.batch != batch or graph.mode != "evaluation":  # or a batch could cost more
                raise GraphError({"hint": "graph.other-batch"})
            self._graphs[batch] = graph
        kept: AnyGraph = self._graphs[batch]
        return kept


@contextmanager
def naming(network: str) -> Iterator[None]:
    """Put a network's name before what is wrong with its graph, for the student."""
    try:
        yield
    except GraphError as error:
        raise error.within("network.refused", network=network, reason=error.message) from None


class Submission(Examples, PlainCalls):
    """The student's functions, reached through `call`; networks' seeds begin with `seed`.

    Images are of `image_shape`, (channels, rows, columns), and so many numbers: `num_pixels`.
    """

    image_shape = IMAGE_SHAPE
    num_classes = NUM_CLASSES
    num_pixels = NUM_PIXELS

    def __init__(self, call: Call, seed: int = PUBLIC_SEED) -> None:
        self._call = LastCall(call)
        self._seed = seed

    def known_network(self, *hidden: int, seed: int = 0) -> KnownNetwork:
        """Make a network of the grader's own with random weights, and these hidden layers."""
        return KnownNetwork(random_weights(layer_sizes(*hidden), self._seed + seed))

    def dataset(self, images: Tensor, labels: Tensor) -> GivenData:
        """Make a dataset of images float (N, 1, 28, 28) and labels int64 (N,), for a plain call."""
        return GivenData(packed(images), labels)

    def defaults(self, name: str) -> dict[str, Any]:
        """Return the defaults that a function or class has in the solution, but for `device`."""
        return dict(DEFAULTS.get(name, {}))

    def default_trouble(self, name: str, **more: Any) -> Message | None:
        """Say what is wrong with the defaults of a function's arguments; None if nothing.

        They must be those of the solution, and what `more` says. Arguments whose default cannot be
        told do not count.
        """
        expected = {
            key: list(value) if isinstance(value, tuple) else value
            for key, value in (DEFAULTS.get(name, {}) | more).items()
        }
        found = read_as(self._call("defaults", {"name": name}), dict)
        for value in found.values():
            numbers = value if isinstance(value, list) else [value]
            if not all(type(number) in (bool, int, float, str) for number in numbers):
                raise UnreadableAnswer
        changed = [
            {"hint": "all.default", "key": key, "found": repr(found[key]), "expected": repr(value)}
            for key, value in expected.items()
            if key in found and found[key] != value
        ]
        if not changed:
            return None
        return {"hint": "all.defaults", "name": name, "changed": changed}

    def load_mnist(self, files: dict[str, bytes], train: bool = True) -> Loaded:
        """Load a folder with these IDX files in MNIST's layout, and take every item."""
        answer = self._call("load_mnist", {"files": files, "train": train})
        images, labels = read_field(answer, "images", list), read_field(answer, "labels", list)
        for image in images:
            if not isinstance(image, Tensor):
                raise StudentError({"hint": "load_mnist.image", "found": kind_of(image)})
            finite(image, {"hint": "answer.image"})
        labels = [read_label(label) for label in labels]
        if not images or not labels:
            raise StudentError({"hint": "load_mnist.empty"})
        return Loaded(read_field(answer, "length", int), images, labels)

    def make_loader(
        self, images: Tensor, labels: Tensor, batch_size: int = 32
    ) -> list[list[Batch]]:
        """Return all batches of one epoch over these images and labels in order, in a list."""
        data = {"images": packed(images), "labels": labels, "batch_size": batch_size}
        return [read_batches(self._call("make_loader", data))]

    def network(self, name: str, **options: Any) -> Network:
        """Build the network `MLP` or `CNN` with these arguments."""
        return Network(self._call, name, options)

    def cost_function(self, log_prob: Tensor, labels: Tensor) -> tuple[Tensor, Tensor | None]:
        """Return the cost (a tensor of any shape) and its gradient with respect to `log_prob`.

        The cost may be NaN or infinite: checks say what that comes from.
        """
        answer = self._call("cost_function", {"log_prob": log_prob, "labels": labels})
        cost, gradient = read_field(answer, "cost"), read_field(answer, "gradient")
        if not isinstance(cost, Tensor):
            raise StudentError({"hint": "cost_function.no-tensor", **returned(cost)})
        if gradient is not None and form_of(gradient) != form_of(log_prob):
            raise UnreadableAnswer
        if gradient is not None:
            finite(gradient, {"hint": "answer.gradient"})
        return cost, gradient

    def training_epoch(
        self,
        network: KnownNetwork,
        images: Tensor,
        labels: Tensor,
        batch_size: int = 32,
        learning_rate: float = 0.1,
    ) -> Outcome:
        """Train for one epoch by plain gradient descent, in order; `result` is the cost."""
        options = {"batch_size": batch_size, "learning_rate": learning_rate}
        answer = self._call_on("training_epoch", network, images, labels, options)
        cost = read_field(answer, "cost")
        if not isinstance(cost, float):
            raise StudentError({"hint": "training_epoch.no-float", **returned(cost)})
        return network.read(answer, read_float(cost, "training_epoch"))

    def train(
        self,
        network: KnownNetwork,
        training: tuple[Tensor, Tensor],
        validation: tuple[Tensor, Tensor],
        **options: Any,
    ) -> Outcome:
        """Train a known network; `result` is the pair of lists of costs."""
        data = {"training": packed_pair(training), "validation": packed_pair(validation)}
        answer = self._call("train", data | {"network": network.plain(), "options": options})
        costs = read_field(answer, "costs")
        if not isinstance(costs, list) or len(costs) != 2:
            raise StudentError({"hint": "train.no-lists", **returned(costs)})
        for which, numbers in zip(("train.first", "train.second"), costs, strict=True):
            listed = isinstance(numbers, list)
            wrong = [one for one in numbers if type(one) is not float] if listed else [numbers]
            if wrong:
                found = kind_of(wrong[0])
                pairs = listed and isinstance(wrong[0], list) and len(wrong[0]) == 2
                raise StudentError(
                    {
                        "hint": "train.no-floats",
                        "which": {"hint": which},
                        "found": {"hint": "train.list-with", "found": found} if listed else found,
                        "because": "train.pairs" if pairs else returned(wrong[0])["because"],
                    }
                )
        costs = [[read_float(cost, "train") for cost in numbers] for numbers in costs]
        return network.read(answer, costs)

    def evaluate(
        self, network: KnownNetwork, images: Tensor, labels: Tensor, **options: Any
    ) -> Outcome:
        """Evaluate a known network; `result` is `[cost, accuracy]`, two floats."""
        answer = self._call_on("evaluate", network, images, labels, options)
        result = read_field(answer, "result")
        if not isinstance(result, list) or len(result) != 2:
            raise StudentError({"hint": "evaluate.no-pair", **returned(result)})
        cost, accuracy = result
        numbers = [
            read_float(cost, "evaluate", {"hint": "answer.as-cost"}),
            read_float(accuracy, "evaluate", {"hint": "answer.as-accuracy"}),
        ]
        return network.read(answer, numbers)

    def accuracy(
        self, network: KnownNetwork, images: Tensor, labels: Tensor, **options: Any
    ) -> Outcome:
        """Return the accuracy of a known network; `result` is a float."""
        answer = self._call_on("accuracy", network, images, labels, options)
        return network.read(answer, read_float(read_field(answer, "result"), "accuracy"))

    def chance_cost(self, **options: Any) -> float:
        """Return the cost of guessing."""
        return read_float(self._call("chance_cost", {"options": options}), "chance_cost")

    def run_experiments(
        self,
        grid: dict[str, list[Any]],
        training: tuple[Tensor, Tensor],
        validation: tuple[Tensor, Tensor],
        epochs: int = 1,
    ) -> Table:
        """Return the table of experiments that a grid makes."""
        data = {"training": packed_pair(training), "validation": packed_pair(validation)}
        answer = self._call("run_experiments", data | {"grid": grid, "epochs": epochs})
        made = read_field(answer, "sizes")
        known = isinstance(made, list) and all(type(size) is int for size in made)
        partly = read_field(answer, "partly_read", bool)
        return Table(read_rows(read_field(answer, "rows")), made if known else None, partly)

    def _call_on(
        self,
        probe: str,
        network: KnownNetwork,
        images: Tensor,
        labels: Tensor,
        options: dict[str, Any],
    ) -> Any:
        """Ask for what a student's function does with a known network and these images."""
        data = {"network": network.plain(), "images": packed(images), "labels": labels}
        return self._call(probe, data | options)


def packed(images: Tensor) -> Tensor:
    """Images for `Digits`, in a quarter of the bytes where that loses nothing.

    Float images (N, C, H, W) that were made of 0..255 are that again: uint8, as they are kept.
    """
    if images.dtype == torch.uint8:
        return images
    grey = (images * 255).round().to(torch.uint8)
    return grey.squeeze(1) if torch.equal(grey.float() / 255, images) else images


def packed_pair(data: tuple[Tensor, Tensor]) -> list[Tensor]:
    images, labels = data
    return [packed(images), labels]
