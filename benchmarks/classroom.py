"""A whole class: submissions a minute with one job and with two, memory, the first result.

    python benchmarks/classroom.py [--submissions N] [--isolation LEVEL] [--json FILE]

The class is drawn from the zoo, as folders and archives, one in ten an attack, and graded by the
command that a teacher types, from the same seed: with --jobs 1, with --jobs 2, and with --jobs 2
but killed (SIGKILL) when half is graded, and then typed again. Start-up counts. The grades of all
runs must be the same, and what was graded before the kill must not be graded again. Memory is what
a worker and all in its sandbox have for themselves (USS) while they grade, the highest of samples.
"""

import json
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import psutil
from table import Row, parser_of, report

from autograder.quality.attacks.specimens import read_attacks
from autograder.quality.zoo import read_zoo, reference_files, sample_pairs

ROOT = Path(__file__).resolve().parents[1]
SEED = "11"
SAMPLING_SECONDS = 0.5
MEMORY_SECONDS = 4.0  # to look at memory holds the processes up
TIMES = ("seconds", "own_seconds")  # in a result, which differ from run to run
PAIRS = 30  # of mistakes, in a class that is large enough
ATTACKS = ("exits", "forging", "cheating", "archives")  # the others take a question's whole time


def main() -> None:
    parser = parser_of(__doc__ or "")
    parser.add_argument("--submissions", type=int, default=60)
    options = parser.parse_args()
    count, rows = options.submissions, []
    grades, seconds, rest = {}, {}, {}
    with tempfile.TemporaryDirectory(prefix="classroom-") as name:
        folder = Path(name) / "class"
        write_class(folder, count)
        for jobs in (1, 2):
            run = Run(folder, Path(name) / f"results-{jobs}", jobs, options.isolation)
            run.follow()
            seconds[jobs], grades[jobs] = run.seconds, read_results(run.out)
            rest[jobs] = run.seconds - run.first
            what, memory = f"a class of {count}, --jobs {jobs}", f"{run.memory / 2**20:.0f} MB"
            rate = f"{60 * count / run.seconds:.1f} a minute, {run.seconds:.0f} s"
            rows.append(Row(what, f"{rate}; the first after {run.first:.1f} s"))
            rows.append(Row(f"memory of a worker, --jobs {jobs}", memory, "400 MB at most"))
        out = Path(name) / "results-killed"
        Run(folder, out, 2, options.isolation).follow(count // 2)
        before = times_of(out)
        Run(folder, out, 2, options.isolation).follow()
        after, killed = times_of(out), read_results(out)
    twice = [name for name in before if before[name] != after.get(name)]
    same = grades[1] == grades[2] == killed
    faster = f"{seconds[1] / seconds[2]:.2f} times as fast as one, start-up included;"
    faster += f" {rest[1] / rest[2]:.2f} times from the first result on"
    rows.append(Row("two jobs", faster, "1.8 times at least"))
    grown = f"{len(before)}, then {len(after)}; {len(twice)} graded twice"
    rows.append(Row("killed half-way and typed again", grown, f"{count}; 0 graded twice"))
    message = "the same" if same else "NOT the same"
    rows.append(Row("grades of the three runs", message, "the same"))
    report(rows, options.json)
    sys.exit(not (same and len(killed) == count and not twice))


def write_class(folder: Path, count: int) -> None:
    """Write submissions of the zoo, every second one packed as an archive; one in ten is an attack.
    A large class holds some of them more than once."""
    specimens = read_zoo(ROOT / "tests" / "zoo")
    specimens += sample_pairs(specimens, PAIRS, seed=1)
    reference = reference_files(ROOT / "solution")
    attacks = [one for one in read_attacks() if one.kind in ATTACKS and "target" not in one.code]
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
        self.out, self.count = out, len(list(folder.iterdir()))
        options = ["--out", str(out), "--jobs", str(jobs), "--seed", SEED, "--isolation", isolation]
        program = [sys.executable, "-m", "autograder.cli", "grade", str(folder), *options]
        self.begun = time.perf_counter()
        self.process = subprocess.Popen(program, cwd=ROOT, stdout=subprocess.DEVNULL)
        self.jobs = jobs
        self.first = self.seconds = 0.0
        self.memory = self.main_memory = 0

    def follow(self, kill_at: int | None = None) -> None:
        """Wait until it ends, and see how much memory it takes and when the first result comes.

        It is killed when there are `kill_at` results.
        """
        looked = 0.0
        while self.process.poll() is None:
            graded = len(result_files(self.out))
            if kill_at is not None and graded >= kill_at:
                self.process.kill()
            if graded and not self.first:
                self.first = time.perf_counter() - self.begun
            if 0 < graded < self.count and time.monotonic() - looked > MEMORY_SECONDS:
                self._look_at_memory()
                looked = time.monotonic()
            time.sleep(SAMPLING_SECONDS)
        self.seconds = time.perf_counter() - self.begun

    def _look_at_memory(self) -> None:
        """Take down the bytes that the main process has for itself, and those that all others have
        for themselves, shared out among the workers.
        """
        main, total = psutil.Process(self.process.pid), 0
        for process in [main, *main.children(recursive=True)]:
            try:
                own = process.memory_full_info().uss
            except psutil.Error:
                continue
            if process == main:
                self.main_memory = max(self.main_memory, own)
            else:
                total += own
        self.memory = max(self.memory, total // self.jobs)


def result_files(out: Path) -> list[Path]:
    """The files of the submissions' results; what is hidden beside them is about the class."""
    return sorted(out.glob("[!.]*.json"))


def times_of(out: Path) -> dict[str, int]:
    """When each result was written."""
    return {path.name: path.stat().st_mtime_ns for path in result_files(out)}


def read_results(out: Path) -> dict[str, object]:
    """All results, but for the time that they took."""
    results = {}
    for path in result_files(out):
        results[path.name] = result = json.loads(path.read_text("utf-8"))
        del result["execution_time"]
        result["extra_data"] |= dict.fromkeys(TIMES)
    return results


if __name__ == "__main__":
    main()
