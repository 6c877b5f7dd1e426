"""The gradients of a network's cost, computed outside, and what those of its own code are worth."""

from collections.abc import Mapping

import torch
from torch import Tensor

from ..graph import Graph
from ..nodes import IMAGES
from ..program import Program, backpropagate
from .training import cost_of

CUT_OFF = 0.01  # a gradient's norm, of what it should be
NEGLIGIBLE = 1e-5  # a gradient's norm, of the largest of all parameters'
ALIKE = 0.9  # cosine of two gradients

Gradients = Mapping[str, Tensor]  # by the name of a parameter; one that has none is left out


def gradients_of(graph: Graph, images: Tensor, labels: Tensor, attached: bool) -> Gradients:
    """Return the gradients of the mean cost of a batch, float (B, C, H, W), int64 (B,).

    With `attached`, what the network detaches from its weights is taken for attached.
    """
    values, parameters = graph.trainable()
    with torch.enable_grad():
        output = Program(graph, attached)({IMAGES: images} | values)[graph.output]
        cost = cost_of(output, labels)
        if cost.requires_grad:
            backpropagate(cost)
    return {name: one.grad for name, one in parameters.items() if one.grad is not None}


def cut_off(own: Gradients, attached: Gradients) -> list[str]:
    """Name the parameters that a network's own code gives no gradient, though they bear on it."""
    return [
        name
        for name, norm in _norms(attached).items()
        if name not in own or not _norm(own[name]) >= CUT_OFF * norm
    ]


def unlike(own: Gradients, right: Gradients) -> list[str]:
    """Name the parameters whose own gradient points elsewhere than the right one."""
    return [
        name
        for name in _norms(right)
        if name in own and not _cosine(own[name], right[name]) >= ALIKE
    ]


def _norms(gradients: Gradients) -> dict[str, float]:
    """Return the norms of gradients by name, without those that are negligible."""
    norms = {name: _norm(one) for name, one in gradients.items()}
    least = NEGLIGIBLE * max(norms.values(), default=0.0)
    return {name: norm for name, norm in norms.items() if norm > least}


def _norm(value: Tensor) -> float:
    return float(value.double().norm())


def _cosine(first: Tensor, second: Tensor) -> float:
    product = float((first.double() * second.double()).sum())
    return product / (_norm(first) * _norm(second) or 1.0)
