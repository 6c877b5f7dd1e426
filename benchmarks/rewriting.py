"""Measures how long it takes to write all pages of a class anew after a change of points.

    python benchmarks/rewriting.py GRADED [COUNT]

GRADED is a folder with the results of one submission, `solution.json` and its page's pictures, as
`autograder grade solution --out GRADED` writes them. COUNT copies of it are a class, by default
1,000, whose points are then changed. Nothing may be graded: a grader that is asked for one fails.
"""

import json
import os
import re
import shutil
import sys
import tempfile
import time
from multiprocessing import forkserver
from pathlib import Path
from typing import Any
from unittest.mock import patch


def of_others() -> float:
    """Return the time, in seconds of one core, of all processes that the class's have ended."""
    pid = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]  # no public name
    if pid is None:
        return 0.0
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def main(graded: Path, count: int) -> None:
    # here, for each process that writes imports this file, and does so without PyTorch
    from autograder.classroom import plan, run
    from autograder.classroom.run import ClassOptions, grade_class
    from autograder.datasets.catalogue import load
    from autograder.grading.fingerprint import fingerprints, grader_digests
    from autograder.intake.submissions import read_submission
    from autograder.project import CHECKS, ROOT
    from autograder.report.pages import write_code_page
    from autograder.rubric.rubric import load_rubric

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
            parts = {**document["extra_data"]["fingerprints"], "names": ""}
            write_code_page(out, "", name, {}, parts)  # code has not changed
        text = (ROOT / "grading.yml").read_text("utf-8")
        points = r"(test_items: )2(\s+test_sizes: )2"
        changed = re.sub(points, r"\g<1>3\g<2>1", text)
        assert changed != text
        (root / "grading.yml").write_text(changed, "utf-8")

        def refuse(setup: Any, tasks: Any, *_: Any) -> Any:
            if tasks:
                raise AssertionError("something was to be graded")
            yield from ()

        def measure(what: str) -> None:
            begun, own, others = time.perf_counter(), time.process_time(), of_others()
            done = grade_class([root / "class"], out, ClassOptions(yes=True))
            assert done.written and len(done.grades) == count
            seconds, own = time.perf_counter() - begun, time.process_time() - own
            others = of_others() - others
            print(
                f"{what}: {seconds:.1f} s; {own + others:.1f} s of one core, of which {own:.1f} s"
                " in the command's own process"
            )

        print(f"{count} submissions, {os.cpu_count()} cores")
        in_plan = patch.object(plan, "GRADING_FILE", root / "grading.yml")
        with patch.object(run, "grade_here", refuse), in_plan:
            measure("after a change of points")
            measure("after no change")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1000)
