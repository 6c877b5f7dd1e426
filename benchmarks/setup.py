"""What a newcomer waits for: the commands of the README in a fresh clone, with nothing installed.

    python benchmarks/setup.py [COMMAND ...] [--keep] [--json FILE]

Clones the last commit into a folder for temporary files, with empty caches for packages, and runs
each COMMAND there: by default the environment alone, `make demo`, `make test`, and `make grader` in
an environment of its own. Prints the seconds by the clock, those of the processors, and how large
the environments are; with --keep they are kept in docs/benchmarks.md.
"""

import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from table import PAGE, Row, keep, parser_of, processor_clock, report, table_of

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = ("make .venv/ready", "make demo", "make test", "make grader VENV=grader")
ENVIRONMENTS = (".venv", "grader")
LEFT_OUT = ("MAKEFLAGS", "MAKELEVEL", "PYTHONPATH", "VIRTUAL_ENV")


def main() -> None:
    parser = parser_of(__doc__ or "")
    parser.add_argument("commands", nargs="*", metavar="COMMAND", default=list(COMMANDS))
    parser.add_argument("--keep", action="store_true", help="keep the table in docs/benchmarks.md")
    options = parser.parse_args()
    processors = processor_clock()
    rows, failed = [], False
    with tempfile.TemporaryDirectory(prefix="setup-") as name:
        clone, caches = Path(name) / "clone", Path(name) / "caches"
        os.chmod(name, 0o755)  # guests that are other users must be able to read Python there
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        environment = {key: value for key, value in os.environ.items() if key not in LEFT_OUT}
        environment |= {"PIP_CACHE_DIR": str(caches / "pip"), "UV_CACHE_DIR": str(caches / "uv")}
        for command in options.commands:
            before = processors()
            seconds, code = run(command, clone, environment)
            busy = processors() - before
            took = f"{seconds:.0f} s by the clock, {busy:.0f} s of the processors"
            rows.append(Row(f"`{command}`", took + (f"; ended with {code}" if code else "")))
            failed |= code != 0
        for folder in ENVIRONMENTS:
            if (clone / folder).exists():
                rows.append(Row(f"size of `{folder}`", f"{gigabytes(clone / folder):.1f} GB"))
    report(rows, options.json)
    if options.keep:
        keep(PAGE, "A fresh clone", table_of(rows, "python benchmarks/setup.py"))
    sys.exit(failed)


def run(command: str, folder: Path, environment: dict[str, str]) -> tuple[float, int]:
    """Run a command; return its seconds by the clock, and its exit code."""
    begun = perf_counter()
    result = subprocess.run(shlex.split(command), cwd=folder, env=environment, check=False)
    return perf_counter() - begun, result.returncode


def gigabytes(folder: Path) -> float:
    """What a folder takes on the disk, in GB of 10^9 bytes."""
    du = subprocess.run(["du", "-sk", folder], check=True, capture_output=True, text=True)
    return int(du.stdout.split()[0]) * 1024 / 1e9


if __name__ == "__main__":
    main()
