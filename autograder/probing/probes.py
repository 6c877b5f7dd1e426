"""Probes: each runs one of the student's functions on the grader's data and returns data.

This is all that the grader can ask of a submission. Probes take and return plain values (numbers,
strings, lists, dicts, tensors), so that the same call works in the student's own folder and across
the wire to a sandbox. They judge nothing: what comes back is judged where it arrives.
"""

import inspect
import random
import re
import socket
import tempfile
from collections.abc import Callable
from numbers import Integral, Real
from pathlib import Path
from typing import Any

import numpy
import torch
from torch import Tensor, nn
from torch.optim.optimizer import Optimizer, register_optimizer_step_pre_hook
from torch.utils.data import DataLoader

from .meta_device import DEVICE, Elsewhere
from .recording_network import Digits, Witness
from .student_error import StudentError, stub_question
from .tracing import TraceError, trace

DOING = {
    "load_mnist": "calling load_mnist",
    "downloads": "calling load_mnist",
    "defaults": "looking at the arguments of a function",
    "make_loader": "going through make_loader's batches",
    "build": "building the network",
    "forward": "running the network",
    "graph": "running the network",
    "fit": "training the network",
    "cost_function": "calling cost_function",
    "training_epoch": "calling training_epoch",
    "train": "calling train",
    "device": "running a function on another device",
    "evaluate": "calling evaluate",
    "accuracy": "calling accuracy",
    "chance_cost": "calling chance_cost",
    "run_experiments": "calling run_experiments",
}


class Probes:
    """The probes over `find`, which returns the student's function of a name."""

    def __init__(self, find: Callable[[str], Any]) -> None:
        self.find = find
        self.networks: list[nn.Module] = []
        self.optimizers: dict[int, torch.optim.Optimizer] = {}

    def run(self, probe: str, arguments: dict[str, Any], seed: int) -> Any:
        """Seed every generator, then run the probe of that name."""
        if probe not in DOING:
            raise ValueError(f"no probe {probe}")
        random.seed(seed)
        torch.manual_seed(seed)
        seed_numpy(seed)
        return getattr(self, probe)(**arguments)

    def defaults(self, name: str) -> dict[str, Any]:
        """The defaults of a function's arguments, as far as they can be told and are plain."""
        try:
            parameters = inspect.signature(self.find(name)).parameters.values()
        except (TypeError, ValueError):
            return {}
        values = {one.name: one.default for one in parameters if one.default is not one.empty}
        return {
            key: list(value) if isinstance(value, tuple) else value
            for key, value in values.items()
            if type(value) in (bool, int, float, str)
            or (type(value) in (list, tuple) and all(type(item) is int for item in value))
        }

    # q1

    def downloads(self) -> bool:
        """Whether load_mnist reaches for the network when the images are not there.

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
                load_mnist(root, train=True)
        except (OSError, RuntimeError) as error:
            if not tried and not isinstance(error, NotImplementedError):
                return False  # such as: Dataset not found
            if not tried:
                raise
        finally:
            socket.getaddrinfo, socket.socket.connect = usual  # type: ignore[method-assign]
        return bool(tried)

    def load_mnist(self, files: dict[str, bytes], train: bool) -> dict[str, Any]:
        """Load a small folder in MNIST's layout, made of `files`, and return every item."""
        load_mnist = self.find("load_mnist")
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as root:
            raw = Path(root) / "MNIST" / "raw"
            raw.mkdir(parents=True)
            for name, content in files.items():
                (raw / name).write_bytes(content)
            try:
                dataset = load_mnist(root, train=train)
            except (OSError, RuntimeError) as error:
                if re.match("Error downloading|Dataset not found|<urlopen", str(error)):
                    raise StudentError(
                        "load_mnist did not find the images, though `root` holds all four files."
                        " Look at how load_mnist uses `root`."
                    ) from None
                raise
            if not hasattr(dataset, "__len__") or not hasattr(dataset, "__getitem__"):
                raise StudentError(
                    f"load_mnist returned {kind_of(dataset)}; expected a dataset with a length"
                    " and items."
                )
            items = [dataset[index] for index in range(min(len(dataset), 10_000))]
            length = len(dataset)
        for item in items:
            if not isinstance(item, (tuple, list)) or len(item) != 2:
                raise StudentError(
                    f"An item of load_mnist's dataset is {kind_of(item)}; expected a pair"
                    " (image, label)."
                )
        return {
            "length": length,
            "images": [plain(image) for image, _ in items],
            "labels": [plain(label) for _, label in items],
        }

    def make_loader(
        self, images: Tensor, labels: Tensor, batch_size: int, shuffle: bool, epochs: int
    ) -> list[Any]:
        """Return all batches of some epochs: a list an epoch of lists of `[images, labels]`."""
        loader = self.find("make_loader")(Digits(images, labels), batch_size, shuffle)
        return [[plain(batch) for batch in loader] for _ in range(epochs)]

    # q2, q6

    def build(self, name: str, options: dict[str, Any]) -> int:
        """Build a network of the student's and return its number, for the probes below."""
        network = self.find(name)(**options)
        if not isinstance(network, nn.Module):
            raise StudentError(f"{name}(…) is {kind_of(network)}; expected a torch.nn.Module.")
        if any(nn.parameter.is_lazy(parameter) for parameter in network.parameters()):
            with torch.no_grad():  # lazy layers learn their sizes from the first images
                network.eval()(torch.zeros(2, 1, 28, 28))
        self.networks.append(network)
        return len(self.networks) - 1

    def forward(self, number: int, images: Tensor) -> Any:
        """The network's output in evaluation mode, without gradients."""
        network = self.networks[number].eval()
        with torch.no_grad():
            return plain(network(images))

    def graph(self, number: int, batch: int) -> dict[str, Any]:
        """The network as data, in evaluation mode."""
        network = self.networks[number].eval()
        try:
            return trace(network, torch.rand(batch, 1, 28, 28))
        except TraceError as error:
            raise StudentError(f"{type(network).__name__}: {error}.") from None

    def fit(
        self, number: int, images: Tensor, labels: Tensor, batch_size: int, learning_rate: float
    ) -> float:
        """Train for one epoch in the grader's own way; the optimizer lasts from call to call."""
        network = self.networks[number]
        if number not in self.optimizers:
            weights = list(network.parameters())
            fused = all(map(_is_plain, weights))  # a fused step takes half the time
            self.optimizers[number] = torch.optim.AdamW(weights, learning_rate, fused=fused)
        data = Digits(images, labels)
        targets = torch.tensor(data.labels)
        order = torch.split(torch.randperm(len(data)), batch_size)
        batches = ((data.images[indices], targets[indices]) for indices in order)
        return float(self.find("training_epoch")(network, batches, self.optimizers[number]))

    # q3

    def cost_function(self, log_prob: Tensor, labels: Tensor) -> dict[str, Any]:
        """The cost, and its gradient with respect to `log_prob` (None if it has none)."""
        log_prob = log_prob.clone().requires_grad_()
        result = self.find("cost_function")(log_prob, labels)
        if isinstance(result, Tensor) and result.requires_grad and result.numel() == 1:
            torch.autograd.backward(result)
        return {"cost": plain(result), "gradient": log_prob.grad}

    # q4

    def training_epoch(
        self,
        network: dict[str, Any],
        images: Tensor,
        labels: Tensor,
        batch_size: int,
        learning_rate: float,
    ) -> dict[str, Any]:
        """One epoch over batches in order, with plain gradient descent, on a witness."""
        witness = Witness(**network)
        optimizer = torch.optim.SGD(witness.parameters(), learning_rate)
        loader = DataLoader(Digits(images, labels), batch_size)
        cost = self.find("training_epoch")(witness, loader, optimizer)
        return witness.state() | {"cost": plain(cost)}

    def train(
        self,
        network: dict[str, Any],
        training: list[Tensor],
        validation: list[Tensor],
        options: dict[str, Any],
    ) -> dict[str, Any]:
        """Train a witness; data are `[images, labels]`, `options` further arguments of train."""
        witness = Witness(**network).eval()  # as after a measurement
        optimizers: list[Optimizer] = []

        def note(optimizer: Optimizer, *_: Any) -> None:
            if all(optimizer is not one for one in optimizers):
                optimizers.append(optimizer)

        hook = register_optimizer_step_pre_hook(note)
        try:
            costs = self.find("train")(witness, Digits(*training), Digits(*validation), **options)
        finally:
            hook.remove()
        return witness.state() | {"costs": plain(costs), "optimizers": len(optimizers)}

    # q4, q5

    def device(
        self, name: str, network: dict[str, Any], images: Tensor, labels: Tensor
    ) -> dict[str, bool]:
        """Whether a function computes on the device it is given, and mixes devices there.

        What else fails there does not count: it is a device without values. `train` is run for two
        epochs: the second shows whether validating in the first took the network elsewhere.
        """
        function, witness = self.find(name), Witness(**network)
        data, elsewhere = Digits(images, labels), Elsewhere()
        try:
            with elsewhere:
                if name == "training_epoch":
                    witness.to(DEVICE)
                    optimizer = torch.optim.SGD(witness.parameters(), 0.1)
                    function(witness, DataLoader(data, 20), optimizer, DEVICE)
                elif name == "train":
                    function(witness, data, data, epochs=2, batch_size=20, device=DEVICE)
                else:
                    function(witness, data, DEVICE)
        except Exception as error:
            if stub_question(error):
                raise
        return {"used": elsewhere.used, "mixed": elsewhere.mixed}

    # q5

    def evaluate(
        self, network: dict[str, Any], images: Tensor, labels: Tensor, training: bool
    ) -> dict[str, Any]:
        """Evaluate a witness that is in the given mode."""
        return self._measure("evaluate", network, images, labels, training)

    def accuracy(
        self, network: dict[str, Any], images: Tensor, labels: Tensor, training: bool
    ) -> dict[str, Any]:
        """The accuracy of a witness that is in the given mode."""
        return self._measure("accuracy", network, images, labels, training)

    def _measure(
        self, name: str, network: dict[str, Any], images: Tensor, labels: Tensor, training: bool
    ) -> dict[str, Any]:
        witness = Witness(**network).train(training)
        result = self.find(name)(witness, Digits(images, labels))
        return witness.state() | {"result": plain(result)}

    def chance_cost(self, options: dict[str, Any]) -> Any:
        """The cost of guessing."""
        return plain(self.find("chance_cost")(**options))

    # q7

    def run_experiments(
        self,
        grid: dict[str, list[Any]],
        training: list[Tensor],
        validation: list[Tensor],
        epochs: int,
    ) -> Any:
        """The rows of a table of experiments, the num_hidden of each network made for it, and the
        passes over the data. These are counted only where MLP and train are the grader's own.
        """
        run_experiments = self.find("run_experiments")
        made, passes = self._log("MLP", "made", []), self._log("training_epoch", "passes", 0)
        networks = len(made)
        rows = run_experiments(grid, Digits(*training), Digits(*validation), epochs)
        return {
            "rows": plain(rows),
            "made": list(made[networks:]),
            "passes": self._log("training_epoch", "passes", 0) - passes,
        }

    def _log(self, name: str, attribute: str, otherwise: Any) -> Any:
        """What a part of the grader's has written down; `otherwise` for a student's function."""
        try:
            return getattr(self.find(name), attribute, otherwise)
        except StudentError:  # missing, which the function that needs it will say
            return otherwise


def plain(value: Any) -> Any:
    """Return a student's value as numbers, strings, lists, dicts and tensors.

    NumPy's and other numbers become Python's; what has no plain form raises `StudentError`.
    """
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, Tensor):
        return value.detach()
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        return float(value)
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    raise StudentError(f"Your code returned {kind_of(value)}; expected numbers or tensors.")


def kind_of(value: Any) -> str:
    """What a value is, in words: `a Tensor`, `an int`, `None`."""
    if value is None:
        return "None"
    name = type(value).__name__
    return f"an {name}" if name[0] in "aeiouAEIOU" else f"a {name}"


def seed_numpy(seed: int) -> None:
    """Seed NumPy's global generator, which students may use."""
    numpy.random.seed(seed % 2**32)


def _is_plain(weight: nn.Parameter) -> bool:
    """Whether a weight's numbers lie side by side, as PyTorch's fused optimizers take for granted:
    from one with gaps, such as a slice, they would change what lies in the gaps."""
    return (
        not nn.parameter.is_lazy(weight) and weight.is_contiguous() and weight.is_floating_point()
    )
