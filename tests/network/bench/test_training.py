"""The bench's training of a recorded network, against PyTorch's training of the module itself."""

from itertools import chain
from operator import attrgetter
from pathlib import Path

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from autograder.network import roles
from autograder.network.bench import training
from autograder.network.bench.training import Trainer
from support import styles
from support.networks import PACKAGES, build
from support.training import RATE, batches, record
from support.training_styles import SHARED, STYLES
from support.zoo import drawn_in_make_test

pytestmark = pytest.mark.usefixtures("one_thread")
STEPS = 6
NETWORKS = [
    (name, network)
    for name, specimen in PACKAGES.items()
    for network in ("MLP", "CNN")
    if network in specimen.names
]


@pytest.fixture
def as_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the bench keep the layout in memory.

    In another the noise of rounding is another, and AdamW enlarges it where a gradient is zero but
    for rounding, as that of a bias before batch normalisation.
    """
    usual = training._state
    monkeypatch.setattr(training, "_state", lambda graphs, movable: usual(graphs, False))
    monkeypatch.setattr(training, "channels_last", lambda images: images)


def train_both(network: nn.Module, times: int = 1) -> tuple[Trainer, nn.Module]:
    """Train a network on the bench and a copy by PyTorch, and compare the costs of each step."""
    trainer = Trainer(record(network, times=times), RATE)
    module = network.train()
    optimizer = torch.optim.AdamW(module.parameters(), RATE, fused=True)
    for images, labels in batches(STEPS):
        optimizer.zero_grad()
        cost = F.nll_loss(module(images.clone()), labels)
        cost.backward()
        optimizer.step()
        assert trainer.step(images, labels) == pytest.approx(cost.item(), abs=2e-5)
    return trainer, module.eval()


def assert_alike(trainer: Trainer, module: nn.Module) -> None:
    """Compare every value, and what the networks make of images."""
    for name, value in trainer.state.items():  # a plain attribute may be kept as buffers are
        assert torch.allclose(value, attrgetter(name)(module), atol=2e-5), name
    images = torch.rand(40, 1, 28, 28)  # a batch in evaluation mode
    with torch.no_grad():
        assert torch.allclose(trainer.output(images), module(images), atol=1e-4)


@pytest.fixture
def built(specimen: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> nn.Module:
    """The network of that name of a specimen, whose package no test before has imported."""
    return build(PACKAGES[specimen], name, tmp_path, monkeypatch)


@pytest.mark.parametrize(
    ("specimen", "name"), drawn_in_make_test(NETWORKS), ids=lambda value: value
)
def test_every_correct_network_of_the_zoo_trains_in_the_layout_that_the_bench_chooses(
    built: nn.Module,
) -> None:
    trainer = Trainer(record(built, times=2), RATE)
    before = {key: value.detach().clone() for key, value in trainer.parameters.items()}
    costs = [trainer.step(*next(batches(1))) for _ in range(6)]
    assert costs[-1] < costs[0]
    assert any(not torch.equal(value, before[key]) for key, value in trainer.parameters.items())


@pytest.mark.parametrize(
    ("specimen", "name"), drawn_in_make_test(NETWORKS), ids=lambda value: value
)
def test_every_correct_network_of_the_zoo_trains_as_the_module_does(
    built: nn.Module, as_recorded: None
) -> None:
    recording = record(built, times=4)
    nodes = chain(*(graph.nodes for graph in recording.training))
    random = any(roles.is_random(node.name, node.arguments) for node in nodes)
    if random or len({id(graph.nodes) for graph in recording.training}) > 1:
        trainer = Trainer(recording, RATE)
        costs = [trainer.step(*next(batches(1))) for _ in range(40)]
        assert costs[-1] < costs[0] - 0.5
        return
    assert_alike(*train_both(built))


@pytest.mark.parametrize("style", STYLES | SHARED)
def test_networks_of_all_styles_train_as_the_module_does(style: str, as_recorded: None) -> None:
    assert_alike(*train_both((STYLES | SHARED)[style]()))


@pytest.mark.parametrize("between", [[nn.ReLU(), nn.MaxPool2d(2)], [nn.MaxPool2d(2), nn.GELU()]])
def test_channels_last_changes_nothing_but_rounding(between: list[nn.Module]) -> None:
    trainer, module = train_both(styles.convolutional(*between))
    assert trainer.movable
    assert any(v.is_contiguous(memory_format=torch.channels_last) for v in fours(trainer))
    assert_alike(trainer, module)


def fours(trainer: Trainer) -> list[Tensor]:
    """The weights of convolutions with several channels."""
    return [one for one in trainer.state.values() if one.dim() == 4 and one.shape[1] > 1]


def test_what_is_written_through_a_view_keeps_its_layout() -> None:
    trainer, module = train_both(STYLES["through a view"]())
    assert not trainer.movable
    assert_alike(trainer, module)


class Shifted(nn.Linear):
    """Subtracts a running statistic, which it assigns anew in training."""

    def __init__(self, shift: Tensor) -> None:
        super().__init__(784, 10)
        self.register_buffer("shift", shift)

    def forward(self, images: Tensor) -> Tensor:
        values = images.flatten(1)
        if self.training and self.shift.dtype == torch.float32:
            self.shift = 0.9 * self.shift + 0.1 * values.detach().mean(0)
        return F.log_softmax(super().forward(values - self.shift), 1)


@pytest.mark.parametrize("shift", [torch.zeros(784), torch.tensor(0.5, dtype=torch.bfloat16)])
def test_buffers_that_are_assigned_or_short_train_as_the_module_does(shift: Tensor) -> None:
    assert_alike(*train_both(Shifted(shift), times=3))
