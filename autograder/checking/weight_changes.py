"""What a training has made of a network's weights, and what that says of how it was done."""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

Parts = Sequence[Tensor]  # a network's weights, alternately a layer's weight and its bias
ALIKE = 1e-3  # of the largest change: two pixels whose weights differ by less have moved alike


def why_so_little(before: Parts, after: Parts, rate: float) -> dict[str, Any]:
    """Return why a training with learning rate `rate` has changed so little, as fields of a hint
    of q4's.
    """
    pairs = list(zip(before, after, strict=True))
    idle = sum(torch.equal(a, b) for a, b in pairs)
    if idle:
        return {"because": "q4.idle-parts", "idle": idle, "count": len(pairs)}
    first, last = (sum(part.square().sum() for part in parts) for parts in (before, after))
    if last < first / 2:
        return {"because": "q4.decayed"}
    count = sum(part.numel() for part in before)
    moved = sum((a - b).abs().sum().item() for a, b in pairs) / count
    if moved < rate:
        return {"because": "q4.small-steps", "moved": moved, "rate": rate}
    return {"because": "q4.starts-again"}


def sizes_of_groups(change: Tensor) -> list[int]:
    """Group the pixels whose weights have changed alike, and return how many are in each group.

    `change` is that of a layer's weights, (outputs, pixels).
    """
    columns = change.T
    apart = torch.cdist(columns, columns, p=torch.inf)
    near = apart < ALIKE * change.abs().max()
    return [int(row.sum()) for number, row in enumerate(near) if not row[:number].any()]
