"""Given: train a network and look at it, or check your code.

`python -m digits --help` lists the options, `python -m digits check --help` those of the checks.
"""

import argparse
import re
import sys
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parents[1] / "tests"


def main() -> None:
    """Run the command line; an unfinished function ends it with one line that names it."""
    if sys.argv[1:2] == ["check"]:
        sys.path[:0] = [str(TESTS / "checks"), str(TESTS)]
        from check_command import main as check

        sys.exit(check(sys.argv[2:]))
    options = _parse()
    try:
        _run(options)
    except NotImplementedError as error:
        stub = re.fullmatch(r"(q\d): (.+)", str(error))
        if stub is None:  # not one of ours
            raise
        sys.exit(f"{stub[1]} is still to be written: {stub[2]}")


def _run(options: argparse.Namespace) -> None:
    # Not at the top: `check` works while these files do not, and begins before PyTorch is there,
    # which takes seconds to import.
    import matplotlib
    import torch
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    matplotlib.use("Agg")  # draw into files, no window; before plots are imported
    from .data import make_loader
    from .evaluation import chance_cost, evaluate
    from .models import CNN, MLP
    from .plots import plot_costs, plot_digits, plot_prediction, plot_weights
    from .training import training_epoch

    console = Console(highlight=False)
    torch.manual_seed(options.seed)
    device = options.device
    training_data, test_data = _load(options.data, train=True), _load(options.data, train=False)
    loader = make_loader(training_data, options.batch_size, shuffle=True)
    model = {"mlp": MLP, "cnn": CNN}[options.model]().to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=options.learning_rate)

    size = sum(parameter.numel() for parameter in model.parameters())
    console.print(f"{options.model.upper()} with {size:,} parameters on {device}")
    console.print(f"guessing:   cost {chance_cost():.4f}")
    cost, fraction = evaluate(model, test_data, device)
    console.print(f"untrained:  cost {cost:.4f}, accuracy {fraction:.2%}")

    curves = {"training": [], "validation": []}
    bar = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*bar, console=console, transient=True) as progress:
        task = progress.add_task("")
        for epoch in range(1, options.epochs + 1):
            progress.reset(task, total=len(loader), description=f"epoch {epoch}/{options.epochs}")
            # A batch is one forward pass, so the model itself can move the bar.
            hook = model.register_forward_hook(lambda *_: progress.advance(task))
            training_cost = training_epoch(model, loader, optimizer, device)
            hook.remove()  # evaluation does not count
            cost, fraction = evaluate(model, test_data, device)
            console.print(
                f"epoch {epoch:>3}:  training cost {training_cost:.4f}, "
                f"validation cost {cost:.4f}, accuracy {fraction:.2%}"
            )
            curves["training"].append(training_cost)
            curves["validation"].append(cost)

    options.out.mkdir(parents=True, exist_ok=True)
    figures = {
        "digits": plot_digits(test_data, device, model),
        "prediction": plot_prediction(model, test_data),
        "costs": plot_costs(curves["training"], curves["validation"]),
        "weights": plot_weights(model),
    }
    for name, figure in figures.items():
        figure.savefig(options.out / f"{name}.png", dpi=150)
    console.print(f"Saved {', '.join(f'{name}.png' for name in figures)} in {options.out}/")


def _load(root: str, train: bool) -> Any:
    """Load the images; where there are none, say so in one sentence."""
    from .data import load_mnist

    try:
        return load_mnist(root, train)
    except NotImplementedError:
        raise
    except (OSError, RuntimeError) as error:
        downloading = isinstance(error, OSError) or str(error).startswith("Error downloading")
        if not downloading:  # a mistake in the code: its traceback helps
            raise
        reason = re.sub(r"\s+", " ", str(error))
        sys.exit(f"There is no dataset in {root}/MNIST/raw, and it could not be loaded: {reason}")


def _parse() -> argparse.Namespace:
    import torch  # not at the top: see `_run`

    parser = argparse.ArgumentParser(
        prog="python -m digits",
        description="Train a network on the images, show its progress, save plots of it.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument("--model", choices=("mlp", "cnn"), default="mlp", help="network to train")
    parser.add_argument("--epochs", type=_count, default=10, help="passes over the training data")
    parser.add_argument(
        "--data", default="data_cache", metavar="ROOT", help="folder of the dataset"
    )
    parser.add_argument("--batch-size", type=_count, default=32, help="samples in a batch")
    parser.add_argument("--learning-rate", type=_rate, default=1e-3, help="size of a step")
    parser.add_argument("--seed", type=int, default=0, help="start of all random choices")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda", "mps"), default="auto")
    parser.add_argument("--out", type=Path, default="figures", help="folder for the plots")
    options = parser.parse_args()
    here = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if options.device == "auto":
        options.device = next((name for name, found in here.items() if found), "cpu")
    elif not here.get(options.device, True):
        parser.error(f"this machine has no device {options.device}")
    return options


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


def _rate(text: str) -> float:
    try:
        rate = float(text)
    except ValueError:
        rate = 0.0
    if not 0 < rate < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")
    return rate


if __name__ == "__main__":
    main()
