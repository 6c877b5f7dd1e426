"""AdamW over a network's parameters, by PyTorch's fused operator.

`torch.optim` would do, but its first step imports all of `torch._dynamo`, which takes seconds.
Source: Loshchilov and Hutter, Decoupled Weight Decay Regularization (2019); PyTorch's defaults.
"""

from collections import defaultdict
from collections.abc import Iterable

import torch
from torch import Tensor

BETA1, BETA2 = 0.9, 0.999
EPSILON = 1e-8
WEIGHT_DECAY = 0.01


class AdamW:
    """Takes steps on parameters that have a gradient; the others stay as they are."""

    def __init__(self, parameters: Iterable[Tensor], learning_rate: float) -> None:
        self.parameters = list(parameters)
        self.learning_rate = learning_rate
        self.means = [torch.zeros_like(one) for one in self.parameters]  # of the gradients
        self.squares = [torch.zeros_like(one) for one in self.parameters]
        self.steps = [torch.zeros(()) for _ in self.parameters]

    def clear_gradients(self) -> None:
        """Forget all gradients."""
        for one in self.parameters:
            one.grad = None

    @torch.no_grad()
    def step(self) -> None:
        """Move every parameter that has a gradient."""
        groups: dict[torch.dtype, list[tuple[Tensor, ...]]] = defaultdict(list)
        state = zip(self.parameters, self.means, self.squares, self.steps, strict=True)
        for parameter, mean, square, steps in state:
            if parameter.grad is not None:
                groups[parameter.dtype].append((parameter, parameter.grad, mean, square, steps))
        for group in groups.values():
            columns = [list(column) for column in zip(*group, strict=True)]
            torch._foreach_add_(columns[4], 1)
            torch.ops.aten._fused_adamw_.default(
                *columns[:4],  # parameters, gradients, means, squares
                [],
                columns[4],
                lr=self.learning_rate,
                beta1=BETA1,
                beta2=BETA2,
                weight_decay=WEIGHT_DECAY,
                eps=EPSILON,
                amsgrad=False,
                maximize=False,
            )
