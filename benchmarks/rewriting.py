"""Measures how long it takes to write all pages of a class anew after a change of points.

    python benchmarks/rewriting.py GRADED [COUNT]

GRADED is a folder with the results of one submission, `solution.json` and its page's pictures, as
`autograder grade solution --out GRADED` writes them. COUNT copies of it are a class, by default
1,000, whose points are then changed. Nothing may be graded: a grader that is asked for one fails.
"""

import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from autograder.classroom import plan, run
from autograder.classroom.run import ClassOptions, grade_class
from autograder.datasets.catalogue import load
from autograder.grading.fingerprint import fingerprints, grader_digests
from autograder.intake.submissions import read_submission
from autograder.project import CHECKS, ROOT
from autograder.rubric.rubric import load_rubric


def main(graded: Path, count: int) -> None:
    document = json.loads((graded / "solution.json").read_text("utf-8"))
    digests = grader_digests(load_rubric(plan.GRADING_FILE, CHECKS), load("sample"))
    files = read_submission(ROOT / "solution").files
    document["extra_data"]["fingerprints"] = fingerprints(digests, files)  # as if graded just now
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        out = root / "results"
        (out / ".pictures").mkdir(parents=True)
        for number in range(count):
            name = f"student-{number:04}"
            shutil.copytree(ROOT / "solution", root / "class" / name)
            document["extra_data"]["submission"] = name
            (out / f"{name}.json").write_text(json.dumps(document), "utf-8")
            shutil.copy(graded / "solution.html", out / f"{name}.html")
            pictures = graded / ".pictures" / "solution.json"
            shutil.copy(pictures, out / ".pictures" / f"{name}.json")
        text = (ROOT / "grading.yml").read_text("utf-8")
        changed = text.replace("test_items: 2, test_sizes: 2", "test_items: 3, test_sizes: 1")
        assert changed != text
        (root / "grading.yml").write_text(changed, "utf-8")
        plan.GRADING_FILE = root / "grading.yml"

        def refuse(setup: Any, tasks: Any, *_: Any) -> Any:
            if tasks:
                raise AssertionError("something was to be graded")
            yield from ()

        run.grade_here = refuse
        begun, busy = time.perf_counter(), _processor()
        done = grade_class([root / "class"], out, ClassOptions(yes=True))
        seconds, busy = time.perf_counter() - begun, _processor() - busy
        assert done.written and len(done.grades) == count
        again = time.perf_counter()
        grade_class([root / "class"], out, ClassOptions(yes=True))
        same = time.perf_counter() - again
    print(f"{count} submissions: {seconds:.1f} s ({busy:.1f} s of cores) after a change of points,")
    print(f"{same:.1f} s after none")


def _processor() -> float:
    """Return the processor time of this process and of those that it has begun and that ended."""
    of = os.times()
    return of.user + of.system + of.children_user + of.children_system


if __name__ == "__main__":
    main(Path(sys.argv[1]), int((sys.argv[2:] or [1000])[0]))
