"""Which batches a wrong cost or accuracy was measured on, and how it was averaged."""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

# Sizes of a batch, the likeliest first.
USUAL_SIZES = (32, 64, 16, 100, 128, 50, 10, 20, 8, 25, 150, 1, 250, 256, 500, 512, 1000, 200, 1024)


def batches_reason(found: Sequence[float], log_prob: Tensor, labels: Tensor) -> dict[str, Any]:
    """Return the mistake behind numbers that are of some batches only, or of all alike, as fields
    of a hint of q5's; {} if it is another.

    `log_prob` (N, classes) is right for the labels (N,).
    """
    costs = -log_prob.gather(1, labels[:, None])[:, 0]
    hits = (log_prob.argmax(1) == labels).float()
    if any(is_rounded(one, costs.mean().item()) for one in found):
        return {"because": "all.rounded"}
    if any(abs(one - costs.mean().item() / len(costs)) < 1e-5 for one in found):
        return {"because": "q5.divided-twice", "size": len(costs)}
    for values in (costs, hits):
        wrong = [one for one in found if not abs(one - values.mean().item()) < 1e-4]
        if values is hits:  # of which 0 and 1 fit many sizes
            wrong = [one for one in wrong if 0 < one < 1]
        for size in (one for one in USUAL_SIZES if one < len(values)):
            for hint, number, value in _of_batches(values, size, is_cost=values is costs):
                if any(abs(one - value.item()) < 1e-5 for one in wrong):
                    return {"because": hint, "size": number}
    return {}


def epoch_cost_reason(found: float, costs: Sequence[float], sizes: Sequence[int]) -> str | None:
    """Return the hint of q4's for how an epoch's mean cost was made of its batches, whose mean
    costs and sizes these are; None if it is not known.
    """
    total = sum(cost * size for cost, size in zip(costs, sizes, strict=True))
    if is_rounded(found, total / sum(sizes)):
        return "all.rounded"
    known = {
        "q4.sum-of-batches": sum(costs),
        "q4.sum-of-samples": total,
        "q4.last-cost": costs[-1],
        "q4.mean-of-batches": sum(costs) / len(costs),
        "q4.divided-twice": sum(costs) / sum(sizes),
        "q4.last-batch-skipped": sum(costs[:-1]) / (len(costs) - 1),
        "q4.divided-by-batches": total / len(costs),
        "q4.last-batch-of-all": costs[-1] * sizes[-1] / sum(sizes),
        "q4.divided-by-last-batch": total / sizes[-1],
        "q4.divided-by-full-batches": total / (len(costs) * sizes[0]),
    }
    return next((hint for hint, cost in known.items() if abs(found - cost) < 2e-4), None)


def is_rounded(found: float, expected: float) -> bool:
    """Say whether a number is another only because it is rounded to one, two or three decimals, be
    it in float32, and be a half rounded up or down.
    """
    return abs(found - expected) > 1e-4 and any(
        abs(found - round(found, decimals)) < 1e-6
        and abs(found - expected) < 0.5 * 10**-decimals + 1e-6
        for decimals in (1, 2, 3)
    )


def _of_batches(values: Tensor, size: int, is_cost: bool) -> list[tuple[str, int, Tensor]]:
    """Return what known mistakes make of values (N,) in batches of this size: the mistake's hint,
    the number that it names, and what comes out.
    """
    first, *_, last = batches = torch.split(values, size)
    full = values[: len(values) // size * size]
    means = torch.stack([one.mean() for one in batches])
    known = [
        ("q5.first-samples", len(first), first.mean()),
        ("q5.first-samples", len(full), full.mean()),
        ("q5.last-batch", len(last), last.mean()),
        ("q5.mean-of-batches", size, means.mean()),
        ("q5.first-samples", len(first), first.sum() / len(values)),
        ("q5.first-samples", len(full), full.sum() / len(values)),
        ("q5.last-batch", len(last), last.sum() / len(values)),
        ("q5.as-if-full", size, values.sum() / (len(batches) * size)),
    ]
    return [*known, ("q5.divided-twice", size, means.sum() / len(values))] if is_cost else known
