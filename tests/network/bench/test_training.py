"""The bench's training of a recorded network, against PyTorch's training of the module itself."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from autograder.network.bench import training
from autograder.network.bench.training import Recording, Trainer
from autograder.network.graph import GraphError
from autograder.network.optimizer import AdamW
from autograder.probing.tracing import trace, warm_up
from support import styles
from support.networks import PACKAGES, build
from support.styles import Written, dense, functional, layers
from support.zoo import a_third_in_make_test

BATCH = 16
STEPS = 6
RATE = 0.004
NOT_COMPARABLE = {  # PyTorch cannot train the first two; the others draw random numbers
    *("in place", "masked"),
    *("dropout", "Dropout2d", "RReLU"),
}
NETWORKS = [
    (name, network)
    for name, specimen in PACKAGES.items()
    for network in ("MLP", "CNN")
    if network in specimen.names
]
RANDOM = {
    "bernoulli_", "native_dropout", "bernoulli", "rand", "randn_like", "rrelu_with_noise"
}  # fmt: skip


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    random.seed(0)
    yield
    torch.set_num_threads(threads)


@pytest.fixture
def as_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the bench keep the layout in memory.

    In another the noise of rounding is another, and AdamW enlarges it where a gradient is zero but
    for rounding, as that of a bias before batch normalisation.
    """
    usual = training._state
    monkeypatch.setattr(training, "_state", lambda graphs, movable: usual(graphs, False))
    monkeypatch.setattr(training, "channels_last", lambda images: images)


def record(network: nn.Module, batch: int = BATCH, times: int = 1) -> Recording:
    """Record a network as the grader has it recorded."""
    warm_up(network)
    plain = [trace(network.train(), torch.rand(batch, 1, 28, 28)) for _ in range(times)]
    evaluation = trace(network.eval(), torch.rand(40, 1, 28, 28))
    return Recording.from_plain({"training": plain, "evaluation": evaluation})


def batches(count: int) -> Iterator[tuple[Tensor, Tensor]]:
    generator = torch.Generator().manual_seed(1)
    for _ in range(count):
        images = torch.rand(BATCH, 1, 28, 28, generator=generator)
        yield images, torch.randint(0, 10, (BATCH,), generator=generator)


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
    state = dict(module.named_parameters()) | dict(module.named_buffers())
    for name, value in trainer.state.items():
        assert torch.allclose(value, state[name], atol=2e-5), name
    images = torch.rand(40, 1, 28, 28)  # a batch in evaluation mode
    with torch.no_grad():
        assert torch.allclose(trainer.output(images), module(images), atol=1e-4)


@pytest.fixture
def built(specimen: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> nn.Module:
    """The network of that name of a specimen, whose package no test before has imported."""
    return build(PACKAGES[specimen], name, tmp_path, monkeypatch)


@pytest.mark.parametrize(
    ("specimen", "name"), a_third_in_make_test(NETWORKS), ids=lambda value: value
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
    ("specimen", "name"), a_third_in_make_test(NETWORKS), ids=lambda value: value
)
def test_every_correct_network_of_the_zoo_trains_as_the_module_does(
    built: nn.Module, as_recorded: None
) -> None:
    recording = record(built, times=4)
    names = {node.name for graph in recording.training for node in graph.nodes}
    if names & RANDOM or len({id(graph.nodes) for graph in recording.training}) > 1:
        trainer = Trainer(recording, RATE)
        costs = [trainer.step(*next(batches(1))) for _ in range(40)]
        assert costs[-1] < costs[0] - 0.5
        return
    assert_alike(*train_both(built))


class Buffers(nn.Module):
    """Keeps a running mean by assignment, a maximum in place, and a count; and reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden, self.output = nn.Linear(784, 12), nn.Linear(12, 10)
        self.register_buffer("mean", torch.zeros(1))
        self.register_buffer("largest", torch.zeros(12))
        self.register_buffer("count", torch.zeros((), dtype=torch.int64))

    def forward(self, images: Tensor) -> Tensor:
        if self.training:
            self.mean = 0.9 * self.mean + 0.1 * images.mean().detach().view(1)
            self.count += 1
        x = self.hidden(images.flatten(1) - self.mean).relu()
        if self.training:
            self.largest.copy_(torch.maximum(self.largest, x.detach().amax(0)))
        return self.output(x).log_softmax(1)


class Recurrent(nn.Module):
    """Reads the rows of an image one after the other."""

    def __init__(self) -> None:
        super().__init__()
        self.cell, self.output = nn.GRUCell(28, 12), nn.Linear(12, 10)

    def forward(self, images: Tensor) -> Tensor:
        state = images.new_zeros(len(images), 12)
        for row in images[:, 0].unbind(1):
            state = self.cell(row, state)
        return self.output(state).log_softmax(1)


class LargestNorm(nn.Module):
    """Scales its weights down in each pass, without gradients."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden, self.output = nn.Linear(784, 12), nn.Linear(12, 10)

    def forward(self, images: Tensor) -> Tensor:
        with torch.no_grad():
            self.hidden.weight.mul_(
                (0.5 / self.hidden.weight.norm(dim=1, keepdim=True)).clamp(max=1)
            )
        return self.output(self.hidden(images.flatten(1)).relu()).log_softmax(1)


def tied(net: nn.Module, images: Tensor) -> Tensor:
    x = net.hidden(images.flatten(1)).relu()
    again = F.linear(F.linear(x, net.hidden.weight.T).relu(), net.hidden.weight)
    return net.output(again).log_softmax(1)


def in_place(net: nn.Module, images: Tensor) -> Tensor:
    x = net.hidden(images.flatten(1))
    x += 1
    padded = torch.zeros(len(x), 12)
    padded[:, 1:] = x[:, 1:]
    return net.output(padded.relu_()).log_softmax(1)


def written_through_a_view(net: nn.Module, images: Tensor) -> Tensor:
    x = net.body(images)
    x.view(len(images), -1).mul_(0.5)
    return net.output(x.flatten(1)).log_softmax(1)


STYLES: dict[str, Callable[[], nn.Module]] = {
    "BatchNorm": lambda: dense(nn.BatchNorm1d(12), nn.ReLU()),
    "cumulative BatchNorm": lambda: dense(nn.BatchNorm1d(12, momentum=None), nn.ReLU()),
    "buffers": Buffers,
    "recurrent": Recurrent,
    "largest norm": LargestNorm,
    "tied": lambda: Written(tied, **layers()),
    "in place": lambda: Written(in_place, **layers()),
    "through a view": lambda: Written(
        written_through_a_view, body=nn.Conv2d(1, 2, 5), output=nn.Linear(1152, 10)
    ),
    "weight norm": lambda: Written(
        functional,
        hidden=nn.utils.parametrizations.weight_norm(nn.Linear(784, 12)),
        output=nn.Linear(12, 10),
    ),
    "spectral norm": lambda: dense(
        nn.ReLU(), nn.utils.parametrizations.spectral_norm(nn.Linear(12, 12)), nn.Tanh()
    ),
    "lazy": lambda: nn.Sequential(
        nn.Flatten(), nn.LazyLinear(12), nn.ReLU(), nn.LazyLinear(10), nn.LogSoftmax(1)
    ),
}


SHARED = {name: make for name, make in styles.STYLES.items() if name not in NOT_COMPARABLE}


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


def test_several_recordings_are_used_in_turn() -> None:
    network = Written(lambda net, x: net.layers[next(net.turns)](x), layers=nn.ModuleList())
    network.layers.extend(dense(nn.ReLU()) for _ in range(3))
    network.turns = iter([0, 0, 1, 2, 0])  # one to warm up, three in training, one in evaluation
    trainer = Trainer(record(network, times=3), RATE)
    for number, (images, labels) in enumerate(batches(3)):
        before = {name: value.detach().clone() for name, value in trainer.state.items()}
        trainer.step(images, labels)
        changed = {n for n, old in before.items() if not torch.equal(old, trainer.state[n])}
        assert {name.split(".")[1] for name in changed} == {str(number)}


def test_masks_are_drawn_anew_and_the_same_seed_draws_the_same() -> None:
    network = dense(nn.ReLU(), nn.Dropout(0.5))
    recording = record(network)
    images, labels = torch.rand(3 * BATCH, 1, 28, 28), torch.arange(3 * BATCH) % 10

    def weights(seed: int) -> Tensor:
        trainer = Trainer(recording, RATE, seed)
        for _ in range(2):
            trainer.epoch(images, labels)
        return trainer.state["1.weight"].detach()

    caller = torch.get_rng_state()
    first = weights(1)
    assert torch.equal(first, weights(1)) and not torch.equal(first, weights(2))
    assert torch.equal(torch.get_rng_state(), caller)


def test_an_epoch_shows_every_image_in_a_new_order_and_fills_the_last_batch_up() -> None:
    trainer = Trainer(record(dense(nn.ReLU())), RATE)
    seen: list[Tensor] = []
    trainer.step = lambda images, labels: seen.append(labels)  # type: ignore[method-assign, assignment, return-value]
    images = torch.zeros(40, 28, 28, dtype=torch.uint8)
    for _ in range(2):
        trainer.epoch(images, torch.arange(40))
    assert [len(one) for one in seen] == [BATCH] * 6
    first, second = torch.cat(seen[:3]), torch.cat(seen[3:])
    assert set(first.tolist()) == set(second.tolist()) == set(range(40))
    assert not torch.equal(first, second)
    trainer.epoch(images[:3], torch.arange(3))
    assert len(seen[-1]) == BATCH and set(seen[-1].tolist()) == {0, 1, 2}


def test_adamw_is_pytorchs() -> None:
    weights = [torch.randn(4, 3), torch.randn(5, dtype=torch.float64), torch.randn(2)]
    ours = [one.clone().requires_grad_() for one in weights]
    theirs = [nn.Parameter(one.clone()) for one in weights]
    optimizers = AdamW(ours, 0.01), torch.optim.AdamW(theirs, 0.01)
    for number in range(5):
        for optimizer, parameters in zip(optimizers, (ours, theirs), strict=True):
            for one in parameters:
                one.grad = None
            used = parameters[:2] if number % 2 else parameters  # the last has no gradient
            sum((one**3).sum() for one in used).backward()
            optimizer.step()
    for one, other in zip(ours, theirs, strict=True):
        assert torch.allclose(one, other, atol=1e-6)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda plain: plain["training"].clear(), "not a recording"),
        (lambda plain: plain.update(training=plain["training"] * 5), "not a recording"),
        (lambda plain: plain.update(training=[plain["evaluation"]]), "modes"),
        (lambda plain: plain.update(evaluation=plain["training"][0]), "modes"),
        (lambda plain: plain["training"].append(plain["other"]), "several"),
    ],
)
def test_recordings_that_do_not_belong_together_are_refused(
    change: Callable[[dict[str, object]], object], message: str
) -> None:
    network = dense(nn.ReLU())
    plain = {
        "training": [trace(network.train(), torch.rand(2, 1, 28, 28))],
        "other": trace(network, torch.rand(3, 1, 28, 28)),
        "evaluation": trace(network.eval(), torch.rand(4, 1, 28, 28)),
    }
    change(plain)
    with pytest.raises(GraphError, match=message):
        Recording.from_plain(plain)


def detached(net: nn.Module, images: Tensor) -> Tensor:
    return net.hidden(images.flatten(1)).detach()


@pytest.mark.parametrize(
    ("network", "message"),
    [
        (nn.Flatten(), "no parameters"),
        (nn.Sequential(nn.Flatten(), nn.Linear(784, 9)), "expected floats"),
        (
            Written(lambda net, x: net.hidden(x.flatten(1)).detach(), hidden=nn.Linear(784, 10)),
            "does not require",
        ),
    ],
)
def test_what_cannot_be_trained_is_refused_with_a_reason(network: nn.Module, message: str) -> None:
    with pytest.raises(GraphError, match=message):
        Trainer(record(network), RATE).step(*next(batches(1)))
