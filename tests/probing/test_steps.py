"""How the steps of train are counted, whoever wrote the optimizer."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
import torch
from torch import Tensor
from torch.nn.functional import nll_loss
from torch.utils.data import DataLoader

from autograder.probing.graded import GradedProbes


class AdamPlus(torch.optim.AdamW):
    """Does a little besides, and leaves the step to its base."""

    def step(self, closure: Any = None) -> Any:
        self.norm = sum(float(one.grad.norm()) for one in self.param_groups[0]["params"])
        return super().step(closure)


class Own:
    """Momentum, with nothing of PyTorch's optimizers; it moves weights every `each` calls."""

    def __init__(self, parameters: Iterable[Tensor], lr: float, each: int = 1) -> None:
        self.parameters, self.lr, self.each, self.calls = list(parameters), lr, each, 0
        self.speeds = [torch.zeros_like(one) for one in self.parameters]

    def zero_grad(self) -> None:
        for one in self.parameters:
            one.grad = None

    def step(self) -> None:
        self.calls += 1
        for one, speed in zip(self.parameters, self.speeds, strict=True):
            assert one.grad is not None
            speed.mul_(0.9).add_(one.grad)
            if self.calls % self.each == 0:
                one.data -= self.lr * speed


def steps(make: Callable[..., Any], put_back: bool = False) -> Any:
    """What is counted in four epochs of four batches: with a second forward pass for each, a
    measurement after each epoch, and earlier weights `put_back` in the end.
    """

    def train(model: Any, data: Any, other: Any, epochs: int) -> tuple[list[float], list[float]]:
        optimizer = make(model.parameters(), lr=0.01)
        first = {name: value.clone() for name, value in model.state_dict().items()}
        for _ in range(epochs):
            for images, labels in DataLoader(data, 5):
                optimizer.zero_grad()
                cost = nll_loss(model(images), labels)
                model(images)
                cost.backward()  # type: ignore[no-untyped-call]
                optimizer.step()
            with torch.no_grad():
                model(images)
        if put_back:
            model.load_state_dict(first)
        return [0.0] * epochs, [0.0] * epochs

    samples = [torch.rand(20, 1, 28, 28), torch.arange(20) % 10]
    network = {"weights": [[torch.randn(10, 784), torch.zeros(10)]], "factors": None}
    asked = {"network": network | {"normalise": False, "record": True}, "options": {"epochs": 4}}
    probes = GradedProbes({"train": train}.__getitem__)
    return probes.run("train", asked | {"training": samples, "validation": samples}, 0)["steps"]


@pytest.mark.parametrize("make", [torch.optim.AdamW, AdamPlus, Own])
@pytest.mark.parametrize("put_back", [False, True])
def test_a_step_counts_once_whoever_wrote_the_optimizer(
    make: Callable[..., Any], put_back: bool
) -> None:
    assert steps(make, put_back) == [16]


def test_two_optimizers_are_two_and_one_that_steps_too_seldom_is_seen() -> None:
    class Both:
        def __init__(self, parameters: Iterable[Tensor], lr: float) -> None:
            weight, bias = parameters
            self.parts = torch.optim.AdamW([weight], lr), torch.optim.SGD([bias], lr)

        def zero_grad(self) -> None:
            for one in self.parts:
                one.zero_grad()

        def step(self) -> None:
            for one in self.parts:
                one.step()

    assert steps(Both) == [16, 16]
    assert steps(lambda parameters, lr: Own(parameters, lr, each=2)) == [8]
    assert steps(lambda parameters, lr: Own(parameters, lr, each=100)) == []
