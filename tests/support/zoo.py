"""The zoo as the tests grade it: every specimen, and those that are drawn for `make test`."""

import ast
import io
import random
import tempfile
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from autograder.grading.standins import sources
from autograder.intake.notebooks import read_notebook
from autograder.probing.effects import DYNAMIC
from autograder.probing.experiment_data import helpers
from autograder.probing.ipython import WRITES
from autograder.probing.loader import MODULE, run_standins
from autograder.probing.nested_calls import NestedCalls
from autograder.probing.places import CELL
from autograder.probing.questions import ASSIGNMENT, HOMES, NAMES_IN, PACKAGE, QUESTIONS, Asked
from autograder.probing.source_text import SourceText, Surroundings
from autograder.probing.statements import STAR, Statement, read_cells, read_file
from autograder.probing.student_imports import StudentModule
from autograder.quality.notebook_specimens import with_reference
from autograder.quality.zoo import Specimen, read_zoo, reference_files, sample_pairs
from autograder.rubric.rubric import Rubric

from . import SOLUTION, ZOO
from .seeds import draw_seed

FRACTION = 8  # one in eight is drawn
LARGEST = {"images_one_by_one", "layers_in_pieces"}  # of 834 and 1,348 operators; the next has 290
FIRST_SEED = 1  # of the specimen that is graded first; each has the next one
PAIRS = 24  # as many as `autograder zoo` grades: each question is the reference's 200 times


@cache
def specimens() -> tuple[Specimen, ...]:
    """Return every specimen."""
    return tuple(read_zoo(ZOO))


@cache
def whole_zoo() -> tuple[Specimen, ...]:
    """Return every specimen and the pairs of mistakes, in the order in which they get seeds."""
    return (*specimens(), *sample_pairs([*specimens()], PAIRS, FIRST_SEED))


def questions_of(specimen: Specimen) -> tuple[str, ...]:
    """Return the questions that a specimen is about: of a mistake, those that lose points."""
    written = (question for question, names in QUESTIONS.items() if specimen.names & {*names})
    return tuple(specimen.hints or written)


def questions_of_files(specimen: Specimen) -> set[str]:
    """Return the questions that the files a specimen writes can change, and those it is about.

    These are all questions where it writes a file that no function belongs to. Of the questions of
    one file, or of a notebook, they are those whose names it writes, or for which the loader would
    run something else than of the reference.
    """
    if specimen.notebook:
        return questions_of_notebook(specimen.notebook, specimen.names)
    homes = {f"{PACKAGE}/{file}.py": file for file in NAMES_IN}
    if specimen.files.keys() - homes.keys():
        return {*QUESTIONS}
    below = questions_of_files(specimen.base) if specimen.base else set()
    files = {HOMES[name] for name in specimen.names if name in HOMES}
    files |= {homes[path] for path in specimen.files}
    changed = {one.question for one in ASSIGNMENT if one.file in files and changes(specimen, one)}
    return below | {*specimen.hints} | changed


def changes(specimen: Specimen, asked: Asked) -> bool:
    """Say whether a specimen writes names of a question, or changes what else is run for it."""
    path = f"{PACKAGE}/{asked.file}.py"
    reference = reference_files(SOLUTION)
    files = specimen.submission(reference)
    return not specimen.names.isdisjoint(asked.names) or (
        needed_of(files[path], asked.names) != needed_of(reference[path], asked.names)
    )


Needed = tuple[frozenset[str], list[str]]
REFERENCE_CELLS = b'{"nbformat": 4, "metadata": {}, "cells": []}'


def questions_of_notebook(notebook: bytes, names: frozenset[str]) -> set[str]:
    """Return the questions that a notebook which defines these names can change.

    These are all questions where its cells write modules, which other cells may import.
    """
    reference = reference_files(SOLUTION)
    own = cells_of(with_reference(notebook, names, reference))
    if any(WRITES.match(text.decode()) for text in own):
        return {*QUESTIONS}
    usual = cells_of(with_reference(REFERENCE_CELLS, (), reference))
    return {
        one.question
        for one in ASSIGNMENT
        if not names.isdisjoint(one.names)
        or needed_of_cells(own, one.question) != needed_of_cells(usual, one.question)
    }


def cells_of(notebook: bytes) -> tuple[bytes, ...]:
    """Return the code cells of a notebook, top to bottom."""
    return tuple(read_notebook(io.BytesIO(notebook), "the notebook").cells.values())


@cache
def needed_of_cells(cells: tuple[bytes, ...], question: str) -> Needed:
    """Return what `needed_of` does of cells, with stand-ins for the names of other questions."""
    with tempfile.TemporaryDirectory(prefix="cells-") as folder:
        for number, text in enumerate(cells, 1):
            (Path(folder) / f"{CELL}{number}").write_bytes(text)
        return needed_of_text(
            StudentModule(MODULE),
            lambda: read_cells(Path(folder)),
            QUESTIONS[question],
            run_standins(sources(question), helpers(NestedCalls())),
        )


@cache
def needed_of(text: bytes, names: tuple[str, ...]) -> Needed:
    """Return what the loader runs of a file for these names, and nothing is run for it.

    These are what it imports, with all that the file imports from the package, and what else there
    is, top to bottom.
    """
    module = StudentModule(f"{PACKAGE}.file")
    vars(module)["__package__"] = PACKAGE
    with tempfile.TemporaryDirectory(prefix="file-") as folder:
        path = Path(folder) / "file.py"
        path.write_bytes(text)
        return needed_of_text(module, lambda: read_file(path), names)


def needed_of_text(
    module: StudentModule,
    read: Callable[[], list[Statement]],
    names: tuple[str, ...],
    standins: Mapping[str, Any] | None = None,
) -> Needed:
    """Return what `needed_of` does; the stand-ins are those of a notebook, where there are any."""
    modules: list[str] = []
    around = Surroundings(
        standins=standins or {},
        written=lambda name: None,
        begin=lambda imported, importer: modules.extend(imported),
        explain=lambda text, statement, error: error,
        run=lambda code, namespace: None,
        makers=lambda module: None,
    )
    loaded = SourceText(module, read, around, one_place=standins is not None)
    loaded.make(names)
    needed = [loaded.statements[number] for number in sorted(loaded.done)]
    others = [one for one in needed if not one.imports]
    used = frozenset[str]().union(*(one.uses | one.hinted for one in others))
    imported = {one for one in modules if one.split(".")[0] == PACKAGE}
    for one in needed:
        if one.imports:
            imported.update(bound(single.node, used) for single in one.one_by_one() if single.node)
    written = [ast.dump(one.node) if one.node else repr(one.error) for one in others]
    return frozenset(imported) - {""}, written


def bound(statement: ast.stmt, used: frozenset[str]) -> str:
    """Return what an import of one name binds; "" where it is a library's, and not used.

    `import torch.nn as nn` binds what `from torch import nn` does.
    """
    assert isinstance(statement, (ast.Import, ast.ImportFrom))
    (one,) = statement.names
    name = one.asname or one.name.split(".")[0]
    if isinstance(statement, ast.ImportFrom):
        module, imported = "." * statement.level + (statement.module or ""), one.name
    else:
        module, _, imported = one.name.rpartition(".") if one.asname else ("", "", one.name)
    top = (module or imported).split(".")[0]
    of_library = top not in ("", "__future__", PACKAGE)
    if of_library and imported != STAR and name not in used and not used & DYNAMIC:
        return ""
    return f"from {module} import {imported} as {name}"


def without_thresholds(rubric: Rubric, questions: Collection[str]) -> Rubric:
    """Return a rubric that asks for no accuracy in these questions: one epoch will do.

    It is for mistakes that other checks name. An exam is still taken.
    """
    entry = rubric.exams["sample"]
    little = {
        question: budget.model_copy(update={"epochs": 1, "threshold": 1e-9})
        for question, budget in entry.budgets.items()
        if question in questions
    }
    return replace(rubric, exams={**rubric.exams, "sample": entry.model_copy(update=little)})


def draw_another(asked: set[str], seed: int) -> set[str]:
    """Return one question that is not among those asked, or none if all are.

    One for which a network is trained is drawn a tenth as often: it takes ten times as long.
    """
    others = [one for one in ASSIGNMENT if one.question not in asked]
    if not others:
        return set()
    weights = [1 if one.exam else 10 for one in others]
    return {one.question for one in random.Random(seed).choices(others, weights)}


def draw(specimens: Iterable[Specimen], seed: int) -> set[str]:
    """Return the names of an eighth of the specimens, of each kind and in each question.

    The networks of most operators, which take 40 s each, are left to `make full`.
    """
    groups = defaultdict(list)
    for specimen in specimens:
        first = "" if specimen.kind == "pairs" else "".join(questions_of(specimen)[:1])
        if specimen.name not in LARGEST:
            groups[specimen.kind, first].append(specimen.name)
    rng = random.Random(seed)
    drawn: set[str] = set()
    for names in groups.values():
        drawn.update(rng.sample(names, max(1, round(len(names) / FRACTION))))
    return drawn


def drawn_in_make_test(values: Sequence[Any]) -> list[Any]:
    """Return parameters for a test, drawn as the zoo is: the others run in `make full` only.

    A tuple stands for several arguments.
    """
    drawn = random.Random(draw_seed()).sample(range(len(values)), max(1, len(values) // FRACTION))
    return [
        pytest.param(
            *(value if isinstance(value, tuple) else (value,)),
            marks=() if place in drawn else pytest.mark.full,
        )
        for place, value in enumerate(values)
    ]
