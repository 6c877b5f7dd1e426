"""What a student waits for on Gradescope: the reference in a container like Gradescope's.

    python benchmarks/gradescope.py [--runs N] [--json FILE]

The archive is unpacked and started as Gradescope does it, at the level `user`, in the scratch root
of the tests. Everything counts, PyTorch's import included: until the first question begins, until
it is graded (the first result), and until results.json is there. Memory is that of all processes
together, what several share counted once (PSS), the highest of samples in a run of its own.
"""

import shutil
import sys
import tempfile
import threading
from pathlib import Path
from statistics import median

import psutil
from table import Row, parser_of, report

from autograder.gradescope.bundle import write_gradescope

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
from support import container  # noqa: E402 - the tests' scratch root

SAMPLING_SECONDS = 0.5
STAMPED = """
date +%s.%N
/autograder/run_autograder | while IFS= read -r line; do echo "$(date +%s.%N) $line"; done
echo "$(date +%s.%N) end"
"""


def main() -> None:
    parser = parser_of(__doc__ or "")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    if reason := container.missing():
        report([Row("one submission on Gradescope", f"not possible here: {reason}")], options.json)
        return
    with tempfile.TemporaryDirectory(prefix="gradescope-") as name:
        folder = Path(name)
        archive = write_gradescope(ROOT, folder / "dist")
        runs = [grade(folder / f"run-{number}", archive) for number in range(options.runs)]
        memory = Sampled()
        memory.start()
        grade(folder / "memory", archive)
        memory.stop()
    begins, first, whole = (median(run[kind] for run in runs) for kind in range(3))
    times = f"begins after {begins:.1f} s, first result {first:.1f} s, whole grade {whole:.1f} s"
    rows = [Row("one submission on Gradescope", times)]
    rows.append(Row("its memory, all processes together", f"{memory.highest / 2**20:.0f} MB"))
    report(rows, options.json)


def grade(folder: Path, archive: Path) -> tuple[float, float, float]:
    """Grade the reference once; return the seconds until the first question begins, until the
    second one begins, and until all is done."""
    made = container.Container(folder, archive)
    shutil.copytree(ROOT / "solution" / "digits", made.autograder / "submission" / "digits")
    run = made.run("bash", "-c", STAMPED)
    if run.returncode or not (made.autograder / "results" / "results.json").exists():
        sys.exit(f"the grader failed: {run.stdout}{run.stderr}")
    begun, *lines = run.stdout.splitlines()
    stamps = {rest: float(stamp) for stamp, _, rest in (line.partition(" ") for line in lines)}
    q1, q2, end = (stamps[line] - float(begun) for line in ("q1", "q2", "end"))
    return q1, q2, end


class Sampled(threading.Thread):
    """Looks at the memory of all that this process has started, until it is stopped."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.ended = threading.Event()
        self.highest = 0

    def run(self) -> None:
        """Take down the most that the processes had together."""
        while not self.ended.wait(SAMPLING_SECONDS):
            total = 0
            for process in psutil.Process().children(recursive=True):
                try:
                    total += process.memory_full_info().pss
                except psutil.Error:  # it has just ended
                    continue
            self.highest = max(self.highest, total)

    def stop(self) -> None:
        """End, after the last sample."""
        self.ended.set()
        self.join()


if __name__ == "__main__":
    main()
