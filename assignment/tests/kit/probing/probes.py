"""Probes: each runs one of the student's functions on given data and returns data.

Probes take and return plain values (numbers, strings, lists, dicts, tensors), so that the same call
works in the student's own folder and across the wire to a sandbox. They judge nothing: what comes
back is judged where it arrives.
"""

import functools
import inspect
import re
import sys
import tempfile
from collections.abc import Callable, Mapping
from numbers import Integral, Real
from pathlib import Path
from typing import Any, ClassVar

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset

from .default_type import default_type_of
from .given import Digits, GivenNetwork, NotedDigits
from .hints.catalogue import Message
from .kinds import kind_of, returned
from .made_networks import noted_sizes
from .questions import NAMES
from .seeds import seed_all
from .student_error import StudentError
from .tracing import TraceError, images_like_digits, trace, warm_up, without_compiling

HYPERPARAMETERS = {"batch_size", "learning_rate", "num_hidden"}  # keys that a grid may have
RESULTS = {"accuracy", "training_cost", "validation_cost"}  # further keys of a row


def calling(name: str) -> Message:
    """Return what code does while a function of the student's is called."""
    return {"hint": "doing.calling", "name": name}


class Probes:
    """The probes over `find`, which returns the student's function of a name.

    `DOING` names every probe, and what a student's code does meanwhile.
    """

    DOING: ClassVar[Mapping[str, Message]] = {
        "load_mnist": calling("load_mnist"),
        "defaults": {"hint": "doing.defaults"},
        "make_loader": {"hint": "doing.batches"},
        "build": {"hint": "doing.building"},
        "graph": {"hint": "doing.running"},
        "cost_function": calling("cost_function"),
        "training_epoch": calling("training_epoch"),
        "train": calling("train"),
        "evaluate": calling("evaluate"),
        "accuracy": calling("accuracy"),
        "chance_cost": calling("chance_cost"),
        "run_experiments": calling("run_experiments"),
        **{f"call {name}": calling(name) for name in NAMES},
    }

    def __init__(self, find: Callable[[str], Any]) -> None:
        self.find = find
        self.default_type = torch.get_default_dtype()  # of the student's code
        self.networks: list[nn.Module] = []
        self.warm: set[int] = set()  # networks that have run

    def run(self, probe: str, arguments: dict[str, Any], seed: int) -> Any:
        """Seed every generator, then run the probe of that name, recording gradients."""
        if probe not in self.DOING:
            raise ValueError(f"no probe {probe}")
        seed_all(seed)
        with without_compiling(), torch.enable_grad(), default_type_of(self):
            return getattr(self, probe.partition(" ")[0])(**arguments)

    def call(self, name: str, arguments: list[Any], options: dict[str, Any]) -> Any:
        """Call a function with plain values, given networks and given data."""
        options = {key: self.made(value) for key, value in options.items()}
        return plain(self.find(name)(*self.made(arguments), **options))

    def made(self, argument: Any) -> Any:
        """Make an argument of its plain form."""
        match argument:
            case {"network": network, "training": training}:
                return self.given(network).train(training)
            case {"data": data}:
                return Digits(*data)
            case {"dict": values}:
                return {key: self.made(value) for key, value in values.items()}
            case list():
                return [self.made(one) for one in argument]
            case Tensor():
                return argument.clone()
        return argument

    def defaults(self, name: str) -> dict[str, Any]:
        """Return the defaults of a function's arguments, as far as they are known and plain."""
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
                    raise StudentError({"hint": "load_mnist.no-images", **own_folder()}) from None
                raise
            if not hasattr(dataset, "__len__") or not hasattr(dataset, "__getitem__"):
                raise StudentError({"hint": "load_mnist.no-dataset", **returned(dataset)})
            if isinstance(dataset, (tuple, list)) and isinstance(next(iter(dataset), 0), Dataset):
                found = {**returned(dataset), "count": len(dataset)}
                raise StudentError({"hint": "load_mnist.several", **found})
            items = [dataset[index] for index in range(min(len(dataset), 10_000))]
            length = len(dataset)
        for item in items:
            if not isinstance(item, (tuple, list)) or len(item) != 2:
                raise StudentError({"hint": "load_mnist.no-pair", **returned(item)})
            image, label = item
            if not isinstance(image, Tensor):
                swapped = isinstance(label, Tensor)
                hint = "load_mnist.swapped" if swapped else "load_mnist.no-tensor"
                raise StudentError({"hint": hint, "found": kind_of(image)})
        images, labels = [plain(image) for image, _ in items], [plain(label) for _, label in items]
        return {"length": length, "images": images, "labels": labels}

    def make_loader(self, images: Tensor, labels: Tensor, batch_size: int) -> list[Any]:
        """Return all batches of one epoch in order, each as `[images, labels]`."""
        loader = self.loader(Digits(images, labels), batch_size, False)
        return [plain(batch) for batch in loader]

    def loader(self, dataset: Digits, batch_size: int, shuffle: bool) -> Any:
        """Return what make_loader makes, which gives batches in a loop."""
        loader = self.find("make_loader")(dataset, batch_size, shuffle)
        if not hasattr(loader, "__iter__") and not hasattr(loader, "__getitem__"):
            raise StudentError({"hint": "make_loader.no-loader", **returned(loader)})
        return loader

    # q2, q6

    def build(self, name: str, options: dict[str, Any]) -> int:
        """Build a network of the student's and return its number, for the probes below."""
        # JSON has no tuples, which the skeleton annotates.
        lists = {key: tuple(value) for key, value in options.items() if isinstance(value, list)}
        network = self.find(name)(**options | lists)
        if not isinstance(network, nn.Module):
            found = kind_of(network)
            raise StudentError({"hint": "network.no-module", "name": name, "found": found})
        parameters = list(network.parameters())
        if not parameters or any(nn.parameter.is_lazy(one) for one in parameters):
            warm_up(network)  # layers are made, or learn their sizes, from the first images
        self.networks.append(network)
        return len(self.networks) - 1

    def graph(self, number: int, batch: int, training: bool = False) -> dict[str, Any]:
        """Return the network as data, in training or in evaluation mode, on images like digits."""
        network = self.networks[number]
        if number not in self.warm:
            warm_up(network, batch)
            self.warm.add(number)
        return recorded(network.train(training), images_like_digits(batch))

    # q3

    def cost_function(self, log_prob: Tensor, labels: Tensor) -> dict[str, Any]:
        """Return the cost, and its gradient with respect to `log_prob` (None if it has none)."""
        log_prob = log_prob.clone().requires_grad_()
        result = self.find("cost_function")(log_prob, labels)
        if isinstance(result, Tensor) and result.requires_grad and result.numel() == 1:
            torch.autograd.backward(result)
        return {"cost": plain(result), "gradient": log_prob.grad}

    # q4, q5

    def given(self, network: dict[str, Any]) -> GivenNetwork:
        """Make the network that a function is given."""
        return GivenNetwork(**network)

    def training_epoch(
        self,
        network: dict[str, Any],
        images: Tensor,
        labels: Tensor,
        batch_size: int,
        learning_rate: float,
    ) -> dict[str, Any]:
        """Train a given network for an epoch, in order, with plain gradient descent."""
        given = self.given(network).eval()  # as after a measurement
        optimizer = torch.optim.SGD(given.parameters(), learning_rate)
        loader = DataLoader(Digits(images, labels), batch_size)
        cost = self.find("training_epoch")(given, loader, optimizer)
        return given.state() | {"cost": plain(cost)}

    def train(
        self,
        network: dict[str, Any],
        training: list[Tensor],
        validation: list[Tensor],
        options: dict[str, Any],
    ) -> dict[str, Any]:
        """Train a given network; data are `[images, labels]`, `options` further arguments."""
        given = self.given(network).eval()  # as after a measurement
        costs = self.find("train")(given, Digits(*training), Digits(*validation), **options)
        return given.state() | {"costs": plain(costs)}

    def measure(
        self,
        name: str,
        network: dict[str, Any],
        images: Tensor,
        labels: Tensor,
        training: bool = False,
    ) -> dict[str, Any]:
        """Call a function that measures a network, which is in the given mode, on a dataset."""
        given = self.given(network).train(training)
        result = self.find(name)(given, Digits(images, labels))
        return given.state() | {"result": plain(result)}

    evaluate = functools.partialmethod(measure, "evaluate")
    accuracy = functools.partialmethod(measure, "accuracy")

    def chance_cost(self, options: dict[str, Any]) -> Any:
        """Return the cost of guessing."""
        return plain(self.find("chance_cost")(**options))

    # q7

    def run_experiments(
        self,
        grid: dict[str, list[Any]],
        training: list[Tensor],
        validation: list[Tensor],
        epochs: int,
    ) -> dict[str, Any]:
        """Return rows of experiments, sizes of networks, and whether training data are left out.

        MLP must make the networks. Where their sizes cannot be known, these are None.
        """
        kind, noted = self.find("MLP"), NotedDigits(*training)
        with noted_sizes(kind) as sizes:
            try:
                rows = self.find("run_experiments")(grid, noted, Digits(*validation), epochs)
            except KeyError as error:
                if error.args[:1] in {(key,) for key in HYPERPARAMETERS - grid.keys()}:
                    raise StudentError(
                        {"hint": "experiments.absent-key", "key": error.args[0], "grid": str(grid)}
                    ) from error
                raise
            table = plain_rows(rows)
        if sizes == [] and table:
            raise StudentError({"hint": "experiments.no-network"})
        made = None if sizes is None or None in sizes else sizes
        return {"rows": table, "sizes": made, "partly_read": noted.partly_read}


def recorded(network: nn.Module, images: Tensor, gradients: bool | None = None) -> dict[str, Any]:
    """Return the network as data, in the mode it is in, as it computes `images`: see `trace`."""
    try:
        return trace(network, images, gradients)
    except TraceError as error:
        name = type(network).__name__
        raise error.within("network.refused", network=name, reason=error.message) from None


def own_folder() -> dict[str, Any]:
    """Return the hint for a class derived from torchvision's MNIST, which looks for its files in a
    folder of its own name; {} if there is none that has another name.
    """
    datasets = sys.modules.get("torchvision.datasets")
    derived = datasets.MNIST.__subclasses__() if datasets else []
    others = [one.__name__ for one in derived if not one.__module__.startswith("torchvision")]
    names = [name for name in others if name != "MNIST"]
    return {"because": "load_mnist.own-folder", "name": names[-1]} if names else {}


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
    raise StudentError({"hint": "answer.no-numbers", **returned(value)})


def plain_rows(rows: Any) -> Any:
    """Return a table in plain form, without what its rows hold besides: networks, curves."""
    if not isinstance(rows, (list, tuple)):
        return plain(rows)
    asked = HYPERPARAMETERS | RESULTS
    return [
        plain({key: row[key] for key in row if key in asked} if isinstance(row, dict) else row)
        for row in rows
    ]
