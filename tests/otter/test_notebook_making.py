"""How the notebook is made: always the same, and a mark or a name that is missing is named."""

import ast
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.otter.master_cells import (
    check_source,
    definition,
    imports,
    master_cells,
    master_source,
    setup_source,
)
from autograder.otter.release import (
    NotebookRelease,
    named,
    release_notebook,
)
from autograder.probing.questions import NAMES
from autograder.release.handout import ReleaseError
from autograder.rubric.rubric import Rubric
from support import CHECKS, SOLUTION
from support.notebook import SOURCES, cell, solved


def test_two_runs_make_the_same_bytes(released: NotebookRelease, rubric: Rubric) -> None:
    assert release_notebook(SOLUTION, CHECKS, rubric) == released


def test_a_repository_is_where_the_first_cell_looks(notebook: Any, rubric: Rubric) -> None:
    source = cell(notebook, "setup")
    assert "REPO = None" in source
    assert 'REPO = "ada/digits"' in setup_source(source, "ada/digits")


def test_the_first_cell_takes_the_checks_out_of_the_archive(
    notebook: Any, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    setup = cell(notebook, "setup")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError, match=r"Upload assignment\.zip"):
        exec(setup, {})
    shutil.make_archive(str(tmp_path / "assignment"), "zip", folder.parent, "assignment")
    exec(setup, {})
    there = {path.relative_to(folder) for path in (folder / "tests").rglob("*.py")}
    assert {path.relative_to(tmp_path) for path in (tmp_path / "tests").rglob("*.py")} == there
    (tmp_path / "assignment.zip").unlink()
    exec(setup, {})  # all is there


def test_a_solution_is_said_in_otters_words() -> None:
    source = (
        "def f():\n    # BEGIN SOLUTION\n    # TODO q1: add\n    return 1\n    # END SOLUTION\n"
    )
    assert master_source(source) == (
        "def f():\n"
        "    # BEGIN SOLUTION NO PROMPT\n    # TODO q1: add\n    return 1\n    # END SOLUTION\n"
        '    """ # BEGIN PROMPT\n'
        '    # TODO q1: add\n    raise NotImplementedError("q1: add")\n'
        '    """ # END PROMPT'
    )


def test_imports_are_gathered_and_those_of_the_package_left_out() -> None:
    first = "import torch\nfrom torch import nn\nfrom .data import make_loader\n"
    second = "import math\nimport torch\nfrom torch import Tensor\n"
    assert imports([first, second]) == ("import math\n\nimport torch\nfrom torch import Tensor, nn")


@pytest.mark.parametrize(
    ("mark", "instead", "message"),
    [
        ("<!-- check q2 -->\n", "", "the mark `check q2` is missing"),
        ("<!-- check q2 -->\n", "<!-- check q3 -->\n", "the mark `check q3` ends nothing"),
        ("<!-- part q7 45 minutes -->\n", "", r"misses the parts q7"),
    ],
)
def test_a_mark_that_is_missing_is_named(
    mark: str, instead: str, message: str, tmp_path: Path, rubric: Rubric
) -> None:
    solution = shutil.copytree(SOLUTION, tmp_path / "solution")
    text = (solution / "README.md").read_text("utf-8")
    assert mark in text
    (solution / "README.md").write_text(text.replace(mark, instead), encoding="utf-8")
    with pytest.raises(ReleaseError, match=message):
        master_cells(solution, rubric)


def test_a_name_that_is_nowhere_is_named() -> None:
    with pytest.raises(ReleaseError, match=r"digits/models\.py has no `MLP`"):
        definition(SOURCES | {"models": "class CNN: ...\n"}, "MLP")


def test_the_solved_source_has_no_mark_and_no_import_from_the_package() -> None:
    for name in NAMES:
        source = solved(name)
        assert not re.search(r"SOLUTION|TODO|from \.", source)
        ast.parse(source)


def test_otters_cases_are_called_by_our_titles(released: NotebookRelease, rubric: Rubric) -> None:
    for question in rubric.questions:
        text = released.autograder[f"tests/{question.id}.py"].decode()
        found = re.findall(r'name="(.*)",\n    points=(\S+), hidden=(\w+)', text)
        assert found == [
            (check.title, f"{check.points:g}", str(check.group == "hidden"))
            for check in question.checks
        ]
    assert named(b"x = 1") == b"x = 1"


def test_a_title_with_quotes_is_still_python(rubric: Rubric) -> None:
    check = replace(rubric.questions[0].checks[0], title='it is "there"')
    assert "failure_message: \"it is 'there'\"" in check_source(check)
