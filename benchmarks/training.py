"""Train the reference on full MNIST: how accurate does it get, and how fast is an epoch?

    python benchmarks/training.py --data data_cache [--seeds N] [--quick]

Every network is trained for ten epochs with the defaults of `train`, from seed 0 and as many more
as asked for; the median accuracy counts. Then single epochs are timed side by side: fed by the
reference's loader, and by the loader most tutorials start from, which decodes each image anew every
epoch. Exit code 1 when a target is missed. Nothing else should run: two busy threads that wait for
a third are slow out of all proportion.
"""

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

import torch
from rich.console import Console
from rich.table import Table
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
BATCH_SIZE = 32


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
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", default="data_cache", metavar="ROOT", help="folder of MNIST")
    parser.add_argument("--seeds", type=int, default=1, metavar="N", help="trainings per network")
    parser.add_argument("--quick", action="store_true", help="one seed, one epoch; no targets")
    options = parser.parse_args()
    epochs, seeds, repeats = (1, 1, 1) if options.quick else (10, options.seeds, 3)

    torch.set_num_threads(THREADS)
    training_data, test_data = load_mnist(options.data), load_mnist(options.data, train=False)
    ours = make_loader(training_data, BATCH_SIZE, shuffle=True)
    images = MNIST(options.data, transform=ToTensor())
    theirs = DataLoader(images, batch_size=BATCH_SIZE, shuffle=True)
    our_feed, their_feed = side_by_side(run_through, ours, theirs, repeats)

    table = Table(title=f"Full MNIST, epochs: {epochs}, seeds: {seeds}, threads: {THREADS}")
    table.add_column("network")
    columns = (
        "accuracy",
        "lowest – highest",
        "target",
        "epoch",
        "torchvision's",
        "speed-up",
        "target",
    )
    for column in columns:
        table.add_column(column, justify="right")
    missed = []
    for target in TARGETS:
        reached = []
        for seed in range(seeds):
            torch.manual_seed(seed)
            model = target.make()
            train(model, training_data, test_data, epochs)
            reached.append(accuracy(model, test_data))
        one_epoch = epoch_of(target.make())
        our_epoch, their_epoch = side_by_side(one_epoch, ours, theirs, repeats)
        speedup = their_epoch / our_epoch
        if median(reached) < target.accuracy or speedup < target.speedup:
            missed.append(target.name)
        table.add_row(
            target.name,
            f"{median(reached):.2%}",
            f"{min(reached):.2%} – {max(reached):.2%}",
            f"{target.accuracy:.1%}",
            f"{our_epoch:.2f} s",
            f"{their_epoch:.2f} s",
            f"{speedup:.1f}x",
            f"{target.speedup:.0f}x",
        )

    console = Console(width=100)
    console.print(table)
    console.print(
        f"Serving the batches alone takes {our_feed:.2f} s an epoch, "
        f"with torchvision's loader {their_feed:.2f} s. "
        "The rest of an epoch is the network: forwards, backwards, optimizer. For the CNN that is "
        f"{1 - our_feed / our_epoch:.0%}, most of it convolution and pooling, and it limits what a "
        "loader can gain."
    )
    if missed and not options.quick:
        console.print(f"Missed: {', '.join(missed)}")
        return 1
    return 0


def run_through(loader: DataLoader) -> None:
    """Take every batch and do nothing with it."""
    for _ in loader:
        pass


def epoch_of(model: nn.Module) -> Callable[[DataLoader], float]:
    """Return a function that trains the model for an epoch on the loader it is given."""
    optimizer = torch.optim.AdamW(model.parameters())
    return lambda loader: training_epoch(model, loader, optimizer)


def side_by_side(
    task: Callable[[DataLoader], object], ours: DataLoader, theirs: DataLoader, repeats: int
) -> tuple[float, float]:
    """Return the median seconds of `task` with either loader, taking turns."""
    seconds = [(measure(task, ours), measure(task, theirs)) for _ in range(repeats)]
    return median(pair[0] for pair in seconds), median(pair[1] for pair in seconds)


def measure(task: Callable[[DataLoader], object], loader: DataLoader) -> float:
    """Return how many seconds `task` takes."""
    start = perf_counter()
    task(loader)
    return perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
