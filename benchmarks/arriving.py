"""Measures what the one process of a command does for each grade that arrives from its workers.

    python benchmarks/arriving.py GRADED [COUNT]

GRADED is a folder with the results of one submission, `solution.json`, as
`autograder grade solution --out GRADED` writes them. Copies of its grade, by default 300, arrive as
from a worker, as fast as they are taken: with the pictures of their pages drawn there, and without.
"""

import pickle
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from unittest.mock import patch

from autograder.classroom import run
from autograder.classroom.pool import SubmissionTask
from autograder.classroom.run import ClassOptions, grade_class
from autograder.project import CHECKS, ROOT
from autograder.report.drawn import draw_ahead
from autograder.results.grade import Grade
from autograder.results.results_json import read_grade
from autograder.rubric.rubric import load_rubric

WORKERS, SECONDS = 32, 2.8  # that a worker takes for a submission


def arriving(
    grade: Grade, spent: list[float], _: object, tasks: Sequence[SubmissionTask], *__: object
) -> Iterator[Grade]:
    """Yield a copy of the grade for each task, in place of `grade_here`; add what is done with it,
    in seconds of a core."""
    for task in tasks:
        sent = pickle.dumps(replace(grade, name=task.name))
        begun = time.process_time()
        yield pickle.loads(sent)
        spent.append(time.process_time() - begun)


def main(graded: Path, count: int) -> None:
    alone = read_grade(graded / "solution.json", load_rubric(ROOT / "grading.yml", CHECKS))
    assert alone is not None, f"there is no grade in {graded}"
    for how, grade in (("without", alone), ("with", draw_ahead(alone))) * 2:
        spent: list[float] = []
        come = partial(arriving, grade, spent)
        with tempfile.TemporaryDirectory() as place, patch.object(run, "grade_here", come):
            for number in range(count):
                shutil.copytree(ROOT / "solution" / "digits", Path(place) / "class" / f"s{number}")
            grade_class([Path(place) / "class"], Path(place) / "results", ClassOptions(seed=1))
        each = sum(spent) / len(spent)
        a_second = WORKERS / SECONDS
        print(
            f"{how} the pictures drawn: {1000 * each:.1f} ms of a core for each of {len(spent)};"
            f" {WORKERS} workers deliver {a_second:.0f} a second, {each * a_second:.0%} of a core"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 300)
