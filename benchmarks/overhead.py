"""What grading costs beside the student's own code, with a warm sandbox.

    python benchmarks/overhead.py [--runs N] [--isolation LEVEL] [--json FILE]

Grades the reference and the untouched skeleton again and again on the embedded digits. What is
spent inside the student's functions is measured in the guest; the rest is overhead: reading the
submission, forking and confining a guest for every question, the wire, executing graphs on hidden
images, pytest, and writing the result.
"""

import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from table import Row, parser_of, report

from autograder.datasets.catalogue import load
from autograder.grading.grader import Grader
from autograder.grading.setup import GradingSetup
from autograder.project import CHECKS
from autograder.results.results_json import write_grade
from autograder.rubric.rubric import load_rubric
from autograder.sandbox.isolation import choose

ROOT = Path(__file__).resolve().parents[1]
SUBMISSIONS = {"reference": ROOT / "solution", "untouched skeleton": ROOT / "assignment"}


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
            overheads = [total - own for total, own in runs]
            middle = f"{median(overheads):.2f} s ({min(overheads):.2f} to {max(overheads):.2f})"
            own = f"{median(own for _, own in runs):.2f} s in the student's own code"
            wanted = "0.5 s at most" if name == "reference" else ""
            rows.append(Row(f"overhead, the {name}", f"{middle} beside {own}", wanted))
    rows.append(Row("first result, import included", f"{first:.1f} s"))
    rows.append(Row("isolation", isolation.level))
    report(rows, options.json)


def measure(grader: Grader, folder: Path, out: Path) -> tuple[float, float]:
    """Grade a submission once and write the result; returns the seconds in all, and those that
    were spent in the student's own code."""
    start = perf_counter()
    grade = grader.grade(folder, folder.name)
    write_grade(out, grade)
    return perf_counter() - start, grade.own_seconds


if __name__ == "__main__":
    main()
