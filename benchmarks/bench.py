"""All benchmarks, one after the other, as one table; it is kept in docs/benchmarks.md.

    python benchmarks/bench.py [--isolation LEVEL] [--json FILE]

Takes twenty minutes. Nothing else should run meanwhile. Exit code 1 when one of them failed.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from table import PAGE, Row, keep, parser_of, read, report, table_of

HERE = Path(__file__).resolve().parent
SCRIPTS = {
    "guests.py": ("--forks", "200"),
    "questions.py": ("--runs", "5"),
    "gradescope.py": ("--runs", "3"),
    "overhead.py": (),
    "classroom.py": ("--submissions", "60"),
    "otter.py": ("--specimens", "6"),
    "training.py": ("--epochs", "0"),
}


def main() -> None:
    asked = parser_of(__doc__ or "").parse_args()
    isolation = ("--isolation", asked.isolation)
    console = Console()
    rows, failed = [], []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for script, options in SCRIPTS.items():
            file = Path(folder) / f"{script}.json"
            command = [sys.executable, str(HERE / script), *options, *isolation]
            with console.status(f"{script} {' '.join(options)}"):
                result = subprocess.run(
                    [*command, "--json", str(file)], capture_output=True, text=True, check=False
                )
            if file.exists():
                rows += read(file)
            if result.returncode != 0:
                failed.append(script)
                console.print(result.stdout + result.stderr, markup=False)
    rows += [Row(script, "failed") for script in failed]
    report(rows, asked.json)
    if failed:
        sys.exit(1)
    keep(PAGE, "Now", table_of(rows, "make bench"))
    console.print(f"kept in {PAGE.relative_to(HERE.parent)}")


if __name__ == "__main__":
    main()
