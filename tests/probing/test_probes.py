"""How probes prepare what they run: seeds, and networks that have run before they are recorded."""

import socket
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Subset

from autograder.probing.graded import GradedProbes


def test_a_network_runs_once_before_it_is_recorded_at_whatever_size() -> None:
    sizes: list[int] = []

    class MLP(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layer = nn.Linear(784, 10)

        def forward(self, images: Tensor) -> Tensor:
            sizes.append(len(images))
            return self.layer(images.flatten(1)).log_softmax(1)

    probes = GradedProbes({"MLP": MLP}.__getitem__)
    number = probes.run("build", {"name": "MLP", "options": {}}, 0)
    asked = {"number": number, "batch_size": 32, "batch": 64, "times": 2}
    probes.run("recordings", asked, 0)
    probes.run("graph", {"number": number, "batch": 7}, 0)
    assert sizes == [32, 32, 32, 64, 7]


def test_a_network_is_given_its_sizes_as_the_tuple_that_the_skeleton_annotates() -> None:
    given: list[object] = []

    class CNN(nn.Linear):
        def __init__(self, channels: tuple[int, int, int], num_hidden: int) -> None:
            super().__init__(784, 10)
            given.extend((channels, num_hidden))

    probes = GradedProbes({"CNN": CNN}.__getitem__)
    asked = {"name": "CNN", "options": {"channels": [4, 6, 10], "num_hidden": 5}}
    probes.run("build", asked, 0)
    assert given == [(4, 6, 10), 5]


@pytest.mark.parametrize(("lazy", "downloads"), [(True, True), (False, False)])
def test_a_dataset_may_download_its_files_when_it_is_asked_for_an_image(
    lazy: bool, downloads: bool
) -> None:
    class Files(list[int]):
        def __getitem__(self, index: object) -> object:
            if lazy:
                socket.create_connection(("images.example", 443))
            return torch.zeros(1, 28, 28), 0

    found = {"load_mnist": lambda root, train: Files([0])}
    assert GradedProbes(found.__getitem__).run("downloads", {"train": True}, 0) == downloads


def _load(tries: bool, error: BaseException | None) -> Callable[..., list[object]]:
    """Make a load_mnist that finds no images, and perhaps goes on without the network."""

    def load_mnist(root: str, train: bool) -> list[object]:
        with suppress(OSError):
            if tries:
                socket.create_connection(("images.example", 443))
        if error:
            raise error
        return []

    return load_mnist


@pytest.mark.parametrize("tries", [False, True])
@pytest.mark.parametrize("error", [None, RuntimeError("Dataset not found")])
def test_a_dataset_without_images_was_downloaded_if_it_was_tried(
    error: Exception | None, tries: bool
) -> None:
    found = {"load_mnist": _load(tries, error)}
    assert GradedProbes(found.__getitem__).run("downloads", {"train": True}, 0) == tries


@pytest.mark.parametrize("error", [ValueError, IndexError, NotImplementedError, SystemExit])
def test_an_error_of_a_load_mnist_that_tried_no_download_is_shown(
    error: type[BaseException],
) -> None:
    with pytest.raises(error):
        GradedProbes({"load_mnist": _load(False, error())}.__getitem__).run(
            "downloads", {"train": True}, 0
        )
    found = {"load_mnist": _load(True, error())}
    assert GradedProbes(found.__getitem__).run("downloads", {"train": True}, 0) is True


def test_what_a_row_holds_besides_its_values_and_results_is_left_out() -> None:
    table = [{"num_hidden": 4, "accuracy": [0.5], "seconds": 1.5, "model": nn.ReLU(), "costs": [2]}]

    def run_experiments(grid: object, training: object, validation: object, epochs: int) -> object:
        return table

    found = {"MLP": lambda: None, "run_experiments": run_experiments}
    data = [torch.zeros(1, 1, 28, 28), torch.zeros(1, dtype=torch.int64)]
    asked = {"grid": {}, "training": data, "validation": data, "epochs": 1}
    rows = GradedProbes(found.__getitem__).run("run_experiments", asked, 0)["rows"]
    assert rows == [{"num_hidden": 4, "accuracy": [0.5]}]


def _partly_read(read: Callable[[Any], object]) -> bool:
    """Return what is told of experiments that read 80 pairs of training data so."""

    def run_experiments(grid: Any, training: Any, validation: Any, epochs: int) -> Any:
        read(training)
        return []

    found = {"MLP": lambda: None, "run_experiments": run_experiments}
    data = [torch.zeros(80, 1, 28, 28), torch.zeros(80, dtype=torch.int64)]
    asked = {"grid": {}, "training": data, "validation": data, "epochs": 1}
    answer = GradedProbes(found.__getitem__).run("run_experiments", asked, 0)
    return bool(answer["partly_read"])


@pytest.mark.parametrize(
    ("numbers", "partly"),
    [
        (range(80), False),  # all
        (range(61), False),  # all but a last batch
        (range(60), True),
        (range(-20, 0), True),
        (range(10), False),  # a look
        ([], False),
    ],
)
def test_whether_networks_learn_from_a_part_of_the_data_is_told_by_what_is_read(
    numbers: Sequence[int], partly: bool
) -> None:
    assert _partly_read(lambda data: [data[number] for number in [*numbers] * 2]) == partly


@pytest.mark.parametrize(("count", "partly"), [(80, False), (40, True)])
def test_what_a_loaders_workers_read_is_read(count: int, partly: bool) -> None:
    def read(data: Any) -> object:
        next(iter(DataLoader(data, 20)))  # a look at a batch
        return list(DataLoader(Subset(data, range(count)), 8, num_workers=2))

    assert _partly_read(read) == partly


@pytest.mark.skipif(torch.accelerator.is_available(), reason="a GPU is seeded, too")
def test_seeding_draws_the_same_numbers_and_writes_down_no_stack_of_calls(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the stack of calls was written down")

    monkeypatch.setattr(traceback, "format_stack", refuse)
    probes = GradedProbes({"cost_function": lambda *_: torch.rand(())}.__getitem__)
    asked = {"log_prob": torch.zeros(1, 10), "labels": torch.zeros(1, dtype=torch.int64)}
    first, again, other = (probes.run("cost_function", asked, seed)["cost"] for seed in (7, 7, 8))
    assert torch.equal(first, again) and not torch.equal(first, other)
