"""The same code gets the same grade as a package and as a notebook: the zoo, in both forms."""

import ast
import io
import random
import tokenize
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.files import write_files
from autograder.grading.setup import Options
from autograder.grading.setup import draw as draw_for_grading
from autograder.probing.questions import NAMES, NAMES_IN, PACKAGE, QUESTIONS
from autograder.quality.zoo import Specimen, reference_files
from autograder.rubric.rubric import Rubric
from support import SOLUTION
from support.seeds import draw_seed
from support.zoo import FIRST_SEED, draw, questions_of, whole_zoo, without_thresholds

REFERENCE = reference_files(SOLUTION)
GIVEN = {f"{PACKAGE}/{name}.py" for name in ("__init__", "__main__", "plots", "shape")}
SPECIMENS = [one for one in whole_zoo() if one.kind != "pairs" and not one.notebook]
SHARE = 4  # of those that are drawn, so many that can be notebooks


def cells_of(files: Mapping[str, bytes]) -> list[str] | None:
    """Return a package's files as the cells of a notebook; None where they cannot be that.

    In a notebook all names are in one place: imports from the package's own files go.
    """
    homes = [f"{PACKAGE}/{home}.py" for home in NAMES_IN]
    further = [path for path in files if path not in homes and path not in GIVEN]
    if any(not path.endswith(".py") or not path.startswith(f"{PACKAGE}/") for path in further):
        return None
    cells = [in_one_place(text_of(files[path])) for path in [*further, *homes] if path in files]
    made = Counter(name for cell in cells if cell for name in defined(cell))
    if None in cells or any(count > 1 and name not in NAMES for name, count in made.items()):
        return None
    return [cell for cell in cells if cell]


def imports_a_file(specimen: Specimen) -> bool:
    """Say whether a file imports another one as a whole, which a notebook has not."""
    files = specimen.submission(REFERENCE)
    paths = [f"{PACKAGE}/{home}.py" for home in NAMES_IN]
    return any(in_one_place(text_of(files[path])) is None for path in paths if path in files)


def text_of(data: bytes) -> str:
    """Return a file's text, whose encoding a coding line may name."""
    encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    return io.TextIOWrapper(io.BytesIO(data), encoding).read()


@cache  # most files of most specimens are the reference's
def in_one_place(text: str) -> str | None:
    """Return a text without imports from the package; None where it imports all of a file."""
    lines = text.split("\n")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import) and any(a.name.startswith(PACKAGE) for a in node.names):
            return None
        if isinstance(node, ast.ImportFrom) and not node.level and node.module in NAMES_IN:
            return None  # a file of the package without its dot: a mistake that no notebook has
        if isinstance(node, ast.ImportFrom) and (
            node.level or str(node.module).split(".")[0] == PACKAGE
        ):
            if node.module in (None, PACKAGE, "plots") or node.names[0].name == "*":
                return None
            names = [f"{one.asname} = {one.name}" for one in node.names if one.asname]
            line = lines[node.lineno - 1]
            lines[node.lineno - 1] = line[: node.col_offset] + ("; ".join(names) or "pass")
            lines[node.lineno : node.end_lineno] = [""] * (node.end_lineno - node.lineno)
    return "\n".join(lines)


@cache
def defined(text: str) -> set[str]:
    """Return the names of functions, classes and values at the top of a text."""
    names: set[str] = set()
    for node in ast.parse(text).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names.update(one.id for one in node.targets if isinstance(one, ast.Name))
    return names


def scores(grader: Any, path: Path, options: Options) -> tuple[Any, list[str]]:
    """Return the points and the accuracies by question, and the hints of what failed."""
    grade = grader.grade(path, "student", options)
    assert not grade.fault, [one.details for one in grade.results if one.status == "fault"]
    hints = [f"{one.check.number}: {one.hint}" for one in grade.failed]
    points = {one.question.id: one.score for one in grade.question_scores}
    return (points, grade.accuracies), hints


def drawn() -> list[str]:
    """Return the names of those that `make test` compares."""
    names = sorted(draw(SPECIMENS, draw_seed()))
    random.Random(draw_seed()).shuffle(names)
    by_name = {one.name: one for one in SPECIMENS}
    possible = (name for name in names if cells_of(by_name[name].submission(REFERENCE)))
    return [*islice(possible, SHARE)]


DRAWN = drawn()


@pytest.mark.parametrize(
    "number",
    [
        pytest.param(number, id=one.name, marks=() if one.name in DRAWN else pytest.mark.full)
        for number, one in enumerate(SPECIMENS)
    ],
)
def test_a_specimen_gets_the_same_points_in_both_forms(
    number: int, grader: Any, rubric: Rubric, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    specimen: Specimen = SPECIMENS[number]
    few_epochs = without_thresholds(rubric, specimen.hints)  # accuracies are compared, too
    monkeypatch.setattr(
        grader, "drawn", partial(draw_for_grading, replace(grader.setup, rubric=few_epochs))
    )
    files = specimen.submission(REFERENCE)
    texts = cells_of(files)
    if texts is None:
        pytest.skip("it cannot be a notebook")
    write_files(tmp_path / "package", files)
    notebook = tmp_path / "notebook.ipynb"
    cells = [new_code_cell(text) for text in texts]
    notebook.write_text(nbformat.writes(new_notebook(cells=cells)), "utf-8")
    about = set(questions_of(specimen)) or {*QUESTIONS}
    questions = tuple(one for one in rubric.questions if one.id in about)
    options = Options(FIRST_SEED + number, questions=questions)
    assert (
        scores(grader, tmp_path / "package", options)[0] == (scores(grader, notebook, options)[0])
    ), (scores(grader, tmp_path / "package", options)[1], scores(grader, notebook, options)[1])


def test_nearly_every_specimen_that_imports_names_can_be_both() -> None:
    both = [one for one in SPECIMENS if cells_of(one.submission(REFERENCE))]
    possible = [one for one in SPECIMENS if not imports_a_file(one)]
    assert len(both) > 0.9 * len(possible)
    assert len(both) > 0.7 * len(SPECIMENS)
    assert {q for one in both for q in questions_of(one)} == {*QUESTIONS}
