"""A course's own data: colour pictures of five classes, a copy of the project that is made for
them, and `python -m support.own_data`, which grades there.
"""

import json
import sys
import tempfile
from functools import partial
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from autograder.classroom.pool import SubmissionTask, run_in_order
from autograder.datasets.archive import choose_test, read_archive
from autograder.datasets.catalogue import load_chosen
from autograder.datasets.embedded import mnist_files
from autograder.files import write_files, write_tree
from autograder.grading.grader import Grader
from autograder.grading.setup import GradingSetup, Options
from autograder.probing.questions import QUESTIONS
from autograder.quality.written_for import fit
from autograder.quality.zoo import Specimen, problems, read_specimen, reference_files
from autograder.rubric.rubric import load_rubric
from autograder.sandbox.isolation import choose

from . import ROOT
from .tree import copy_project, copy_tree

CLASSES = "zero", "one", "two", "three", "four"
TINTS = (16, 5, 4), (4, 16, 5), (5, 4, 16), (14, 14, 3)  # of 16: red, green and blue


def copy_for_own_data(target: Path) -> Path:
    """Copy what a teacher's clone holds, with this module, and return the folder."""
    copy_project(target)
    return copy_tree(target, ("tests/support",))


def write_pictures(folder: Path) -> None:
    """Write embedded digits below five as PNG of 32x32 pixels in several colours: 581 to learn from
    in `train`, 146 in `test`, in a folder for each class.
    """
    small, labels = read_archive(ROOT / "data_cache" / "digits8x8.npz")
    test = choose_test(labels)
    large = np.kron(small, np.ones((1, 3, 3), dtype=np.uint8))  # 24x24
    large = np.pad(large, [(0, 0), (4, 4), (4, 4)]).astype(np.int64) * 255 // 16
    for number in np.flatnonzero(labels < len(CLASSES)):
        place = folder / ("test" if test[number] else "train") / CLASSES[labels[number]]
        place.mkdir(parents=True, exist_ok=True)
        pixels = large[number][:, :, None] * np.array(TINTS[number % len(TINTS)]) // 16
        Image.fromarray(pixels.astype(np.uint8)).save(place / f"{number}.png")


def write_layout(folder: Path, rows: int, columns: int, num_classes: int) -> None:
    """Write embedded digits below `num_classes`, as in a mirror, as files in MNIST's layout, grey
    and of this size. Which is called which differs from the digits.
    """
    small, labels = read_archive(ROOT / "data_cache" / "digits8x8.npz")
    kept, test = labels < num_classes, choose_test(labels)
    large = np.kron(small[:, :, ::-1], np.ones((1, 2, 2), dtype=np.int64)) * 255 // 16  # 16x16
    free = rows - 16, columns - 16
    margins = [(0, 0), *((one // 2, one - one // 2) for one in free)]
    images = torch.from_numpy(np.pad(large, margins).astype(np.uint8))
    called = torch.from_numpy((labels.astype(np.int64) + 1) % num_classes).to(torch.uint8)
    parts = (torch.from_numpy(kept & one) for one in (~test, test))
    write_tree(folder, mnist_files(*(x for part in parts for x in (images[part], called[part]))))


def _specimens(names: list[str]) -> dict[str, Specimen]:
    """Read specimens of the zoo, correct ones and mistakes, fitted to these pictures."""
    zoo = ROOT / "tests" / "zoo"
    paths = (path for name in names for path in zoo.glob(f"[cm]*/{name}.py"))
    return {one.name: one for one in fit(map(read_specimen, paths)).specimens}


def _questions_of(specimen: Specimen) -> set[str]:
    """Return the questions that a specimen bears on: its own, its functions', or all."""
    written = {one for one, names in QUESTIONS.items() if specimen.names & {*names}}
    return {*specimen.hints} or written or {*QUESTIONS}


def grade(names: list[str]) -> dict[str, list[str]]:
    """Grade reference, skeleton, and specimens of the zoo, each in its own questions.

    Returns what does not hold, by name: of the reference what it loses, of the skeleton what it
    gets, and of a mistake whether it is caught, with the right hint.
    """
    rubric = load_rubric(ROOT / "grading.yml", ROOT / "autograder" / "checks")
    data = load_chosen(None, rubric.data)
    setup = GradingSetup(rubric, data, choose("auto"), 1)
    specimens = _specimens(names)
    reference = reference_files(ROOT / "solution")
    files = {"reference": reference, "skeleton": reference_files(ROOT / "assignment")}
    files |= {name: one.submission(reference) for name, one in specimens.items()}
    found: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        tasks = []
        for name, content in files.items():
            write_files(Path(folder) / name, content)
            wanted = _questions_of(specimens[name]) if name in specimens else {*QUESTIONS}
            questions = tuple(one for one in rubric.questions if one.id in wanted)
            options = Options(questions=questions)
            tasks.append(SubmissionTask(Path(folder) / name, name, options))
        for one in run_in_order(partial(Grader, setup), tasks):
            if one.name == "reference":
                found[one.name] = [f"{r.check.name}: {r.hint}" for r in one.failed]
            elif one.name == "skeleton":
                found[one.name] = [f"{one.total:g}"] if one.total else []
            else:
                found[one.name] = list(problems(specimens[one.name], one))
    return found


if __name__ == "__main__":
    print(json.dumps(grade(sys.argv[1:])))
