"""The bench as graders see it: networks are handed over as data, and numbers come back."""

import itertools
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from torch import Tensor

from ..admission import read_constants
from ..graph import RecordedNetwork
from ..layers import Layer
from ..learning import Learning, redrawn
from ..nodes import Outline
from .gradients import Gradients
from .tasks import Tasks

MAX_DRAWS = 10  # of weights, with all of which a unit may be dead by luck

Call = Callable[[str, dict[str, Any]], Any]  # does a task by name, with its arguments


class Bench:
    """Runs and trains recorded networks; in this process where no `call` leads to another.

    Where networks are tried, their weights are drawn from the `seed`. All methods raise
    `GraphError` where the network does not go.
    """

    def __init__(self, call: Call | None = None, seed: int = 0) -> None:
        self._call = call or Tasks().do
        self._seed = seed
        self.seconds = 0.0  # of training

    def graph(self, plain: Any) -> "BenchGraph":
        """Have the bench admit what `tracing.trace` recorded, to be executed there."""
        constants = read_constants(plain)
        outline = Outline.from_plain(self._call("admit", {"graph": plain}))
        given = {"constants": constants, "recorded": plain, "call": self._call, "seed": self._seed}
        return BenchGraph(**vars(outline), **given)

    def layers(self, recording: Any) -> list[Layer]:
        """Return the layers of a recorded network in order, the same in all of its graphs.

        Refuses what `check_architecture` does. `recording` is as for `begin`.
        """
        return [Layer.from_plain(one) for one in self._call("layers", {"recording": recording})]

    def gradients(self, plain: Any, images: Tensor, labels: Tensor) -> tuple[Gradients, Gradients]:
        """Return the gradients of a network's cost, as it is, and as if it detached nothing.

        `plain` is a graph in evaluation mode for as many images as these.
        """
        data = {"graph": plain, "images": images, "labels": labels}
        right, attached = self._call("gradients", data)
        return right, attached

    def begin(
        self, recording: Any, data: tuple[Tensor, Tensor], learning_rate: float, seed: int
    ) -> bool:
        """Make a recorded network ready to be trained on `data`: images and labels.

        `recording` holds a list of graphs, `training`, and a graph in `evaluation` mode. Returns
        whether nothing in its training is random.
        """
        options = {"learning_rate": learning_rate, "seed": seed}
        data_and_recording = {"recording": recording, "data": list(data)}
        repeatable: bool = self._call("begin", data_and_recording | options)
        return repeatable

    def epoch(self) -> None:
        """Train the network on all of its data once, in a new order."""
        self.seconds += self._call("epoch", {})

    def output(self, images: Tensor) -> Tensor:
        """Return what the network in training makes of images now, in evaluation mode."""
        output: Tensor = self._call("output", {"images": images})
        return output

    def trained(self, evaluation: "BenchGraph") -> "BenchGraph":
        """Return the network in training, of which `evaluation` is a graph, as it is now."""
        return evaluation.with_values(self._call("state", {}))


@dataclass(frozen=True)
class BenchGraph(RecordedNetwork):
    """A network on a bench; `recorded` is what `tracing.trace` has made of it, with its first
    weights. Other weights for it are drawn from the `seed`.
    """

    recorded: Any = field(repr=False)
    call: Call = field(repr=False)
    seed: int = field(repr=False)

    def run(self, images: Tensor) -> Tensor:
        """Execute on float images `(N, C, H, W)`; returns outputs `(N, …)`."""
        output: Tensor = self.call("run", {"graph": self._now(), "images": images})
        return output

    def output_for(self, images: Tensor) -> Tensor:
        """Execute on one batch of float images `(batch, C, H, W)`; returns whatever comes out."""
        output: Tensor = self.call("run_batch", {"graph": self._now(), "images": images})
        return output

    def exchanged(self, images: Tensor) -> list[Tensor]:
        """Return its outputs for images (N, C, H, W) in whole batches: one for each layer, with the
        layer's values exchanged between the images of a batch.
        """
        outputs: list[Tensor] = self.call("exchange", {"graph": self._now(), "images": images})
        return outputs

    @cached_property
    def weights(self) -> frozenset[str]:
        """The names of the parameters that are weights of its layers."""
        return frozenset(self.call("weights", {"graph": self._now()}))

    def learn(self, images: Tensor, labels: Tensor) -> Learning:
        """Have it learn one batch, and return how; it stays as it is itself."""
        data = {"graph": self._now(), "images": images, "labels": labels, "seed": self.seed}
        return Learning.from_plain(self.call("learn", data))

    def idle_among(self, names: Collection[str], images: Tensor, labels: Tensor) -> list[str]:
        """Name those parameters that get no gradient of a batch's cost, as if nothing was detached.

        A unit may be dead by luck, so other draws of the weights count as well. They do not where a
        whole weight is 0: other numbers there would hide that it is.
        """
        values = [one.value for one in self.constants if one.name in names]
        zero = any(value.dim() > 1 and not value.any() for value in values)
        draws = (redrawn(self, draw=draw) for draw in range(0 if zero else MAX_DRAWS))
        data, idle = {"images": images, "labels": labels}, list(names)
        for network in itertools.chain([self], draws):
            attached = self.call("gradients", {"graph": network._now()} | data)[1]
            idle = [name for name in idle if name not in attached or not attached[name].any()]
            if not idle:
                break
        return idle

    def _now(self) -> Any:
        return self.recorded | {"constants": [dict(vars(one)) for one in self.constants]}
