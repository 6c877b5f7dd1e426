"""Measures the students' own pytest: the first run of all, and runs on what is written.

    python benchmarks/selfchecks.py [COMMIT] [--runs N] [--json FILE]

With COMMIT, `pytest` on the untouched assignment of that commit runs in turn with today's. Times
are those of the processors: on a machine that others use, too, the clock says less. Plugins of
pytest's that students do not have are left out.
"""

import io
import os
import resource
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from statistics import median

from table import Row, parser_of, report

ROOT = Path(__file__).resolve().parents[1]
Arguments = tuple[str, ...]  # of pytest
WRITTEN: tuple[Arguments, ...] = ((), ("-k", "q3"), ("-k", "q4"))


def main() -> None:
    parser = parser_of(__doc__ or "")
    parser.add_argument("commit", nargs="?")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="selfchecks-") as name:
        place = Path(name)
        untouched = shutil.copytree(ROOT / "assignment", place / "untouched")
        written = shutil.copytree(ROOT / "assignment", place / "written")
        shutil.copytree(ROOT / "solution" / "digits", written / "digits", dirs_exist_ok=True)
        sides: dict[str, tuple[Path, Arguments]] = {"pytest, nothing written": (untouched, ())}
        if options.commit:
            sides[f"the same at {options.commit}"] = (old(options.commit, place), ())
        for arguments in WRITTEN:
            what = " ".join(["pytest", *arguments])
            sides[f"{what}, all written"] = (written, arguments)
        times: dict[str, list[float]] = {what: [] for what in sides}
        for _ in range(options.runs):
            for what, (folder, arguments) in sides.items():
                times[what].append(seconds(folder, arguments))
    rows = [Row(what, f"{median(found):.2f} s") for what, found in times.items()]
    if options.commit:
        now, before, *_ = times.values()
        ratio = median(new / past for new, past in zip(now, before, strict=True))
        rows.append(Row("the first run, new to old", f"{ratio:.2f}", "at most 0.60"))
    report(rows, options.json)


def old(commit: str, place: Path) -> Path:
    """Return the assignment as it was at a commit, unpacked below `place`."""
    command = ["git", "-C", str(ROOT), "archive", commit, "assignment"]
    archive = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        files.extractall(place / "old", filter="data")
    return place / "old" / "assignment"


def seconds(folder: Path, arguments: Arguments) -> float:
    """Return how many seconds of the processors pytest takes in a folder."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "pytest", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": "", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        stdout=subprocess.DEVNULL,
        check=False,  # what is not written fails
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
