"""What a check says does not depend on what a secret draws: right passes, a mistake is caught.

Each check runs in this process, on what several secrets draw for it.
"""

from collections.abc import Callable
from functools import partial
from itertools import product
from typing import Any

import pytest
import torch
from torch.nn.functional import nll_loss
from torch.utils.data import StackDataset
from torchvision.datasets import MNIST

from autograder.checking.experiment_answers import ExperimentAnswers
from support.any_secret import Names, Write, hints


def _training(weighted: bool, kind: Callable[..., Any] = torch.optim.AdamW, **more: Any) -> Write:
    """`training_epoch` and `train`, in which a batch counts as much as it has samples, or as any
    other; `kind` is the optimizer, made with `more`.
    """

    def write(names: Names) -> Names:
        def training_epoch(model: Any, loader: Any, optimizer: Any, device: str = "cpu") -> float:
            model.train()
            costs, counts = [], []
            for images, labels in loader:
                optimizer.zero_grad()
                cost = nll_loss(model(images), labels)
                cost.backward()  # type: ignore[no-untyped-call]
                optimizer.step()
                counts.append(len(images) if weighted else 1)
                costs.append(cost.item() * counts[-1])
            return sum(costs) / sum(counts)

        def train(model: Any, data: Any, other: Any, epochs: int = 10, batch_size: int = 32,
                  learning_rate: float = 1e-3, device: str = "cpu") -> Any:  # fmt: skip
            optimizer = kind(model.parameters(), lr=learning_rate, **more)
            loader = names["make_loader"](data, batch_size, True)
            costs: tuple[list[float], list[float]] = [], []
            for _ in range(epochs):
                costs[0].append(training_epoch(model, loader, optimizer))
                costs[1].append(names["evaluate"](model, other)[0])
            return costs

        return {"training_epoch": training_epoch, "train": train}

    return write


def test_a_mean_of_batches_is_never_the_mean_of_samples_in_q4() -> None:
    found = hints("hidden/test_q4/test_many_batches", _training(weighted=False), range(12))
    assert {one[:28] for one in found} == {"The mean cost per sample is "}


@pytest.mark.parametrize("clears", [False, True], ids=["adds-up", "one-step"])
def test_gradients_that_add_up_lower_the_cost_whatever_is_drawn(clears: bool) -> None:
    def write(names: Names) -> Names:
        def training_epoch(model: Any, loader: Any, optimizer: Any, device: str = "cpu") -> float:
            model.train()
            total = 0.0
            for images, labels in loader:
                cost = nll_loss(model(images), labels)
                cost.backward()  # type: ignore[no-untyped-call]
                total += cost.item() * len(images)
                if not clears:
                    optimizer.step()
            if clears:
                optimizer.step()
            return total / len(loader.dataset)

        return {"training_epoch": training_epoch}

    assert hints("public/test_q4/test_epoch_lowers_the_cost", write, range(16)) == {""}
    assert "" not in hints("public/test_q4/test_steps", write, range(4))


def _measuring(training: bool, batch_size: int, weighted: bool) -> Write:
    """Functions that measure in a mode and in batches of a size, each of which counts as much as
    it has samples, or as any other.
    """

    def write(names: Names) -> Names:
        def evaluate(model: Any, dataset: Any, device: str = "cpu") -> tuple[float, float]:
            before = model.training
            model.train(training)
            sums = torch.zeros(3, dtype=torch.float64)
            with torch.no_grad():
                for images, labels in names["make_loader"](dataset, batch_size):
                    output = model(images)
                    hits = (output.argmax(1) == labels).double().mean()
                    count = len(images) if weighted else 1
                    sums += count * torch.stack([nll_loss(output, labels), hits, torch.tensor(1)])
            model.train(before)
            return (sums[0] / sums[2]).item(), (sums[1] / sums[2]).item()

        return {"evaluate": evaluate, "accuracy": lambda *some: evaluate(*some)[1]}

    return write


@pytest.mark.parametrize("batch_size", [32, 50, 64, 100, 128])
def test_a_mean_of_batches_is_never_the_mean_of_samples_in_q5(batch_size: int) -> None:
    check, wrong = "hidden/test_q5/test_whole_dataset", _measuring(False, batch_size, False)
    assert "" not in hints(check, wrong, range(12))
    assert hints(check, _measuring(False, batch_size, True), range(3)) == {""}


def test_training_mode_is_never_taken_for_evaluation_mode() -> None:
    check = "public/test_q5/test_mode"
    assert hints(check, _measuring(True, 64, True), range(30)) == {
        "A network with dropout came to evaluate "
    }
    assert hints(check, _measuring(False, 64, True), range(10)) == {""}


def _cost(function: Callable[[Any, Any], Any]) -> Write:
    return lambda names: {"cost_function": function}


def test_an_error_rate_never_rises_with_the_rank_of_the_labels() -> None:
    wrong = _cost(lambda p, labels: (p.argmax(1) != labels).float().mean() + 0 * p.sum())
    assert "" not in hints("public/test_q3/test_scalar", wrong, range(30))


@pytest.mark.parametrize(
    "check",
    ["hidden/test_q3/test_value", "hidden/test_q3/test_slope", "public/test_q3/test_scalar"],
)
def test_a_number_beside_probabilities_shows_in_extremes_only(check: str) -> None:
    def cost(log_prob: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        return nll_loss((log_prob.exp() + 1e-8).log(), labels)

    assert hints(check, _cost(cost), range(50)) == {""}
    assert "" not in hints("public/test_q3/test_extremes", _cost(cost), range(10))


@pytest.mark.parametrize(
    "check", ["public/test_q4/test_options", "public/test_q4/test_data",
              "hidden/test_q4/test_first_epochs"],
)  # fmt: skip
def test_an_optimizer_that_takes_large_steps_passes(check: str) -> None:
    """RMSprop's first step is 31 times the learning rate here."""
    right = _training(True, torch.optim.RMSprop, alpha=0.999)
    assert hints(check, right, range(6)) == {""}


@pytest.mark.parametrize("kind", [torch.optim.AdamW, torch.optim.SGD, torch.optim.RMSprop])
@pytest.mark.parametrize("joined", [True, False])
@pytest.mark.parametrize("numbers", [range(4), pytest.param(range(4, 20), marks=pytest.mark.full)])
def test_training_on_validation_data_as_well_is_seen(
    kind: Any, joined: bool, numbers: range
) -> None:
    """Both data in one loader, or an epoch of the one after an epoch of the other."""

    def write(names: Names) -> Names:
        right = _training(True, kind)(names)

        def train(model: Any, data: Any, other: Any, epochs: int = 10, batch_size: int = 32,
                  learning_rate: float = 1e-3, device: str = "cpu") -> Any:  # fmt: skip
            optimizer = kind(model.parameters(), lr=learning_rate)
            sets = [torch.utils.data.ConcatDataset([data, other])] if joined else [data, other]
            costs: tuple[list[float], list[float]] = [], []
            for _ in range(epochs):
                loaders = [names["make_loader"](one, batch_size, True) for one in sets]
                first = [right["training_epoch"](model, loader, optimizer) for loader in loaders]
                costs[0].append(first[0])
                costs[1].append(names["evaluate"](model, other)[0])
            return costs

        return right | {"train": train}

    assert "" not in hints("public/test_q4/test_data", write, numbers)


def test_putting_the_best_weights_back_passes() -> None:
    """Validation data that contradict cost least after an epoch or two, when little is learnt."""

    def write(names: Names) -> Names:
        right = _training(True)(names)

        def train(model: Any, data: Any, other: Any, epochs: int = 10, batch_size: int = 32,
                  learning_rate: float = 1e-3, device: str = "cpu") -> Any:  # fmt: skip
            optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)
            costs: tuple[list[float], list[float]] = [], []
            best: Names = {}
            for _ in range(epochs):
                loader = names["make_loader"](data, batch_size, True)
                costs[0].append(right["training_epoch"](model, loader, optimizer))
                costs[1].append(names["evaluate"](model, other)[0])
                if costs[1][-1] == min(costs[1]):
                    best = {name: one.clone() for name, one in model.state_dict().items()}
            model.load_state_dict(best)
            return costs

        return right | {"train": train}

    assert hints("public/test_q4/test_data", write, [0, 33, 71, 83, 110, 114]) == {""}


@pytest.mark.parametrize("more", [{"momentum": 0.9}, {}])
def test_plain_gradient_descent_lowers_the_cost_enough(more: Names) -> None:
    right = _training(True, torch.optim.SGD, **more)
    assert hints("public/test_q4/test_train", right, range(10)) == {""}


def test_a_chance_cost_summed_up_in_float32_passes_and_one_class_more_never() -> None:
    def chance(more: int) -> Write:
        uniform = torch.distributions.Categorical
        return lambda names: {
            "chance_cost": lambda num_classes=10: (
                uniform(probs=torch.ones(num_classes + more)).entropy().item()
            )
        }

    assert hints("public/test_q5/test_chance_cost", chance(0), range(100)) == {""}
    assert "" not in hints("public/test_q5/test_chance_cost", chance(1), range(30))


def _own_loop(names: Names) -> Names:
    """Experiments with a loop of its own, from new weights of PyTorch's for every row."""

    def run_experiments(grid: Any, training: Any, validation: Any, epochs: int = 1) -> list[Any]:
        rows, networks = [], {}
        for values in product(*grid.values()):
            row = dict(zip(grid, values, strict=True))
            size = row.get("num_hidden", 64)
            model = networks.setdefault(size, names["MLP"](size))
            for module in model.modules():
                if hasattr(module, "reset_parameters"):
                    module.reset_parameters()
            optimizer = torch.optim.Adam(model.parameters(), lr=row.get("learning_rate", 1e-3))
            for _ in range(epochs):
                costs = []
                for images, labels in names["make_loader"](training, row.get("batch_size", 32)):
                    optimizer.zero_grad()
                    cost = nll_loss(model(images), labels)
                    cost.backward()  # type: ignore[no-untyped-call]
                    optimizer.step()
                    costs.append(cost.item() * len(images))
            with torch.no_grad():
                images, labels = next(iter(names["make_loader"](validation, len(validation))))
                output = model(images)
            row["training_cost"] = sum(costs) / len(training)
            row["validation_cost"] = nll_loss(output, labels).item()
            rows.append(row | {"accuracy": (output.argmax(1) == labels).float().mean().item()})
        return rows

    return {"run_experiments": run_experiments}


def test_random_first_weights_cost_an_own_loop_no_point() -> None:
    assert hints("hidden/test_q7/test_values", _own_loop, range(8)) == {""}


def _with_standins(names: Names) -> Names:
    """Experiments as they should be, by the grader's own functions."""

    def run_experiments(grid: Any, training: Any, validation: Any, epochs: int = 1) -> list[Any]:
        rows = []
        for values in product(*grid.values()):
            row = dict(zip(grid, values, strict=True))
            model = names["MLP"](row.get("num_hidden", 64))
            options = {key: row[key] for key in ("batch_size", "learning_rate") if key in row}
            costs, _ = names["train"](model, training, validation, epochs, **options)
            cost, fraction = names["evaluate"](model, validation)
            row |= {"training_cost": costs[-1], "validation_cost": cost, "accuracy": fraction}
            rows.append(row)
        return rows

    return {"run_experiments": run_experiments}


def test_networks_with_the_same_numbers_are_told_apart_by_their_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Now and then a secret draws the same numbers for two networks."""
    draw = ExperimentAnswers._draw
    monkeypatch.setattr(
        ExperimentAnswers,
        "_draw",
        lambda self, *parts: draw(self, *parts) if parts[1:2] == ("seed",) else 0.5,
    )
    assert hints("hidden/test_q7/test_values", _with_standins, range(2)) == {""}


@pytest.mark.parametrize("ignored", [-100, 0, 4, 9])
def test_a_class_that_is_left_out_of_the_cost_shows_at_home(ignored: int) -> None:
    check, write = "public/test_q3/test_gradient", _cost(partial(nll_loss, ignore_index=ignored))
    found = hints(check, write, range(4))
    assert found == ({"For 1 of 10 samples the gradient at the "} if ignored >= 0 else {""})


@pytest.mark.parametrize("own", [False, True], ids=["by 255", "by its largest value"])
def test_an_image_that_is_divided_by_its_own_largest_value_shows(own: bool) -> None:
    def write(names: Names) -> Names:
        def load_mnist(root: str = "data_cache", train: bool = True) -> Any:
            mnist = MNIST(root, train, download=True)
            images = mnist.data.float().unsqueeze(1)
            largest = images.amax((1, 2, 3), keepdim=True) if own else 255
            return StackDataset(images / largest, mnist.targets.tolist())

        return {"load_mnist": load_mnist}

    found = hints("hidden/test_q1/test_contents", write, range(3))
    assert found == {"With train=True the pixels are not those" if own else ""}
    found = hints("public/test_q1/test_items", write, range(3))
    assert found == {"Image 30 is not the one in the files, th" if own else ""}
