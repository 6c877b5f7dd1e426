"""From the fork of a guest to its first answer, at each level of isolation that is possible here.

    python benchmarks/guests.py [--forks N] [--json FILE]

A guest is forked from a process that has imported PyTorch, confined, given a submission of one
file, and asked for a number, for which the student's file imports PyTorch and computes with a
tensor. Guests are forked one at a time here; where levels allow it the grader forks the next one
ahead, which is measured, too, with 50 ms of work in between. bubblewrap by itself starts `true`.
"""

import subprocess
import time
from collections.abc import Callable
from math import ceil
from time import perf_counter

from table import Row, parser_of, report

from autograder.sandbox.isolation import LEVELS
from autograder.sandbox.levels.base import Isolation
from autograder.sandbox.sandbox import Sandbox

LIMITS = {
    "wall_seconds": 60,
    "cpu_seconds": 60,
    "memory_mb": 600,
    "processes": 64,
    "open_files": 128,
    "file_mb": 20,
    "output_kb": 64,
}
STUDENT = b"""
import torch

def chance_cost(num_classes=10):
    return float(torch.log(torch.tensor(float(num_classes))))
"""
FILES = {"digits/__init__.py": b"", "digits/evaluation.py": STUDENT}
WORK_SECONDS = 0.05  # while the next guest is confined
BWRAP = ("bwrap", "--unshare-all", "--ro-bind", "/", "/", "--proc", "/proc", "/usr/bin/true")


class OneAtATime(Sandbox):
    """Forks no guest ahead."""

    _can_fork_ahead = False


def main() -> None:
    parser = parser_of(__doc__ or "")
    parser.add_argument("--forks", type=int, default=200)
    options = parser.parse_args()
    rows = []
    for name, level in LEVELS.items():
        if reason := level.missing():
            rows.append(Row(f"fork to first answer, {name}", f"not possible here: {reason}"))
            continue
        rows.append(Row(f"fork to first answer, {name}", forks(OneAtATime, level, options.forks)))
        if level.namespaces:
            measured = forks(Sandbox, level, options.forks)
            rows.append(Row(f"the same, forked ahead, {name}", measured))
    if not LEVELS["bwrap"].missing():
        measured = percentiles([seconds_of(run_bubblewrap) for _ in range(options.forks)])
        rows.append(Row("bubblewrap alone, with `true`", measured))
    report(rows, options.json)


def forks(kind: type[Sandbox], level: type[Isolation], count: int) -> str:
    """Return how long guests take to answer, in `count` forks of one warm sandbox."""
    with kind(level(), LIMITS) as sandbox:

        def answer() -> None:
            guest = sandbox.open("q5", FILES, {})
            value = guest.call("chance_cost", {"options": {}}, seed=0)
            seconds.append(perf_counter() - begun)
            guest.close()
            if abs(value - 2.302585) > 1e-4:
                raise ValueError(f"the guest answered {value}")

        seconds: list[float] = []
        begun = perf_counter()
        answer()  # waits for PyTorch's import, and does not count
        seconds.clear()
        for _ in range(count):
            time.sleep(WORK_SECONDS)
            begun = perf_counter()
            answer()
    return percentiles(seconds)


def run_bubblewrap() -> None:
    """Start a program in namespaces, and wait for it."""
    subprocess.run(BWRAP, check=True)


def seconds_of(do: Callable[[], None]) -> float:
    """Return the seconds that something takes."""
    begun = perf_counter()
    do()
    return perf_counter() - begun


def percentiles(seconds: list[float]) -> str:
    """Return the 50th and the 95th percentile (nearest rank), in milliseconds."""
    ordered = sorted(seconds)
    p50, p95 = (1000 * ordered[ceil(share * len(ordered)) - 1] for share in (0.50, 0.95))
    return f"p50 {p50:.1f} ms, p95 {p95:.1f} ms, of {len(ordered)}"


if __name__ == "__main__":
    main()
