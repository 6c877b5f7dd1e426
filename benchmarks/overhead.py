"""What grading costs beside the student's own code and the bench, with a warm sandbox.

    python benchmarks/overhead.py [--runs N] [--isolation LEVEL] [--json FILE]

Grades the reference and the untouched skeleton again and again on the embedded digits. What is
spent inside the student's functions is measured in the guest. What the bench takes to train q2's
and q6's networks is measured there, and its other tasks, such as a run on hidden images, from the
task to the answer. The rest is overhead: reading the submission, forking and confining a guest for
every question, the wire, the checks' own work, pytest, and writing the result.
"""

import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from unittest.mock import patch

from table import Row, parser_of, report

from autograder.datasets.catalogue import load
from autograder.grading.grader import Grader
from autograder.grading.setup import GradingSetup
from autograder.network.bench.process import BenchProcess
from autograder.project import CHECKS
from autograder.results.results_json import write_grade
from autograder.rubric.rubric import load_rubric
from autograder.sandbox.isolation import choose

ROOT = Path(__file__).resolve().parents[1]
SUBMISSIONS = {"reference": ROOT / "solution", "untouched skeleton": ROOT / "assignment"}


@dataclass(frozen=True)
class Spent:
    """Seconds of a grading by the clock, and those of them that were spent in its parts."""

    total: float
    own: float
    training: float
    examining: float

    @property
    def overhead(self) -> float:
        """What is left."""
        return self.total - self.own - self.training - self.examining


def main() -> None:
    parser = parser_of(__doc__ or "")
    parser.add_argument("--runs", type=int, default=10)
    options = parser.parse_args()
    rubric = load_rubric(ROOT / "grading.yml", CHECKS)
    begun = perf_counter()
    isolation = choose(options.isolation)
    rows = []
    with (
        Grader(GradingSetup(rubric, load("sample"), isolation, seed=0)) as grader,
        tempfile.TemporaryDirectory() as out,
    ):
        measure(grader, SUBMISSIONS["reference"], Path(out))  # waits for PyTorch's import
        first = perf_counter() - begun
        for name, folder in SUBMISSIONS.items():
            runs = [measure(grader, folder, Path(out)) for _ in range(options.runs)]
            overheads = [run.overhead for run in runs]
            middle = f"{median(overheads):.2f} s ({min(overheads):.2f} to {max(overheads):.2f})"
            own = f"{median(run.own for run in runs):.2f} s in the student's own code"
            wanted = "0.5 s at most" if name == "reference" else ""
            rows.append(Row(f"overhead, the {name}", f"{middle} beside {own}", wanted))
            if any(run.training for run in runs):
                bench = f"{median(run.training for run in runs):.2f} s in training"
                bench += f", {median(run.examining for run in runs):.2f} s in other tasks"
                rows.append(Row(f"the bench, the {name}", bench))
    rows.append(Row("first result, import included", f"{first:.1f} s"))
    rows.append(Row("isolation", isolation.level))
    report(rows, options.json)


def measure(grader: Grader, folder: Path, out: Path) -> Spent:
    """Grade a submission once and write the result."""
    with watched_bench() as tasks:
        start = perf_counter()
        grade = grader.grade(folder, folder.name)
        write_grade(out, grade)
        total = perf_counter() - start
    training = tasks.pop("epoch", 0.0)  # which a grade counts as the student's
    return Spent(total, grade.own_seconds - training, training, sum(tasks.values()))


@contextmanager
def watched_bench() -> Iterator[dict[str, float]]:
    """Yield the seconds that benches take, by task."""
    seconds: dict[str, float] = defaultdict(float)
    do = BenchProcess.__call__

    def watched(bench: BenchProcess, task: str, arguments: dict[str, Any]) -> Any:
        begun = perf_counter()
        answer = do(bench, task, arguments)
        seconds[task] += answer if task == "epoch" else perf_counter() - begun
        return answer

    with patch.object(BenchProcess, "__call__", watched):
        yield seconds


if __name__ == "__main__":
    main()
