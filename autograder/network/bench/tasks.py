"""What a bench can be asked for: each task takes and returns plain values, which a wire carries."""

import contextlib
import time
from typing import Any

import torch
from torch import Tensor

from ...probing.images import as_floats
from ..architecture import check_architecture
from ..exchange import exchanged_outputs
from ..graph import Graph, GraphError
from ..learning import Learning, try_to_learn
from ..nodes import content_of
from ..program import channels_last, detaches
from .gradients import gradients_of
from .training import Recording, Trainer

TRAINING = "begin", "epoch", "output", "state"  # of one network, from task to task
TASKS = (
    "admit",
    "exchange",
    "gradients",
    "layers",
    "learn",
    "run",
    "run_batch",
    "weights",
    *TRAINING,
)


class Tasks:
    """A bench's state: the network that is being trained, and the data for it.

    `learnt` remembers how networks have learnt that differ in their weights only, by their
    operators and constants: a question has such a network made for each of its checks.
    """

    def __init__(self) -> None:
        self.learnt: dict[tuple[Any, ...], tuple[Graph, Learning]] = {}
        self.trainer: Trainer | None = None
        self.data: list[Tensor] = []

    def do(self, task: str, arguments: dict[str, Any]) -> Any:
        """Do the task of that name; raises `GraphError` where a network does not go."""
        if task not in TASKS:
            raise ValueError(f"no task {task}")
        return getattr(self, task)(**arguments)

    def admit(self, graph: Any) -> dict[str, Any]:
        """Return the outline of a graph, as data."""
        return Graph.from_plain(graph).plain()

    def run(self, graph: Any, images: Tensor) -> Tensor:
        """Return the output of a graph for images (N, C, H, W)."""
        admitted, images = Graph.from_plain(graph), as_floats(images)
        if admitted.effects.movable:
            with contextlib.suppress(GraphError):  # an operator may refuse the other order
                return admitted.run(channels_last(images))
        return admitted.run(images)

    def run_batch(self, graph: Any, images: Tensor) -> Tensor:
        """Return what a graph makes of one batch of images (batch, C, H, W)."""
        return Graph.from_plain(graph).output_for(as_floats(images))

    def exchange(self, graph: Any, images: Tensor) -> list[Tensor]:
        """Return what `exchanged_outputs` does, for images (N, C, H, W) in whole batches."""
        admitted = Graph.from_plain(graph)
        batches = torch.split(as_floats(images), admitted.batch)
        outputs = [exchanged_outputs(admitted.plan, admitted.watched, one) for one in batches]
        return [torch.cat(each) for each in zip(*outputs, strict=True)]

    def learn(self, graph: Any, images: Tensor, labels: Tensor, seed: int) -> dict[str, Any]:
        """Return how a network learns a batch, from weights drawn from the seed, as
        `Learning.plain` has it.
        """
        admitted = Graph.from_plain(graph)
        rest = [one.value for one in admitted.constants if one.kind != "parameter"]
        key = id(admitted.plan), *((one.dtype, one.shape, content_of(one)) for one in rest)
        if key not in self.learnt:
            learning = try_to_learn(admitted, as_floats(images), labels, seed)
            self.learnt[key] = admitted, learning  # the graph, so that no other takes its place
        return self.learnt[key][1].plain()

    def weights(self, graph: Any) -> list[str]:
        """Name the parameters that are weights of a graph's layers."""
        return sorted(Graph.from_plain(graph).weights)

    def layers(self, recording: Any) -> list[dict[str, Any]]:
        """Return the layers of a recorded network, as `Layer.plain` has them."""
        admitted = Recording.from_plain(recording)
        layers = check_architecture(admitted.evaluation, admitted.training)
        return [layer.plain() for layer in layers]

    def gradients(self, graph: Any, images: Tensor, labels: Tensor) -> list[dict[str, Tensor]]:
        """Return the gradients for a batch, as the network is, and as if it detached nothing."""
        admitted, images = Graph.from_plain(graph), as_floats(images)
        right = dict(gradients_of(admitted, images.clone(), labels, attached=False))
        if not detaches(admitted):
            return [right, right]
        return [right, dict(gradients_of(admitted, images.clone(), labels, attached=True))]

    def begin(self, recording: Any, data: list[Tensor], learning_rate: float, seed: int) -> bool:
        """Make a network ready to be trained on `data`, `[images, labels]`; return whether nothing
        in its training is random.
        """
        self.trainer = Trainer(Recording.from_plain(recording), learning_rate, seed)
        self.data = data
        return self.trainer.recording.repeatable

    def epoch(self) -> float:
        """Train on all of the data once; returns the seconds that this took."""
        assert self.trainer is not None
        begun = time.perf_counter()
        self.trainer.epoch(*self.data)
        return time.perf_counter() - begun

    def output(self, images: Tensor) -> Tensor:
        """Return what the network makes of images now, in evaluation mode."""
        assert self.trainer is not None
        return self.trainer.output(as_floats(images))

    def state(self) -> dict[str, Tensor]:
        """Return the network's parameters and buffers by name, as they are now."""
        assert self.trainer is not None
        return {name: value.detach() for name, value in self.trainer.state.items()}
