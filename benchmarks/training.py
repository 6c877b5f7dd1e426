"""Train the reference on full MNIST: how accurate does it get, and how fast is an epoch?

    python benchmarks/training.py [--data ROOT] [--seeds N] [--epochs N] [--json FILE]

Every network is trained with the defaults of `train`, from seed 0 and as many more as asked for;
the median accuracy counts. Then, and with `--epochs 0` only then, single epochs are timed side by
side: fed by the reference's loader, and by the loader most tutorials start from, which decodes each
image anew every epoch. Exit code 1 when a target is missed. Nothing else should run: two busy
threads that wait for a third are slow out of all proportion.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import torch
from table import Row, parser_of, report
from torch import nn
from torch.utils.data import DataLoader
from torchvision.datasets import MNIST
from torchvision.transforms import ToTensor

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "solution"))

from digits.data import load_mnist, make_loader
from digits.evaluation import accuracy
from digits.models import CNN, MLP
from digits.training import train, training_epoch

THREADS = 2
EPOCHS = 10
REPEATS = 3
BATCH_SIZE = 32

Loader = DataLoader[Any]  # of batches: images and labels


@dataclass(frozen=True)
class Target:
    """What a network has to reach: accuracy after ten epochs, and speed-up of an epoch."""

    name: str
    make: Callable[[], nn.Module]
    accuracy: float
    speedup: float


TARGETS = (
    Target("MLP(8)", lambda: MLP(8), accuracy=0.92, speedup=3.0),
    Target("MLP()", MLP, accuracy=0.975, speedup=1.0),
    Target("CNN()", CNN, accuracy=0.987, speedup=1.0),
)


def main() -> int:
    parser = parser_of(__doc__ or "")
    parser.add_argument("--data", default="data_cache", metavar="ROOT", help="folder of MNIST")
    parser.add_argument("--seeds", type=int, default=1, metavar="N", help="trainings per network")
    parser.add_argument("--epochs", type=int, default=EPOCHS, metavar="N")
    options = parser.parse_args()
    if not (Path(options.data) / "MNIST" / "raw").is_dir():
        missing = "not measured: MNIST is not there (`autograder data fetch`)"
        report([Row("training on full MNIST", missing)], options.json)
        return 0
    torch.set_num_threads(THREADS)
    training_data, test_data = load_mnist(options.data), load_mnist(options.data, train=False)
    ours = make_loader(training_data, BATCH_SIZE, shuffle=True)
    images = MNIST(options.data, transform=ToTensor())
    theirs = DataLoader(images, batch_size=BATCH_SIZE, shuffle=True)
    rows, missed = [], False
    if options.epochs:
        for target in TARGETS:
            reached = []
            for seed in range(options.seeds):
                torch.manual_seed(seed)
                model = target.make()
                train(model, training_data, test_data, options.epochs)
                reached.append(accuracy(model, test_data))
            missed |= median(reached) < target.accuracy and options.epochs >= EPOCHS
            what = f"accuracy of {target.name} on full MNIST, {options.epochs} epochs"
            spread = f"{median(reached):.2%} ({min(reached):.2%} to {max(reached):.2%})"
            rows.append(Row(what, spread, f"{target.accuracy:.1%} after {EPOCHS}"))
    for name, task in [("loading alone", run_through), *epochs()]:
        ours_took, theirs_took = side_by_side(task, ours, theirs)
        speedup = theirs_took / ours_took
        took = f"{ours_took:.2f} s, {theirs_took:.2f} s with the usual DataLoader"
        wanted = next((target.speedup for target in TARGETS if target.name == name), 1.0)
        missed |= speedup < wanted
        faster = f"{took}: {speedup:.1f} times as fast"
        rows.append(Row(f"an epoch on full MNIST, {name}", faster, f"{wanted:g} times"))
    report(rows, options.json)
    return int(missed)


def epochs() -> Iterator[tuple[str, Callable[[Loader], object]]]:
    """By name, what trains each network for an epoch on the loader it is given."""
    for target in TARGETS:
        model = target.make()
        optimizer = torch.optim.AdamW(model.parameters())
        yield target.name, partial(epoch_of, model, optimizer)


def epoch_of(model: nn.Module, optimizer: torch.optim.Optimizer, loader: Loader) -> None:
    """Train a network for an epoch on a loader."""
    training_epoch(model, loader, optimizer)


def run_through(loader: Loader) -> None:
    """Take every batch and do nothing with it."""
    for _ in loader:
        pass


def side_by_side(
    task: Callable[[Loader], object], ours: Loader, theirs: Loader
) -> tuple[float, float]:
    """Return the median seconds of `task` with either loader, taking turns."""
    seconds = [(measure(task, ours), measure(task, theirs)) for _ in range(REPEATS)]
    return median(pair[0] for pair in seconds), median(pair[1] for pair in seconds)


def measure(task: Callable[[Loader], object], loader: Loader) -> float:
    """Return how many seconds `task` takes."""
    start = perf_counter()
    task(loader)
    return perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
