"""What grading costs beside the student's own code, with a warm sandbox.

    python benchmarks/overhead.py [--runs N] [--isolation auto|bwrap|user|process]

Grades the reference and the untouched skeleton again and again on the embedded digits. What is
spent inside the student's functions is measured in the guest; the rest is overhead: reading the
submission, forking and confining a guest for every question, the wire, executing graphs on hidden
images, pytest, and writing the result.
"""

import argparse
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from rich.console import Console
from rich.table import Table

from autograder.datasets import load
from autograder.grading import CHECKS, Grader
from autograder.results import write_grade
from autograder.rubric import load_rubric
from autograder.sandbox.isolation import choose

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--isolation", default="auto")
    options = parser.parse_args()
    rubric = load_rubric(ROOT / "grading.yml", CHECKS)
    table = Table("submission", "runs", "total (s)", "student's own (s)", "overhead (s)", "range")
    begun = perf_counter()
    isolation = choose(options.isolation)
    with (
        Grader(rubric, load("sample"), isolation, seed=0) as grader,
        tempfile.TemporaryDirectory() as out,
    ):
        for name in ("solution", "assignment"):
            totals, overheads = [], []
            for number in range(options.runs + 1):
                start = perf_counter()
                grade = grader.grade(ROOT / name, name)
                write_grade(Path(out), grade)
                total = perf_counter() - start
                if number == 0:  # waits for PyTorch's import in the sandbox
                    first = perf_counter() - begun
                    continue
                totals.append(total)
                overheads.append(total - grade.own_seconds)
            if name == "solution":
                to_first = first
            own = [total - overhead for total, overhead in zip(totals, overheads, strict=True)]
            spread = f"{min(overheads):.2f} to {max(overheads):.2f}"
            medians = (f"{median(values):.2f}" for values in (totals, own, overheads))
            table.add_row(name, str(options.runs), *medians, spread)
    console = Console()
    console.print(table)
    console.print(
        f"isolation {isolation.level}; first result after {to_first:.1f} s, import included"
    )


if __name__ == "__main__":
    main()
