"""The notebook students receive: complete, without a line of the solution."""

import ast
import json
import zipfile
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.otter.master_cells import (
    definition,
)
from autograder.otter.release import (
    NOTEBOOK,
    NotebookRelease,
)
from autograder.probing.questions import NAMES, QUESTIONS
from autograder.release.assignment import make_skeleton
from autograder.release.only_graded import only_graded
from autograder.rubric.rubric import Rubric
from support import CHECKS, SOLUTION
from support.notebook import SOURCES, cell, with_solutions
from support.release import quotations, solution_lines, without_comment

# What is in it


def test_every_name_has_its_stub_as_in_the_package(notebook: Any) -> None:
    for name in NAMES:
        source = cell(notebook, f"write-{name}")
        skeleton = make_skeleton(definition(SOURCES, name), name, QUESTIONS).strip()
        assert source == skeleton
        assert ast.get_docstring(ast.parse(source).body[0])  # type: ignore[arg-type]


@pytest.mark.parametrize("name", NAMES)
def test_a_stub_says_which_question_it_belongs_to(name: str, notebook: Any) -> None:
    names: dict[str, Any] = {}
    for id in ("imports", "shape", f"write-{name}"):
        exec(cell(notebook, id), names)
    question = next(id for id, members in QUESTIONS.items() if name in members)
    arguments = [None] * {"run_experiments": 3, "cost_function": 2, "accuracy": 2}.get(name, 0)
    arguments = [None] * 3 if name in ("train", "training_epoch") else arguments
    arguments = [None] * 2 if name == "evaluate" else arguments
    arguments = [None] if name == "make_loader" else arguments
    with pytest.raises(NotImplementedError, match=f"^{question}: "):
        names[name](*arguments)


def test_every_question_is_checked_after_its_last_name(notebook: Any) -> None:
    ids = [cell.id for cell in notebook.cells]
    for question, names in QUESTIONS.items():
        assert cell(notebook, f"check-{question}") == f'grader.check("{question}")'
        last = max(ids.index(f"write-{name}") for name in names)
        assert ids.index(f"check-{question}") > last
    assert ids.index("setup") < ids.index("otter") < ids.index("imports") < ids.index("given")


def test_the_definitions_of_the_reference_run_from_top_to_bottom(notebook: Any) -> None:
    names: dict[str, Any] = {}
    filled = with_solutions(notebook)
    for id in (
        "imports",
        "shape",
        "given",
        *(c.id for c in filled.cells if c.id.startswith("write-")),
    ):
        if id != "write-answer":
            exec(cell(filled, id), names)
    assert {*NAMES, "plot_digits", "plot_costs", "plot_weights"} <= names.keys()


def test_the_written_question_has_a_place_for_the_answer(notebook: Any) -> None:
    assert cell(notebook, "write-answer") == "_Type your answer here, replacing this text._"


def test_it_is_valid_has_no_output_and_no_other_metadata(released: NotebookRelease) -> None:
    tree = json.loads(released.files[NOTEBOOK])
    nbformat.validate(tree)
    allowed = {"tags", "deletable", "editable", "cellView", "jupyter"}
    for one in tree["cells"]:
        assert one["metadata"].keys() <= allowed
        assert set(one["metadata"].get("tags", [])) <= {"otter_ignore"}
        if one["cell_type"] == "code":
            assert one["outputs"] == [] and one["execution_count"] is None
    assert tree["metadata"].keys() == {"kernelspec", "language_info"}


def test_only_what_defines_or_checks_is_run_by_graders(notebook: Any) -> None:
    run = [
        cell.id
        for cell in notebook.cells
        if cell.cell_type == "code" and "otter_ignore" not in cell.metadata.get("tags", [])
    ]
    stubs = [f"write-{name}" for name in NAMES]
    assert sorted(run) == sorted(
        ["otter", "imports", "shape", *stubs, *(f"check-{q}" for q in QUESTIONS)]
    )


# What is not in it


def test_no_line_of_a_solution_is_in_what_students_get(released: NotebookRelease) -> None:
    secrets = solution_lines()
    assert len(secrets) > 50
    for name, data in released.files.items():
        text = "\n".join(texts_of(json.loads(data))) if name == NOTEBOOK else data.decode()
        lines = {without_comment(line) for line in text.split("\n")} | {
            *map(str.strip, text.split("\n"))
        }
        assert lines & secrets == set(), name
        assert [secret for secret in secrets if len(secret) > 25 and secret in text] == [], name


def test_no_expression_of_a_solution_is_in_any_file(
    released: NotebookRelease, autograder: Path
) -> None:
    assert quotations(released.files) == []
    with zipfile.ZipFile(autograder) as files:
        assert quotations({name: files.read(name) for name in files.namelist()}) == []


def test_no_hidden_check_is_in_what_students_get(released: NotebookRelease, rubric: Rubric) -> None:
    everything = "\n".join(data.decode() for data in released.files.values())
    hidden = [c for q in rubric.questions for c in q.checks if c.group == "hidden"]
    public = {(c.question, c.name) for q in rubric.questions for c in q.checks} - {
        (c.question, c.name) for c in hidden
    }
    assert len(hidden) > 10
    for check in hidden:
        assert check.title not in everything
        assert f"'{check.question}', '{check.name}'" not in everything
    for question, name in public:
        assert f"check(env, '{question}', '{name}')" in everything
    shared = {line for path in (CHECKS / "public").glob("*.py") for line in lines_of(path)}
    sentences = {line for lines in only_graded(CHECKS, rubric).values() for line in lines}
    for path in (CHECKS / "hidden").glob("*.py"):
        own = lines_of(path) - shared - sentences
        assert len(own) > 5
        assert not [line for line in own if len(line) >= 40 and line in everything]


def lines_of(path: Path) -> set[str]:
    return {line.strip() for line in path.read_text("utf-8").split("\n")}


def test_what_to_look_for_in_the_answer_stays_with_the_teacher(released: NotebookRelease) -> None:
    answer = (SOLUTION / "written_answer.md").read_text("utf-8")
    everything = "\n".join(data.decode() for data in released.files.values())
    for line in answer.split("\n"):
        assert not line.strip() or line.strip() not in everything


def texts_of(tree: Any) -> list[str]:
    """All texts in a notebook's JSON, those of metadata included."""
    if isinstance(tree, str):
        return [tree]
    if isinstance(tree, dict):
        return [text for key, value in tree.items() for text in [key, *texts_of(value)]]
    if isinstance(tree, list):
        if tree and all(isinstance(item, str) for item in tree):
            return ["".join(tree)]
        return [text for value in tree for text in texts_of(value)]
    return []
