"""What most checks see of a submission: how its functions work, besides what they return."""

from typing import Any

from torch import Tensor

from ..network.bench.client import Bench
from ..probing.hints.catalogue import WORDS, Message
from ..probing.images import layer_sizes
from ..probing.student_error import UnreadableAnswer
from .answers import Batch, KnownNetwork, random_weights, read_as, read_batches, read_field
from .check_data import PUBLIC_SEED
from .epoch_reasons import cost_reason, second_epoch_trouble
from .evaluation_reasons import (
    Fields,
    accuracy_reason,
    alone_reason,
    measured_cost_reason,
    mode_reason,
    near,
)
from .measured_batches import is_rounded
from .submission import Call, Submission, packed
from .trained_network import TrainedNetwork
from .watched_network import WatchedNetwork

NO_SECOND_EPOCH: Message = {"hint": "make_loader.empty-second"}


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

    def downloads(self, train: bool) -> bool:
        """Say whether load_mnist tries to download the images where they are not there."""
        return read_as(self._call("downloads", {"train": train}), bool)

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

    is_rounded = staticmethod(is_rounded)
    near = staticmethod(near)

    def rounds(self, name: str, network: WatchedNetwork, images: Tensor, labels: Tensor) -> bool:
        """Say whether `evaluate` or `accuracy` rounds the accuracy.

        Seven samples tell: no fraction of them has few decimals, be it right or wrong.
        """
        step = len(labels) // 7
        few = images[::step][:7], labels[::step][:7]
        result = getattr(self, name)(network, *few).result
        return is_rounded(result[1] if name == "evaluate" else result, network.accuracy(*few))

    # What wrong numbers come of; None or {} where the student's code fails on other data.

    def epoch_cost_reason(self, *arguments: Any) -> str | None:
        """Return the hint for a wrong cost of an epoch: see `cost_reason`."""
        return self.attempt(cost_reason, *arguments)

    def accuracy_reason(self, *arguments: Any) -> Fields:
        """Return why evaluate's accuracy is wrong: see `accuracy_reason`."""
        return self.attempt(accuracy_reason, *arguments) or {}

    def alone_reason(self, *arguments: Any) -> Fields:
        """Return why accuracy's result is wrong: see `alone_reason`."""
        return self.attempt(alone_reason, *arguments) or {}

    def measured_cost_reason(self, *arguments: Any) -> Fields:
        """Return why evaluate's cost is wrong: see `measured_cost_reason`."""
        return self.attempt(measured_cost_reason, *arguments) or {}

    mode_reason = staticmethod(mode_reason)
    second_epoch_trouble = staticmethod(second_epoch_trouble)

    def device_trouble(
        self, name: str, network: KnownNetwork, images: Tensor, labels: Tensor
    ) -> Message | None:
        """Say what goes wrong when a function is given another `device` than the CPU, if anything.

        `name` is training_epoch, train, evaluate or accuracy.
        """
        answer = self._call_on("device_use", network, images, labels, {"name": name})
        if read_field(answer, "mixed", bool):
            place = read_field(answer, "place", dict)
            if not place:
                return {"hint": "device.mixed", "name": name}
            if not WORDS.has(place):
                raise UnreadableAnswer
            return {"hint": "device.mixed-at", "name": name, "place": place}
        if not read_field(answer, "used", bool):
            return {"hint": "device.unused", "name": name}
        left = read_field(answer, "left", bool)
        return None if left else {"hint": "device.taken-away", "name": name}

    def kept_graphs(
        self, network: KnownNetwork, images: Tensor, labels: Tensor, batch_size: int
    ) -> int:
        """Count the earlier batches whose graphs training_epoch keeps in memory, at most."""
        options = {"batch_size": batch_size}
        return read_as(self._call_on("kept_graphs", network, images, labels, options), int)
