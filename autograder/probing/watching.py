"""The probes that watch: given networks record how they are called, and a device is pretended."""

import socket
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, ClassVar

import torch
from torch import Tensor, nn
from torch.nn.modules.module import register_module_forward_pre_hook
from torch.optim.optimizer import (
    Optimizer,
    register_optimizer_step_post_hook,
    register_optimizer_step_pre_hook,
)
from torch.utils.data import DataLoader

from .given import Digits
from .hints.catalogue import Message
from .pretended_gpu import DEVICE
from .probes import Probes, calling, plain, recorded
from .recording_network import RecordingNetwork
from .second_device import SecondDevice
from .student_error import is_of_no_gpu


class WatchingProbes(Probes):
    """The probes of all checks that need no grader beside them."""

    DOING: ClassVar[Mapping[str, Message]] = {
        **Probes.DOING,
        "device_use": {"hint": "doing.device", "device": DEVICE},
        "downloads": calling("load_mnist"),
        "shuffled_loader": {"hint": "doing.batches"},
        "gradients": {"hint": "doing.gradients"},
        "recordings": {"hint": "doing.running"},
        "kept_graphs": calling("training_epoch"),
    }

    # q1

    def downloads(self, train: bool) -> bool:
        """Say whether load_mnist reaches for the network when the images are not there.

        There is none: what it tries is noted and refused.
        """
        load_mnist = self.find("load_mnist")
        tried: list[object] = []

        def refuse(*address: object, **options: object) -> None:
            tried.append(address)
            raise OSError("there is no network while your code is checked")

        usual = socket.getaddrinfo, socket.socket.connect
        socket.getaddrinfo = socket.socket.connect = refuse  # type: ignore[assignment, method-assign]
        try:
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as root:
                dataset: Any = load_mnist(root, train=train)
                if not tried and hasattr(dataset, "__getitem__"):
                    with suppress(LookupError):  # it is empty
                        dataset[0]  # it may read its files only when it is asked for an image
        except (Exception, SystemExit) as error:
            absent = isinstance(error, (OSError, RuntimeError))  # such as: Dataset not found
            if not tried and (not absent or isinstance(error, NotImplementedError)):
                raise
        finally:
            socket.getaddrinfo, socket.socket.connect = usual  # type: ignore[method-assign]
        return bool(tried)

    def shuffled_loader(
        self, images: Tensor, labels: Tensor, batch_size: int, shuffle: bool, epochs: int
    ) -> list[Any]:
        """Return all batches of some epochs: a list an epoch of lists of `[images, labels]`."""
        loader = self.loader(Digits(images, labels), batch_size, shuffle)
        return [[plain(batch) for batch in loader] for _ in range(epochs)]

    # q2, q6

    def recordings(self, number: int, batch_size: int, batch: int, times: int) -> dict[str, Any]:
        """Return the network as data: so many times in training mode, and in evaluation mode."""
        training = [self.graph(number, batch_size, training=True) for _ in range(times)]
        return {"training": training, "evaluation": self.graph(number, batch)}

    def gradients(
        self, number: int, images: Tensor, labels: Tensor, training: bool
    ) -> dict[str, Any]:
        """Return the gradients of the cost of a batch, by parameter, and the network as data.

        PyTorch finds them here, in training or in evaluation mode.
        """
        network = self.networks[number].train(training)
        graph = recorded(network, images.clone(), gradients=True)
        parameters = dict(network.named_parameters())
        for parameter in parameters.values():
            parameter.grad = None
        output = network(images.clone())
        if isinstance(output, Tensor) and output.requires_grad:
            torch.autograd.backward(nn.functional.nll_loss(output, labels))
        gradients = {name: one.grad for name, one in parameters.items() if one.grad is not None}
        return {"graph": graph, "gradients": gradients}

    # q4, q5

    def given(self, network: dict[str, Any]) -> RecordingNetwork:
        """Make the network that a function is given."""
        return RecordingNetwork(**network)

    def training_epoch(
        self,
        network: dict[str, Any],
        images: Tensor,
        labels: Tensor,
        batch_size: int,
        learning_rate: float,
    ) -> dict[str, Any]:
        """Train a given network for an epoch, and count the steps of each optimizer."""
        with counted_steps() as steps:
            state = super().training_epoch(network, images, labels, batch_size, learning_rate)
        return state | {"steps": steps.counts()}

    def kept_graphs(
        self, network: dict[str, Any], images: Tensor, labels: Tensor, batch_size: int
    ) -> int:
        """Count the earlier batches whose graphs training_epoch keeps, at most."""
        given = self.given(network)
        optimizer = torch.optim.SGD(given.parameters(), 0.1)
        optimizer.register_step_pre_hook(given.calls.end_batch)
        self.find("training_epoch")(
            given, DataLoader(Digits(images, labels), batch_size), optimizer
        )
        return given.calls.kept_graphs

    def train(
        self,
        network: dict[str, Any],
        training: list[Tensor],
        validation: list[Tensor],
        options: dict[str, Any],
    ) -> dict[str, Any]:
        """Train a given network, and count the steps of each optimizer that takes one.

        Where none of PyTorch's does, it is the student's own: its steps show in the weights.
        """
        moves = Moves()
        hook = register_module_forward_pre_hook(moves.look)
        try:
            with counted_steps() as steps:
                state = super().train(network, training, validation, options)
        finally:
            hook.remove()
        moves.compare(state["weights"])
        own = [moves.count] if moves.count else []
        return state | {"steps": steps.counts() or own}

    def device_use(
        self, name: str, network: dict[str, Any], images: Tensor, labels: Tensor
    ) -> dict[str, Any]:
        """Say whether a function computes on the device it is given, and where two devices met.

        What else it raises says nothing of the device: it goes on. `train` is run for two epochs:
        the second shows whether validating in the first took the network elsewhere. What measures
        is run once more for a network that is there, which must be `left` there.
        """
        function, given = self.find(name), self.given(network)
        data, second, left = Digits(images, labels), SecondDevice(), True
        try:
            with second:
                if name == "training_epoch":
                    given.to(DEVICE)
                    optimizer = torch.optim.SGD(given.parameters(), 0.1)
                    function(given, DataLoader(data, 20), optimizer, DEVICE)
                elif name == "train":
                    function(given, data, data, epochs=2, batch_size=20, device=DEVICE)
                else:
                    function(given, data, DEVICE)
                    if second.used:
                        function(given.to(DEVICE), data, DEVICE)
                        left = second.holds(given)
        except Exception as error:
            if not second.mixed and not (second.used and is_of_no_gpu(error)):
                raise
        found = {"used": second.used, "mixed": second.mixed, "place": second.place}
        return found | {"left": left}


class Steps:
    """Counts the steps of each of PyTorch's optimizers.

    A step within another one, such as that of a base class, is a part of it.
    """

    def __init__(self) -> None:
        self.taken: list[Optimizer] = []
        self.depth = 0

    def begin(self, optimizer: Optimizer, *_: Any) -> None:
        """Note that an optimizer begins a step."""
        if not self.depth:
            self.taken.append(optimizer)
        self.depth += 1

    def end(self, *_: Any) -> None:
        """Note that a step has ended."""
        self.depth -= 1

    def counts(self) -> list[int]:
        """Return the number of steps of each optimizer, in the order of their first steps."""
        return list(Counter(map(id, self.taken)).values())


class Moves:
    """Counts how often a given network's weights have changed after a call that could teach it.

    So weights that are put back after a measurement are no step, and neither is a second call.
    """

    def __init__(self) -> None:
        self.count = 0
        self.last: list[Tensor] = []
        self.taught = False

    def look(self, network: nn.Module, _: object) -> None:
        """Look at a network that is about to be called."""
        if isinstance(network, RecordingNetwork) and network.record:
            self.compare(zip(network.weights, network.biases, strict=True))
            self.taught |= torch.is_grad_enabled()

    def compare(self, weights: Iterable[Iterable[Tensor]]) -> None:
        """Compare weights, those of each layer together, with the last ones."""
        parts = [part.detach().clone() for layer in weights for part in layer]
        if not all(map(torch.equal, self.last, parts)):
            self.count += self.taught
            self.taught = False
        self.last = parts


@contextmanager
def counted_steps() -> Iterator[Steps]:
    """Count the steps of PyTorch's optimizers in this block."""
    steps = Steps()
    begin = register_optimizer_step_pre_hook(steps.begin)
    end = register_optimizer_step_post_hook(steps.end)
    try:
        yield steps
    finally:
        begin.remove()
        end.remove()
