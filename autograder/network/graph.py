"""A network as data, executed where it is graded, without its author's code."""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from .admission import admit
from .execution import execute
from .nodes import IMAGES, Constant, GraphError, Plan, Step

__all__ = ["Graph", "GraphError", "Step"]


@dataclass(frozen=True)
class Graph(Plan):
    """A network with its weights, from images `(batch, 1, 28, 28)` to the value `output`."""

    constants: tuple[Constant, ...]

    @classmethod
    def from_plain(cls, data: Any) -> "Graph":
        """Admit what `tracing.trace` recorded; raises `GraphError` for anything else."""
        plan, constants = admit(data)
        return cls(**vars(plan), constants=constants)

    def run(self, images: Tensor) -> Tensor:
        """Execute on float images `(N, 1, 28, 28)`, batch by batch; returns outputs `(N, …)`."""
        outputs = []
        for part in torch.split(images, self.batch):
            missing = self.batch - len(part)
            batch = torch.cat([part, part.new_zeros(missing, *part.shape[1:])])
            constants = {constant.number: constant.value.clone() for constant in self.constants}
            result = execute(self.nodes, {IMAGES: batch} | constants)[self.output]
            if result.dim() == 0 or len(result) != self.batch:
                raise GraphError("the network does not return one row for each image")
            outputs.append(result[: len(part)])
        return torch.cat(outputs)

    def steps(self) -> list[Step]:
        """Return the operators that the images pass through on their way to the output."""
        return list(self.path)

    def num_parameters(self) -> int:
        """Return the number of weights registered as parameters, used or not."""
        return sum(c.value.numel() for c in self.constants if c.kind == "parameter")
