"""A whole class: submissions a minute with one job and with two, memory, and the time to the first.

    python benchmarks/classroom.py [--submissions N] [--isolation auto|bwrap|user|process]

The class is drawn from the zoo, as folders and archives, one in ten an attack, and graded by the
command that a teacher types, from the same seed: with --jobs 1, with --jobs 2, and with --jobs 2
but killed (SIGKILL) when half is graded, and then typed again. Start-up counts. The grades of all
runs must be the same, and what was graded before the kill must not be graded again. Memory is what
a worker and the sandbox's warm parent have for themselves (USS), the highest of samples taken while
they work.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from autograder.attacks import read_attacks
from autograder.zoo import read_zoo, reference_files, sample_pairs

ROOT = Path(__file__).resolve().parents[1]
SEED = "11"
SAMPLING_SECONDS = 0.5
ATTACKS = ("exits", "forging", "cheating", "archives")  # the others take a question's whole time


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--submissions", type=int, default=60)
    parser.add_argument("--isolation", default="auto")
    options = parser.parse_args()
    table = Table("run", "submissions", "seconds", "a minute", "first after", "memory of a worker")
    grades, seconds = {}, {}
    with tempfile.TemporaryDirectory(prefix="classroom-") as name:
        folder = Path(name) / "class"
        write_class(folder, options.submissions)
        for jobs in (1, 2):
            run = Run(folder, Path(name) / f"results-{jobs}", jobs, options.isolation)
            run.follow()
            seconds[jobs], grades[jobs] = run.seconds, read_results(run.out)
            rate, memory = 60 * len(grades[jobs]) / run.seconds, run.memory / 2**20
            cells = f"{run.seconds:.0f}", f"{rate:.1f}", f"{run.first:.1f} s", f"{memory:.0f} MB"
            table.add_row(f"--jobs {jobs}", str(len(grades[jobs])), *cells)
        out = Path(name) / "results-killed"
        Run(folder, out, 2, options.isolation).follow(options.submissions // 2)
        before = times_of(out)
        Run(folder, out, 2, options.isolation).follow()
        after, killed = times_of(out), read_results(out)
        table.add_row("killed, resumed", f"{len(before)}, {len(after)}")
    console = Console()
    console.print(table)
    twice = [name for name in before if before[name] != after.get(name)]
    right = grades[1] == grades[2] == killed and len(killed) == options.submissions and not twice
    console.print(
        f"two jobs are {seconds[1] / seconds[2]:.2f} times as fast as one; grades of all runs are"
        f" {'the same' if grades[1] == grades[2] == killed else 'NOT the same'};"
        f" {len(twice)} graded twice"
    )
    sys.exit(not right)


def write_class(folder: Path, count: int) -> None:
    """Write submissions of the zoo: every second one packed as an archive."""
    specimens = read_zoo(ROOT / "tests" / "zoo")
    specimens += sample_pairs(specimens, max(count - len(specimens), 0), seed=1)
    reference = reference_files(ROOT / "solution")
    attacks = [one for one in read_attacks(ROOT / "tests" / "zoo" / "attacks")]
    attacks = [one for one in attacks if one.kind in ATTACKS and "target" not in one.code]
    hostile = min(count // 10, len(attacks))
    folder.mkdir()
    for number in range(hostile):
        attacks[number * len(attacks) // hostile].write(folder, reference, "")
    count -= len(list(folder.iterdir()))
    chosen = [specimens[number * len(specimens) // count] for number in range(count)]
    for number, specimen in enumerate(chosen):
        files = specimen.submission(reference)
        name = f"{number:03}-{specimen.name.replace(' + ', '-')}"
        if number % 2:
            with zipfile.ZipFile(folder / f"{name}.zip", "w") as archive:
                for path, content in files.items():
                    archive.writestr(path, content)
        else:
            for path, content in files.items():
                target = folder / name / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)


class Run:
    """One run of the command, followed until it ends."""

    def __init__(self, folder: Path, out: Path, jobs: int, isolation: str) -> None:
        self.out = out
        options = ["--out", str(out), "--jobs", str(jobs), "--seed", SEED, "--isolation", isolation]
        program = [sys.executable, "-m", "autograder.cli", "grade", str(folder), *options]
        self.begun = time.perf_counter()
        self.process = subprocess.Popen(program, cwd=ROOT, stdout=subprocess.DEVNULL)
        self.jobs = jobs
        self.first = self.seconds = 0.0
        self.memory = 0

    def follow(self, kill_at: int | None = None) -> None:
        """Wait until it ends, and see how much memory it takes and when the first result comes.

        It is killed when there are `kill_at` results.
        """
        while self.process.poll() is None:
            if kill_at is not None and len(list(self.out.glob("*.json"))) >= kill_at:
                self.process.kill()
            if not self.first and any(self.out.glob("*.json")):
                self.first = time.perf_counter() - self.begun
            self.memory = max(self.memory, self._memory_of_a_worker())
            time.sleep(SAMPLING_SECONDS)
        self.seconds = time.perf_counter() - self.begun

    def _memory_of_a_worker(self) -> int:
        """The bytes that all its processes have for themselves, shared out among the workers."""
        total = 0
        for process in psutil.Process(self.process.pid).children(recursive=True):
            try:
                total += process.memory_full_info().uss
            except psutil.Error:
                continue
        return total // self.jobs


def times_of(out: Path) -> dict[str, int]:
    """When each result was written."""
    return {path.name: path.stat().st_mtime_ns for path in out.glob("*.json")}


def read_results(out: Path) -> dict[str, object]:
    """All results, but for the time that they took."""
    return {
        path.name: {**json.loads(path.read_text("utf-8")), "execution_time": None}
        for path in sorted(out.glob("*.json"))
    }


if __name__ == "__main__":
    main()
