"""Two trees side by side in one run: an old commit and this one, measured by the same script.

    python benchmarks/side_by_side.py COMMIT [--pairs N] [--json FILE] [SCRIPT [OPTION …]]

The speed of a shared machine changes from minute to minute, so a figure of yesterday says little
about today's. Both trees run SCRIPT, one of this folder (`overhead.py --runs 2` if none is named),
in turn, N times each, the order reversed from pair to pair. For each figure it prints the middle
and the least value of either tree, and the middle ratio of the pairs, new to old. The old tree is
checked out into a temporary folder; the scripts are each tree's own, and figures that only one has
are left out.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from statistics import median

from table import Row, parser_of, read, report

ROOT = Path(__file__).resolve().parents[1]
USUAL = ("overhead.py", "--runs", "2")
NUMBER = re.compile(r"\d+(?:\.\d+)?")

Figures = dict[str, float]  # what was measured: the first number of each row, by its name


def main() -> None:
    parser = parser_of(__doc__ or "")
    parser.add_argument("commit")
    parser.add_argument("--pairs", type=int, default=5)
    options, script = parser.parse_known_args()
    command = [*(script or USUAL), "--isolation", options.isolation]
    old: dict[str, list[float]] = defaultdict(list)
    new: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="side-by-side-") as folder:
        tree = Path(folder) / "old"
        git("worktree", "add", "--detach", str(tree), options.commit)
        try:
            for pair in range(options.pairs):
                sides = [(tree, old), (ROOT, new)]
                for root, found in sides if pair % 2 else reversed(sides):
                    for what, number in measure(root, command).items():
                        found[what].append(number)
        finally:
            git("worktree", "remove", "--force", str(tree))
    rows = [compare(what, old[what], new[what]) for what in old if what in new]
    report(rows, options.json)


def git(*arguments: str) -> None:
    """Run a command of Git's in this repository."""
    subprocess.run(["git", "-C", str(ROOT), *arguments], check=True, stdout=subprocess.DEVNULL)


def measure(root: Path, command: list[str]) -> Figures:
    """Run a script of the tree at `root`; return its figures."""
    script, *options = command
    with tempfile.TemporaryDirectory(prefix="figures-") as folder:
        file = Path(folder) / "rows.json"
        program = [sys.executable, str(root / "benchmarks" / script), *options]
        subprocess.run(
            [*program, "--json", str(file)],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root)},
            stdout=subprocess.DEVNULL,
            check=False,  # a script may say that too little was reached; without rows it has failed
        )
        found = {row.what: NUMBER.search(row.measured) for row in read(file)}
    return {what: float(number[0]) for what, number in found.items() if number}


def compare(what: str, old: list[float], new: list[float]) -> Row:
    """Return a row with the values of either tree and the ratio of the pairs."""
    ratios = [after / before for before, after in zip(old, new, strict=True) if before]
    ratio = f"{median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})" if ratios else "none"
    middle = f"{median(old):g} -> {median(new):g}"
    return Row(what, f"{middle}, the least {min(old):g} -> {min(new):g}; new to old {ratio}")


if __name__ == "__main__":
    main()
