"""What the grader sees of a submission besides what students' own checks do: its answers count."""

from typing import Any, Protocol

from torch import Tensor

from ..network.bench.client import Bench
from ..probing.given import Digits
from ..probing.nested_calls import Answer
from .answers import read_field, read_rows
from .check_data import PUBLIC_SEED
from .experiments import Experiment, Experiments
from .submission import packed_pair
from .watched_submission import WatchedSubmission


class AnsweringCall(Protocol):
    """Runs a probe by name, with its arguments, and answers the calls that are nested in it."""

    def __call__(
        self, probe: str, arguments: dict[str, Any], answer: Answer | None = None
    ) -> Any: ...


class GradedSubmission(WatchedSubmission):
    """The student's functions, in experiments of which the grader knows every number.

    `key` is what numbers come from that a student's side must not know.
    """

    def __init__(
        self,
        call: AnsweringCall,
        key: bytes = b"",
        seed: int = PUBLIC_SEED,
        bench: Bench | None = None,
    ) -> None:
        super().__init__(call, seed, bench)
        self._key = key

    def run_experiments(
        self,
        grid: dict[str, list[Any]],
        training: tuple[Tensor, Tensor],
        validation: tuple[Tensor, Tensor],
        epochs: int = 1,
    ) -> Experiments:
        """Return the table of experiments of a grid, with what is known of the networks behind it.

        The grader answers what the stand-ins for MLP, train and evaluate ask meanwhile.
        """
        pairs = packed_pair(training), packed_pair(validation)
        data = {"training": pairs[0], "validation": pairs[1], "grid": grid, "epochs": epochs}
        experiment = Experiment(self._key, *((Digits(*pair).images, pair[1]) for pair in pairs))
        answer = self._call("experiments", data, experiment.answers)
        rows = read_rows(read_field(answer, "rows"))
        return experiment.read(rows, read_field(answer, "networks", list))
