"""The bench's trainer: its epochs, random numbers and optimizer, and what it refuses to train."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from autograder.network.bench.training import Recording, Trainer
from autograder.network.graph import GraphError
from autograder.network.optimizer import AdamW
from autograder.probing.tracing import trace
from support.styles import Written, dense
from support.training import BATCH, RATE, batches, record

pytestmark = pytest.mark.usefixtures("one_thread")


BUFFER = {"number": 900, "name": "table", "kind": "buffer", "value": torch.ones(2)}


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


def with_a_table_of_zeros(plain: dict[str, Any]) -> dict[str, Any]:
    plain["constants"].append(BUFFER | {"value": torch.zeros(2)})
    return plain


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda plain: plain["training"].clear(), "not a recording"),
        (lambda plain: plain.update(training=plain["training"] * 5), "not a recording"),
        (lambda plain: plain.update(training=[plain["evaluation"]]), "modes"),
        (lambda plain: plain.update(evaluation=plain["training"][0]), "modes"),
        (lambda plain: plain["training"].append(plain["other"]), "several"),
        (lambda plain: plain["evaluation"]["constants"].append(BUFFER), "differ from one pass"),
    ],
)
def test_recordings_that_do_not_belong_together_are_refused(
    change: Callable[[dict[str, object]], object], message: str
) -> None:
    network = dense(nn.ReLU())
    plain = {
        "training": [with_a_table_of_zeros(trace(network.train(), torch.rand(2, 1, 28, 28)))],
        "other": trace(network, torch.rand(3, 1, 28, 28)),
        "evaluation": trace(network.eval(), torch.rand(4, 1, 28, 28)),
    }
    change(plain)
    with pytest.raises(GraphError, match=message):
        Recording.from_plain(plain)


@pytest.mark.parametrize(
    ("network", "message"),
    [
        (nn.Flatten(), "no parameters"),
        (nn.Sequential(nn.Flatten(), nn.Linear(784, 9)), "expected floats"),
        (
            Written(lambda net, x: net.hidden(x.flatten(1)).detach(), hidden=nn.Linear(784, 10)),
            "its output has no gradient",
        ),
    ],
)
def test_what_cannot_be_trained_is_refused_with_a_reason(network: nn.Module, message: str) -> None:
    with pytest.raises(GraphError, match=message):
        Trainer(record(network), RATE).step(*next(batches(1)))
