"""Known networks that most checks give to a student's code, and how that code has left them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor

from .answers import KnownNetwork, Layers, Outcome, finite, read_as, read_field
from .measured_batches import batches_reason, epoch_cost_reason, is_rounded
from .weight_changes import sizes_of_groups, why_so_little

Samples = Sequence[tuple[Tensor, Tensor]]  # batches of images and labels
SURER = 10  # times as large is what the last layer returns


@dataclass(frozen=True)
class Seen:
    """One call of a known network: the mode, and whether gradients were recorded."""

    training: bool
    gradients: bool


@dataclass(frozen=True)
class WatchedOutcome(Outcome):
    """A known network after the student's code has used it, what that code returned, and how it got
    there.

    `statistics` are those of its normalisation; `frozen` says whether a parameter was left without
    `requires_grad`, `no_gradients` whether PyTorch was left recording none; `optimizer_steps` are
    the steps in `training_epoch` or `train` of each of PyTorch's optimizers.
    """

    statistics: dict[str, Tensor]
    training: bool
    frozen: bool
    no_gradients: bool
    calls: list[Seen]
    optimizer_steps: list[int]

    def descent(self, network: "WatchedNetwork", images: Tensor, labels: Tensor) -> float:
        """Return how much of a batch's gradient, by its size, the weights of `network` have moved
        against: from 0 to 1.
        """
        _, gradients = network.gradient(network.parts(), images, labels)
        parts = zip(network.parts(), self.parts(), gradients, strict=True)
        against = sum((g.abs() * ((a - b) * g > 0)).sum().item() for a, b, g in parts)
        return against / sum(gradient.abs().sum().item() for gradient in gradients)

    def why_idle(self) -> str:
        """Return the hint of q4's for an epoch that has changed no weight."""
        if not self.calls:
            return "q4.other-network"
        return "q4.gradient-missing" if self.optimizer_steps else "q4.no-step"

    def how_it_stepped(self, network: "WatchedNetwork", batches: Samples, rate: float) -> str:
        """Return the hint of q4's for how known mistakes bring `network` to these weights, in an
        epoch of these batches with plain gradient descent.
        """
        if not self.moved(network):
            return self.why_idle()
        if not self.optimizer_steps:
            return "q4.by-hand"
        steps: list[Samples] = [[batch] for batch in batches]
        known: list[tuple[str, list[Samples], float, bool]] = [
            ("q4.gradients-leak", steps, rate, False),
            ("q4.one-step-at-the-end", [batches], rate, True),
            ("q4.first-batch-only", steps[:1], rate, True),
            ("q4.first-batch-always", steps[:1] * len(steps), rate, True),
            ("q4.last-batch-skipped", steps[:-1], rate, True),
            *(("q4.loop-ends-early", steps[:n], rate, True) for n in range(2, len(steps) - 1)),
            ("q4.two-steps", steps, 2 * rate, True),
            ("q4.batches-twice", steps * 2, rate, True),
            ("q4.single-samples", _single(batches), rate, True),
            ("q4.summed", [[one] * len(one[1]) for one in batches], rate, True),
        ]
        for hint, groups, size, cleared in known:
            weights, _, _ = network.descend(groups, size, cleared)
            if self.distance(weights) < 1e-4:
                return hint
        return "q4.steps"

    def why_so_little(self, network: "WatchedNetwork", rate: float) -> dict[str, Any]:
        """Return why training `network` with this learning rate has changed so little, as fields of
        a hint of q4's.
        """
        return why_so_little(network.parts(), self.parts(), rate)

    def distance(self, expected: Sequence[Tensor]) -> float:
        """Return how far the weights are from the expected ones, at most; infinite if one is NaN.

        They are as `parts` returns them.
        """
        pairs = zip(self.parts(), expected, strict=True)
        return max((a - b).abs().nan_to_num(torch.inf).max().item() for a, b in pairs)

    def moved(self, network: "WatchedNetwork") -> bool:
        """Say whether a weight is another one than before, in `network`."""
        return self.distance(network.parts()) > 0

    def parts(self) -> list[Tensor]:
        """Return its weights, alternately a layer's weight and its bias."""
        return flat(self.weights)

    def pixels_moved_alike(self, network: "WatchedNetwork", count: int) -> list[int]:
        """Group the first `count` pixels by how their weights in the first layer of `network` have
        changed, and return how many are in each group.
        """
        return sizes_of_groups((self.weights[0][0] - network.weights[0][0])[:, :count])


@dataclass(frozen=True)
class WatchedNetwork(KnownNetwork):
    """A known network that records its calls, and tells the mode.

    In training mode it multiplies images by `factors` (pixels,). `normalise` puts a BatchNorm
    without weights before its first layer. `log_prob` and `cost` leave both out.
    """

    factors: Tensor | None = None
    normalise: bool = False
    record: bool = True

    def parts(self) -> list[Tensor]:
        """Return its weights, alternately a layer's weight and its bias."""
        return flat(self.weights)

    def batches_reason(
        self, found: Sequence[float], images: Tensor, labels: Tensor
    ) -> dict[str, Any]:
        """Return the mistake behind its cost and accuracy as somebody has found them, as fields of
        a hint of q5's; {} if it lies not in which batches were measured, nor in how they were
        averaged.
        """
        return batches_reason(found, self.log_prob(images), labels)

    def is_measured(self, found: Sequence[float], images: Tensor, labels: Tensor) -> bool:
        """Say whether one of the numbers found is its cost or its accuracy, be it in per cent or
        rounded.
        """
        right = self.accuracy(images, labels)
        known = right, 100 * right, self.cost(images, labels)
        return any(
            is_rounded(one, right) or min(abs(one - value) for value in known) < 6e-3
            for one in found
        )

    def epoch_cost_reason(self, found: float, batches: Samples) -> str | None:
        """Return the hint of q4's for how the mean cost of these batches was made, with weights
        that have hardly moved; None if it is not known.
        """
        costs = [self.cost(*batch) for batch in batches]
        return epoch_cost_reason(found, costs, [len(labels) for _, labels in batches])

    def surer(self) -> "WatchedNetwork":
        """Return a network that predicts the same, and is surer of it."""
        *others, (weight, bias) = self.weights
        return replace(self, weights=[*others, (SURER * weight, SURER * bias)])

    def without_favourites(self) -> "WatchedNetwork":
        """Return this network with a first layer whose weights are the same for all pixels."""
        (weight, bias), *others = self.weights
        alike = weight[:, :1].repeat(1, weight.shape[1])
        return replace(self, weights=[(alike, bias), *others])

    def in_training(self, images: Tensor) -> Tensor:
        """Return what its first layer sees of images in training mode, (N, pixels)."""
        flat = images.flatten(1)
        return flat if self.factors is None else flat * self.factors

    def gradient(
        self, weights: Sequence[Tensor], images: Tensor, labels: Tensor
    ) -> tuple[float, tuple[Tensor, ...]]:
        """Return the cost of a batch in training mode with these `weights`, as `parts` returns
        them, and the cost's gradient for each of them.
        """
        parts = [part.detach().clone().requires_grad_() for part in weights]
        layers = KnownNetwork(list(zip(parts[::2], parts[1::2], strict=True)))
        log_prob = layers.log_prob(self.in_training(images))
        cost = -log_prob.gather(1, labels[:, None]).mean()
        return cost.item(), torch.autograd.grad(cost, parts)

    def descend(
        self, groups: Iterable[Samples], rate: float, cleared: bool = True
    ) -> tuple[list[Tensor], list[float], list[float]]:
        """Do gradient descent by hand, a step for each group of batches, in training mode.

        Returns the weights as `gradient` takes them, each batch's cost, and each step's last
        batch's cost after the step. The gradients of a group add up; those of all groups if they
        are not `cleared`.
        """
        weights = self.parts()
        zeros = sums = [torch.zeros_like(part) for part in weights]
        costs, later = [], []
        for group in groups:
            sums = zeros if cleared else sums
            for images, labels in group:
                cost, gradients = self.gradient(weights, images, labels)
                sums = [a + b for a, b in zip(sums, gradients, strict=True)]
                costs.append(cost)
            weights = [part - rate * one for part, one in zip(weights, sums, strict=True)]
            later.append(self.gradient(weights, images, labels)[0])
        return weights, costs, later

    def plain(self) -> dict[str, Any]:
        """Return it as data, for a probe."""
        options = {"factors": self.factors, "normalise": self.normalise, "record": self.record}
        return super().plain() | options

    def read(self, answer: Any, result: Any) -> WatchedOutcome:
        """Read how it is after a probe has used it; `result` has been read already."""
        steps = read_field(answer, "steps", list) if "steps" in answer else []
        return WatchedOutcome(
            **vars(super().read(answer, result)),
            statistics={
                name: finite(read_as(value, Tensor), {"hint": "answer.statistics", "name": name})
                for name, value in read_field(answer, "statistics", dict).items()
            },
            training=read_field(answer, "training", bool),
            frozen=read_field(answer, "frozen", bool),
            no_gradients=read_field(answer, "no_gradients", bool),
            calls=[
                Seen(read_field(call, "training", bool), read_field(call, "gradients", bool))
                for call in read_field(answer, "calls", list)
            ],
            optimizer_steps=[read_as(count, int) for count in steps],
        )


def _single(batches: Samples) -> list[Samples]:
    """Return as many of the first samples as there are batches, each alone."""
    images, labels = (torch.cat(parts) for parts in zip(*batches, strict=True))
    return [[(images[i : i + 1], labels[i : i + 1])] for i in range(len(batches))]


def flat(weights: Layers) -> list[Tensor]:
    """Return the parts of layers in one list."""
    return [part for pair in weights for part in pair]
