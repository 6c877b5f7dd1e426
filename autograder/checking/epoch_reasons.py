"""What a training epoch's wrong cost, or a training's wrong second one, comes of, as hints."""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from ..probing.hints.catalogue import Message

LARGE_RATE = 0.1  # with it the weights tell what a small one does not
NEAR = 1e-3  # nats per sample


def cost_reason(
    submission: Any,
    network: Any,
    outcome: Any,
    batches: Sequence[tuple[Tensor, Tensor]],
    rate: float,
) -> str:
    """Return the hint for the cost of an epoch of these batches, whose learning rate has hardly
    moved the weights; for a submission, its watched network, and what training made of it.
    """
    if outcome.distance(network.parts()) > 100 * rate:
        return "q4.other-optimizer" if outcome.optimizer_steps else "q4.by-hand"
    images, labels = (torch.cat(parts) for parts in zip(*batches, strict=True))
    size = len(batches[0][1])
    again = submission.training_epoch(network, images, labels, size, rate)
    if abs(again.result - outcome.result) > 1e-4:
        return "all.remembers"
    if reason := network.epoch_cost_reason(outcome.result, batches):
        return str(reason)
    if abs(outcome.result - network.accuracy(images, labels)) < NEAR:
        return "q4.accuracy-listed"
    if abs(outcome.result - network.cost(*batches[0])) < 2e-4:
        again = submission.training_epoch(network, images, labels, size, LARGE_RATE)
        reason = again.how_it_stepped(network, batches, LARGE_RATE)
        always = "q4.first-batch-always"
        return always if reason == always else "q4.first-batch-only"
    whole = submission.training_epoch(network, images, labels, len(labels), rate)
    other = abs(whole.result - network.cost(images, labels)) > NEAR
    return "q4.of-a-batch" if other else "q4.how-averaged"


def second_epoch_trouble(costs: Sequence[Sequence[float]], expected: float) -> Message | None:
    """Say what is wrong with the second training cost of two epochs of one full batch; None if
    nothing is. It is `expected` to be what the first epoch's weights cost.

    A rate that depends on the number of epochs leads elsewhere; the first validation cost, on the
    same data, says where.
    """
    if [len(some) for some in costs] != [2, 2]:
        return None
    (first, second), (validation, _) = costs
    expected = min(expected, validation, key=lambda cost: abs(cost - second))
    if abs(second - expected) < NEAR:
        return None
    kept = min(abs(second - first - expected), abs(second - (first + expected) / 2)) < NEAR
    found: dict[str, Any] = {"first": first, "second": second, "expected": expected}
    return {"hint": "q4.second-epoch", "because": "q4.sums-kept" if kept else None, **found}
