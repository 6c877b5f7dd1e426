"""What grading the reference costs, question by question, in seconds of the processor.

    python benchmarks/questions.py [--runs N] [--isolation LEVEL] [--json FILE]

Grades it again and again with a warm grader, on the embedded digits, and adds up what the grader,
the bench and the guests took, user and system time of all processes; the first number of a row is
their sum. Other work on the machine changes it less than it changes the clock. Linux only.
"""

from collections.abc import Iterator
from pathlib import Path
from statistics import median

import psutil
from table import Row, parser_of, report

from autograder.datasets.catalogue import load
from autograder.grading.grader import Grader
from autograder.grading.setup import GradingSetup
from autograder.project import CHECKS
from autograder.rubric.rubric import load_rubric
from autograder.sandbox.isolation import choose

ROOT = Path(__file__).resolve().parents[1]
BENCH = "autograder.network.bench"  # in the command of its processes

Seconds = dict[str, float]  # of the processor, by kind of process


def main() -> None:
    parser = parser_of(__doc__ or "")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    isolation = choose(options.isolation)
    setup = GradingSetup(load_rubric(ROOT / "grading.yml", CHECKS), load("sample"), isolation, 0)
    with Grader(setup) as grader:
        measure(grader)  # waits for PyTorch's import
        runs = [measure(grader) for _ in range(options.runs)]
    rows = [row(question, [run[question] for run in runs]) for question in runs[0]]
    report([*rows, Row("isolation", isolation.level)], options.json)


def measure(grader: Grader) -> dict[str, Seconds]:
    """Grade the reference once; return what each question took, and all together."""
    marks: list[tuple[str, Seconds]] = []
    begun = seconds_so_far()
    grader.grade(
        ROOT / "solution", "reference", report=lambda name: marks.append((name, seconds_so_far()))
    )
    ends = [*(mark for _, mark in marks[1:]), seconds_so_far()]
    found = {name: minus(end, mark) for (name, mark), end in zip(marks, ends, strict=True)}
    return found | {"all": minus(ends[-1], begun)}


def seconds_so_far() -> Seconds:
    """Return what this process and its descendants have taken, those included that have ended."""
    myself = psutil.Process()
    found = {"grader": sum(myself.cpu_times()[:2]), "bench": 0.0, "guests": 0.0}
    for child in myself.children():
        kind = "bench" if any(BENCH in part for part in child.cmdline()) else "guests"
        found[kind] += sum(map(sum, times_of(child)))
    return found


def times_of(process: psutil.Process) -> Iterator[tuple[float, ...]]:
    """Yield the times of a process and its descendants, with those of children that have ended."""
    for one in [process, *process.children(recursive=True)]:
        try:
            yield tuple(one.cpu_times()[:4])
        except psutil.NoSuchProcess:
            continue


def minus(end: Seconds, begin: Seconds) -> Seconds:
    """Return what was taken in between."""
    return {kind: end[kind] - begin[kind] for kind in end}


def row(question: str, runs: list[Seconds]) -> Row:
    """Return a row with the middle values of runs."""
    total = median(sum(run.values()) for run in runs)
    shares = [f"{kind} {median(run[kind] for run in runs):.2f}" for kind in runs[0]]
    return Row(f"{question}, of the processor", f"{total:.2f} s: {', '.join(shares)}")


if __name__ == "__main__":
    main()
