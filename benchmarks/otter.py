"""Otter and this grader side by side: the same notebooks, the same checks, the same cores.

    python benchmarks/otter.py [--specimens N] [--isolation LEVEL] [--json FILE]

Every specimen is the released notebook with the reference filled in, and one more cell, below the
definition that it replaces. `otter run` grades them one after the other, and so does the grader, in
one process each and with one thread. Printed are the points by question, where they differ, and
the submissions a minute; start-up counts for both. The time inside the student's own functions is
measured in this grader's sandbox, and taken to be the same under Otter.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

os.environ |= {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}  # before PyTorch is imported

import nbformat
from rich.console import Console
from rich.table import Table
from table import Row, parser_of, report

from autograder.datasets.catalogue import load
from autograder.grading.grader import Grader
from autograder.grading.setup import GradingSetup
from autograder.otter.master_cells import code
from autograder.otter.release import NOTEBOOK, release_notebook, write_autograder
from autograder.probing.questions import NAMES
from autograder.project import CHECKS
from autograder.quality.zoo import Specimen, read_zoo
from autograder.results.grade import Grade
from autograder.rubric.rubric import Rubric, load_rubric
from autograder.sandbox.isolation import choose

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from support.notebook import with_solutions  # noqa: E402 - the tests' notebook with solutions

SOLUTION = ROOT / "solution"
MODULES = re.compile(r"^[ \t]*from \. import (.+)\n", re.MULTILINE)
IMPORTS = re.compile(r"^[ \t]*from \.\w+ import .+\n", re.MULTILINE)
Scores = dict[str, float]


def main() -> None:
    parser = parser_of(__doc__ or "")
    parser.add_argument("--specimens", type=int, default=24)
    options = parser.parse_args()
    rubric = load_rubric(ROOT / "grading.yml", CHECKS)
    released = release_notebook(SOLUTION, CHECKS, rubric)
    reference = with_solutions(nbformat.reads(released.files[NOTEBOOK].decode(), as_version=4))
    chosen = choose_specimens(options.specimens)
    with tempfile.TemporaryDirectory(prefix="otter-") as name:
        folder = Path(name)
        for specimen in chosen:
            nbformat.write(with_specimen(reference, specimen), folder / f"{specimen.name}.ipynb")
        paths = sorted(folder.glob("*.ipynb"))
        autograder = write_autograder(released, folder / "dist")
        begun = perf_counter()
        ours, own_seconds = grade(paths, rubric, options.isolation)
        our_seconds = perf_counter() - begun
        begun = perf_counter()
        theirs = {path.stem: otter_run(path, autograder, rubric) for path in paths}
        otter_seconds = perf_counter() - begun
    compare(theirs, ours)
    count, rows = len(paths), []
    for name, seconds in (("otter run", otter_seconds), ("autograder, one job", our_seconds)):
        each = f"{(seconds - own_seconds) / count:.2f} s each beside the student's own code"
        speed = f"{60 * count / seconds:.1f} a minute, {seconds:.0f} s; {each}"
        rows.append(Row(f"the same {count} notebooks, {name}", speed))
    rest = (otter_seconds - own_seconds) / (our_seconds - own_seconds)
    faster = f"{otter_seconds / our_seconds:.1f} times; without the students' own code {rest:.1f}"
    rows.append(Row("as fast as otter run", faster, "15 times"))
    report(rows, options.json)
    sys.exit(theirs != ours)


def choose_specimens(count: int) -> list[Specimen]:
    """Choose from everywhere in the zoo, a third of them correct; those that need no files."""
    chosen = []
    for kind, share in (("correct", count // 3), ("mistakes", count - count // 3)):
        found = read_zoo(ROOT / "tests" / "zoo", [kind])
        fitting = [one for one in found if not one.files and not one.notebook]
        chosen += [fitting[number * len(fitting) // share] for number in range(share)]
    return chosen


def with_specimen(notebook: Any, specimen: Specimen) -> Any:
    """Return a notebook with a specimen's code below the last definition that it replaces."""
    places = {cell.id: number for number, cell in enumerate(notebook.cells)}
    below = max(places[f"write-{name}"] for name in NAMES if name in specimen.names)
    source = specimen.code
    for modules in MODULES.findall(source):  # training.cost_function is cost_function here
        for module in modules.split(", "):
            source = re.sub(rf"\b{module}\.(?=\w)", "", source)
    source = IMPORTS.sub("", MODULES.sub("", source))
    cells = list(notebook.cells)
    cells.insert(below + 1, code("specimen", source.strip()))
    return nbformat.from_dict({**notebook, "cells": cells})


def otter_run(path: Path, autograder: Path, rubric: Rubric) -> Scores:
    """Grade a notebook with `otter run`; return its points by question."""
    with tempfile.TemporaryDirectory(prefix="results-") as out:
        command = [sys.executable, "-m", "otter", "run", str(path), "-a", str(autograder)]
        subprocess.run([*command, "-o", out, "--no-logo"], check=True, capture_output=True)
        results = json.loads((Path(out) / "results.json").read_text("utf-8"))
    found = {test["name"]: test["score"] for test in results["tests"] if "score" in test}
    return {question.id: found[question.id] for question in rubric.questions}


def grade(paths: list[Path], rubric: Rubric, isolation: str) -> tuple[dict[str, Scores], float]:
    """Grade notebooks with this grader; return their points, and the students' own seconds."""
    scores, own_seconds = {}, 0.0
    with Grader(GradingSetup(rubric, load("sample"), choose(isolation), seed=1)) as grader:
        for path in paths:
            result = grader.grade(path, path.stem)
            if result.fault:
                sys.exit(f"the grader failed at {path.stem}: {failures(result)}")
            scores[path.stem] = {s.question.id: s.score for s in result.question_scores}
            own_seconds += result.own_seconds
    return scores, own_seconds


def failures(grade: Grade) -> str:
    """What the grader says about its own failure."""
    return next(result.hint for result in grade.results if result.status == "fault")


def compare(theirs: dict[str, Scores], ours: dict[str, Scores]) -> None:
    """Print the points of every specimen, and where the two graders differ."""
    table = Table("specimen", "points", "loses", "Otter differs", box=None)
    full = {id: max(scores[id] for scores in ours.values()) for id in next(iter(ours.values()))}
    for name, scores in ours.items():
        lost = " ".join(f"{id} -{full[id] - scores[id]:g}" for id in full if scores[id] < full[id])
        differs = {id: theirs[name][id] for id in full if theirs[name][id] != scores[id]}
        message = " ".join(f"{id} {score:g}, not {scores[id]:g}" for id, score in differs.items())
        table.add_row(name, f"{sum(scores.values()):g}", lost, message or "✓")
    Console().print(table)


if __name__ == "__main__":
    main()
