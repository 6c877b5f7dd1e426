"""What the grader and its stand-ins for q7 both compute: names of data, and first weights."""

import hashlib
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from .given import no_attribute
from .nested_calls import NestedCalls
from .shape import NUM_CLASSES, NUM_PIXELS


class Content(NamedTuple):
    """What data hold: a `name` that the same samples have in whatever order, their number, and the
    size of the largest batch in which they came.
    """

    name: str
    size: int
    batch_size: int


def content_of(batches: Iterable[tuple[Tensor, Tensor]]) -> Content:
    """Return the content of batches of images (N, ...) and labels (N,)."""
    samples: list[bytes] = []
    largest = 0
    for images, labels in batches:
        rows = images.detach().float().flatten(1).contiguous().numpy()
        largest = max(largest, len(rows))
        for row, label in zip(rows, labels.tolist(), strict=True):
            samples.append(hashlib.blake2b(row, key=str(label).encode(), digest_size=16).digest())
    name = hashlib.sha256(b"".join(sorted(samples))).hexdigest()
    return Content(name, len(samples), largest)


def first_weights(num_hidden: int, seed: int) -> list[Tensor]:
    """Draw the weights of a network with one hidden layer, as PyTorch draws those of its layers.

    They are weight (num_hidden, pixels), bias (num_hidden,), weight (classes, num_hidden), bias
    (classes,).
    """
    generator = torch.Generator().manual_seed(seed)
    weights = []
    for inputs, outputs in ((NUM_PIXELS, num_hidden), (num_hidden, NUM_CLASSES)):
        bound = inputs**-0.5
        for shape in ((outputs, inputs), (outputs,)):
            weights.append(
                (2 * torch.rand(shape, generator=generator, dtype=torch.float32) - 1) * bound
            )
    return weights


def helpers(ask: NestedCalls, find: Callable[[str], Any] | None = None) -> dict[str, Any]:
    """Return what stands beside the stand-ins that the grader answers, by name.

    `find` returns the student's own class of a name, though there is a stand-in for it.
    """

    def own(name: str, num_hidden: int) -> nn.Module | None:
        """Make the student's own network of that size; return None where that is not possible."""
        try:
            network = find(name)(num_hidden) if find else None
        except Exception:  # noqa: BLE001 - whatever a student's class raises
            return None
        return network if isinstance(network, nn.Module) else None

    return {
        "ask": ask,
        "content_of": content_of,
        "first_weights": first_weights,
        "no_attribute": no_attribute,
        "own": own,
    }
