"""A network as data, executed where it is graded, without its author's code."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

import torch
from torch import Tensor

from .admission import admit
from .lineage import trace_output
from .nodes import IMAGES, Constant, GraphError, Outline, Plan, Step
from .program import Program, Watch

__all__ = ["Graph", "GraphError", "RecordedNetwork", "Step"]


@dataclass(frozen=True)
class RecordedNetwork(Outline):
    """A network with its weights, from images `(batch, C, H, W)` to its output."""

    constants: tuple[Constant, ...]

    def run(self, images: Tensor) -> Tensor:
        """Execute on float images `(N, C, H, W)`; returns outputs `(N, …)`."""
        raise NotImplementedError

    def output_for(self, images: Tensor) -> Tensor:
        """Execute on one batch of float images `(batch, C, H, W)`; returns whatever comes out."""
        raise NotImplementedError

    def with_values(self, values: Mapping[str, Tensor]) -> Self:
        """Return the network with other values of the parameters and buffers that are named."""
        constants = (
            replace(one, value=values[one.name])
            if one.kind != "constant" and one.name in values
            else one
            for one in self.constants
        )
        return replace(self, constants=tuple(constants))

    @cached_property
    def weights(self) -> frozenset[str]:
        """The names of the parameters that are weights of its layers, whatever their shape; none
        where it is refused, or has no layers.
        """
        raise NotImplementedError

    def steps(self) -> list[Step]:
        """Return the operators that the images pass through on their way to the output."""
        return list(self.path)

    def num_parameters(self) -> int:
        """Return the number of weights registered as parameters, used or not."""
        return sum(c.value.numel() for c in self.constants if c.kind == "parameter")


@dataclass(frozen=True)
class Graph(RecordedNetwork, Plan):
    """A network that is executed in this process; its `plan` is shared with those like it."""

    plan: Plan

    @classmethod
    def from_plain(cls, data: Any) -> "Graph":
        """Admit what `tracing.trace` recorded; raises `GraphError` for anything else."""
        plan, constants = admit(data)
        return cls(**vars(plan), constants=constants, plan=plan)

    def run(self, images: Tensor) -> Tensor:
        """Execute on float images `(N, C, H, W)`, batch by batch; returns outputs `(N, …)`."""
        outputs = []
        for part in torch.split(images, self.batch):
            missing = self.batch - len(part)
            rest = part.new_zeros(missing, *part.shape[1:])
            batch = torch.cat([part, rest]) if missing else part
            result = self.output_for(batch)
            if result.dim() == 0 or len(result) != self.batch:
                raise GraphError({"hint": "graph.one-row-for-each"})
            outputs.append(result[: len(part)])
        return torch.cat(outputs)

    def output_for(self, images: Tensor) -> Tensor:
        """Execute on one batch of float images `(batch, C, H, W)`; returns whatever comes out."""
        return self.watched(images, None)

    def watched(self, images: Tensor, watch: Watch | None) -> Tensor:
        """Execute on one batch, as `output_for` does; all values go through `watch`."""
        with torch.no_grad():
            return self._program({IMAGES: images.clone()} | self._values(), watch)[self.output]

    @cached_property
    def weights(self) -> frozenset[str]:
        """The names of the parameters that are weights of its layers."""
        try:
            layers = trace_output(self.plan).layers
        except GraphError:
            return frozenset()
        numbers = {n for layer in layers for meeting in layer for n in meeting.parameters}
        return frozenset(one.name for one in self.constants if one.number in numbers)

    def trainable(self, moved: bool = False) -> tuple[dict[int, Tensor], dict[str, Tensor]]:
        """Return copies of all constants by number, and of these the parameters by name, which get
        gradients. With `moved` they lie in memory in channels-last order.
        """
        order = torch.channels_last if moved else torch.preserve_format
        values = {
            one.number: one.value.clone(
                memory_format=order if one.value.dim() == 4 else torch.preserve_format
            )
            for one in self.constants
        }
        return values, {
            one.name: values[one.number].requires_grad_()
            for one in self.constants
            if one.kind == "parameter" and one.value.is_floating_point()
        }

    @cached_property
    def _program(self) -> Program:
        return Program(self)

    def _values(self) -> dict[int, Tensor]:
        """Return the constants by number, copies where they are to be written into."""
        mutated = self.effects.mutated
        return {
            c.number: c.value.clone() if c.number in mutated else c.value for c in self.constants
        }
