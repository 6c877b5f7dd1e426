"""What most checks see of a submission: how its functions work, besides what they return."""

from dataclasses import dataclass
from typing import Any

from torch import Tensor

from ..network.bench.client import Bench
from ..probing.images import layer_sizes
from ..probing.student_error import UnreadableAnswer
from ..text import clean
from .answers import (
    Batch,
    KnownNetwork,
    Outcome,
    finite,
    random_weights,
    read_as,
    read_batches,
    read_field,
)
from .check_data import PUBLIC_SEED
from .submission import Call, Submission, packed
from .trained_network import TrainedNetwork

MAX_PLACE = 200  # characters of a place in a student's code
NO_SECOND_EPOCH = (
    "make_loader's loader gave no batch in the second epoch: a loop over it must start anew each"
    " time."
)


@dataclass(frozen=True)
class Seen:
    """One call of a known network: the mode, and whether gradients were recorded."""

    training: bool
    gradients: bool


@dataclass(frozen=True)
class WatchedOutcome(Outcome):
    """A known network after the student's code has used it, what that code returned, and how it got
    there.

    `statistics` are those of its normalisation; `frozen` says whether a parameter was left without
    `requires_grad`, `no_gradients` whether PyTorch was left recording none; `optimizer_steps` are
    the steps in `train` of each of PyTorch's optimizers.
    """

    statistics: dict[str, Tensor]
    training: bool
    frozen: bool
    no_gradients: bool
    calls: list[Seen]
    optimizer_steps: list[int]


@dataclass(frozen=True)
class WatchedNetwork(KnownNetwork):
    """A known network that records its calls, and tells the mode.

    In training mode it multiplies images by `factors` (pixels,). `normalise` puts a BatchNorm
    without weights before its first layer. `log_prob` and `cost` leave both out.
    """

    factors: Tensor | None = None
    normalise: bool = False
    record: bool = True

    def in_training(self, images: Tensor) -> Tensor:
        """Return what its first layer sees of images in training mode, (N, pixels)."""
        flat = images.flatten(1)
        return flat if self.factors is None else flat * self.factors

    def plain(self) -> dict[str, Any]:
        """Return it as data, for a probe."""
        options = {"factors": self.factors, "normalise": self.normalise, "record": self.record}
        return super().plain() | options

    def read(self, answer: Any, result: Any) -> WatchedOutcome:
        """Read how it is after a probe has used it; `result` has been read already."""
        steps = read_field(answer, "steps", list) if "steps" in answer else []
        return WatchedOutcome(
            **vars(super().read(answer, result)),
            statistics={
                name: finite(read_as(value, Tensor), f"The network's {name}")
                for name, value in read_field(answer, "statistics", dict).items()
            },
            training=read_field(answer, "training", bool),
            frozen=read_field(answer, "frozen", bool),
            no_gradients=read_field(answer, "no_gradients", bool),
            calls=[
                Seen(read_field(call, "training", bool), read_field(call, "gradients", bool))
                for call in read_field(answer, "calls", list)
            ],
            optimizer_steps=[read_as(count, int) for count in steps],
        )


class WatchedSubmission(Submission):
    """The student's functions, and what can be learnt of how they work.

    Networks are trained and executed on the `bench`, by default in this process. `evaluate` and
    `accuracy` take the mode that the network comes in, `training`, by default False.
    """

    def __init__(self, call: Call, seed: int = PUBLIC_SEED, bench: Bench | None = None) -> None:
        super().__init__(call, seed)
        self._bench = bench or Bench()

    def known_network(self, *hidden: int, seed: int = 0, **options: Any) -> WatchedNetwork:
        """Make a network of the grader's own with random weights, and these hidden layers."""
        return WatchedNetwork(random_weights(layer_sizes(*hidden), self._seed + seed), **options)

    def network(self, name: str, **options: Any) -> TrainedNetwork:
        """Build the network `MLP` or `CNN` with these arguments."""
        return TrainedNetwork(self._call, name, options, self._bench)

    def downloads(self) -> bool:
        """Say whether load_mnist tries to download the images where they are not there."""
        return read_as(self._call("downloads", {}), bool)

    def make_loader(
        self,
        images: Tensor,
        labels: Tensor,
        batch_size: int = 32,
        shuffle: bool = False,
        epochs: int = 1,
    ) -> list[list[Batch]]:
        """Return all batches of each epoch, from a dataset of these images and labels."""
        data = {"images": packed(images), "labels": labels, "batch_size": batch_size}
        answer = read_as(
            self._call("shuffled_loader", data | {"shuffle": shuffle, "epochs": epochs}), list
        )
        if len(answer) != epochs:
            raise UnreadableAnswer
        first, *others = answer
        return [read_batches(first), *(read_batches(one, NO_SECOND_EPOCH) for one in others)]

    def device_trouble(
        self, name: str, network: KnownNetwork, images: Tensor, labels: Tensor
    ) -> str | None:
        """Say what goes wrong when a function is given another `device` than the CPU, if anything.

        `name` is training_epoch, train, evaluate or accuracy.
        """
        data = {"network": network.plain(), "images": packed(images), "labels": labels}
        answer = self._call("device_use", data | {"name": name})
        if read_field(answer, "mixed", bool):
            place = clean(read_field(answer, "place", str), MAX_PLACE)
            where = f": in {place}" if place else ""
            return f"In {name}, tensors on `device` met tensors that are elsewhere{where}."
        if not read_field(answer, "used", bool):
            return f"{name} computed nothing on the `device` it was given."
        return None

    def kept_graphs(
        self, network: KnownNetwork, images: Tensor, labels: Tensor, batch_size: int
    ) -> int:
        """Count the earlier batches whose graphs training_epoch keeps in memory, at most."""
        data = {"network": network.plain(), "images": packed(images), "labels": labels}
        return read_as(self._call("kept_graphs", data | {"batch_size": batch_size}), int)
