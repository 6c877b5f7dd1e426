"""The probes that only the grader's own checks use: students have no copy of this file."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from torch import Tensor

from .hints.catalogue import Message
from .nested_calls import Answer, NestedCalls
from .probes import calling
from .watching import WatchingProbes


class GradedProbes(WatchingProbes):
    """All that the grader can ask of a submission.

    `ask` is what stand-ins ask the grader by, where there are such stand-ins.
    """

    DOING: ClassVar[Mapping[str, Message]] = {
        **WatchingProbes.DOING,
        "experiments": calling("run_experiments"),
    }

    def __init__(self, find: Callable[[str], Any], ask: NestedCalls | None = None) -> None:
        super().__init__(find)
        self.ask = ask or NestedCalls()

    def run(
        self, probe: str, arguments: dict[str, Any], seed: int, answer: Answer | None = None
    ) -> Any:
        """Run the probe of that name; `answer` answers what stand-ins ask meanwhile."""
        with self.ask.answered_by(answer):
            return super().run(probe, arguments, seed)

    # q7

    def experiments(
        self,
        grid: dict[str, list[Any]],
        training: list[Tensor],
        validation: list[Tensor],
        epochs: int,
    ) -> dict[str, Any]:
        """Return the rows of a table of experiments, and the networks that our MLP made."""
        stand_in = self.find("MLP")
        stand_in.forget()
        rows = self.run_experiments(grid, training, validation, epochs)["rows"]
        return {"rows": rows, "networks": stand_in.handed_back()}
