"""How a class grows: the same command for 1, 10, 100 and 1,000 submissions, two jobs.

    python benchmarks/growth.py [--sizes N …] [--isolation LEVEL] [--json FILE]

A class is made of copies: one in four of the reference, the others of the untouched skeleton, which
costs little more than overhead. What a submission costs must not depend on how many there are.
Start-up and all pages count. Memory is what processes have for themselves (USS) while they grade.
"""

import shutil
import tempfile
from pathlib import Path

from classroom import Run, result_files
from table import Row, parser_of, report

ROOT = Path(__file__).resolve().parents[1]
JOBS = 2
EVERY = 4  # of which one is the reference


def main() -> None:
    parser = parser_of(__doc__ or "")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 10, 100, 1000])
    options = parser.parse_args()
    rows = []
    for size in options.sizes:
        with tempfile.TemporaryDirectory(prefix="growth-") as name:
            folder, out = Path(name) / "class", Path(name) / "results"
            for number in range(size):
                copied = "assignment" if number % EVERY else "solution"
                target = folder / f"student-{number:05}" / "digits"
                shutil.copytree(ROOT / copied / "digits", target)
            run = Run(folder, out, JOBS, options.isolation)
            run.follow()
            graded = len(result_files(out))
            page = (out / "index.html").stat().st_size / 1e6
            files = sum(path.stat().st_size for path in out.iterdir()) / 1e6
        rest = (run.seconds - run.first) / max(graded - 1, 1)
        took = f"{run.seconds:.0f} s: the first after {run.first:.1f} s, then {rest:.2f} s each"
        rows.append(Row(f"a class of {graded}", took))
        rows.append(Row("its results", f"{files:.1f} MB, the class page {page:.2f} MB"))
        if run.memory:  # there was time to look
            worker = f"{run.main_memory / 2**20:.0f} MB, each worker {run.memory / 2**20:.0f} MB"
            rows.append(Row("memory of the command", worker))
    report(rows, options.json)


if __name__ == "__main__":
    main()
