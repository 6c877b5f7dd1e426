"""Each recipe of docs/adapt.md does what it says, word for word, in a fresh copy of the project."""

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from autograder.quality.adapting.doctor import find_gaps
from support import ROOT
from support.new_question import COMMAND
from support.tree import copy_project, copy_tree, run

TEXT = (ROOT / "docs" / "adapt.md").read_text("utf-8")
SECTION = re.compile(r"^## (.+?)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
RECIPES = {found[1]: found[2] for found in SECTION.finditer(TEXT)}
BLOCK = re.compile(r"^```(diff|sh)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILES = {  # that a person changes
    "A threshold": 1,
    "Points": 1,
    "The words of a hint": 1,
    "A default": 2,
    "A hidden check": 3,
}
COMMANDS = {  # as the slow tests of addition and removal run them
    "A new question": list(COMMAND),
    "A question less": ["remove", "question", "q7"],
}
ELSEWHERE = {"Your own data"}  # test_own_data.py runs it


def _blocks(recipe: str, language: str) -> list[str]:
    return [found[2] for found in BLOCK.finditer(RECIPES[recipe]) if found[1] == language]


def _apply(root: Path, recipe: str) -> list[str]:
    """Change files as a recipe's block says, and return their names."""
    (block,) = _blocks(recipe, "diff")
    changed = []
    for part in re.split(r"^--- ", block, flags=re.MULTILINE)[1:]:
        name, *lines = part.rstrip("\n").split("\n")
        assert all(line[0] in "+-" for line in lines)
        old = "".join(f"{line[1:]}\n" for line in lines if line[0] == "-")
        new = "".join(f"{line[1:]}\n" for line in lines if line[0] == "+")
        path = root / name
        if old:
            text = path.read_text("utf-8")
            assert text.count(f"\n{old}") == 1, f"{name} holds this {text.count(old)} times: {old}"
            path.write_text(text.replace(f"\n{old}", f"\n{new}"), "utf-8")
        else:
            assert not path.exists()
            path.write_text(new, "utf-8")
        changed.append(name)
    return changed


def test_every_recipe_is_tried_here() -> None:
    assert {*RECIPES} == {*FILES, *COMMANDS, *ELSEWHERE}


@pytest.mark.parametrize("recipe", FILES)
def test_a_recipe_touches_few_files_and_all_places_agree(tmp_path: Path, recipe: str) -> None:
    root = copy_tree(tmp_path)
    assert len(_apply(root, recipe)) == FILES[recipe]
    assert find_gaps(root) == []


@pytest.mark.parametrize("recipe", COMMANDS)
def test_a_recipe_is_one_command(recipe: str) -> None:
    (block,) = _blocks(recipe, "sh")
    assert shlex.split(block) == ["autograder", *COMMANDS[recipe]] and block.count("\n") == 1


@pytest.mark.slow  # it makes the assignment, and grades two submissions
def test_after_all_changes_of_files_the_reference_has_full_marks(tmp_path: Path) -> None:
    root = copy_project(tmp_path / "own")
    for recipe in FILES:
        _apply(root, recipe)
    for command in (["release"], ["release", "--check"]):
        done = run(root, "-m", "autograder.cli", *command)
        assert done.returncode == 0, done.stdout + done.stderr
    handout = (root / "assignment/README.md").read_text("utf-8")
    assert "| q2 | the grader, your `MLP` | 75 % |" in handout
    assert "The cost of a batch of 500." in handout
    words = (root / "assignment/tests/kit/checking/hints/en/q3.py").read_text("utf-8")
    assert "It is in bits: its logarithms have base 2." in words
    stub = (root / "assignment/digits/training.py").read_text("utf-8")
    assert "learning_rate: float = 3e-3," in stub
    mistake = (root / "tests/zoo/mistakes/q3_first_hundreds.py").read_text("utf-8")
    for name, code in (("right", ""), ("wrong", mistake.rpartition('"""')[2])):
        shutil.copytree(root / "solution" / "digits", tmp_path / "class" / name / "digits")
        with open(tmp_path / "class" / name / "digits" / "costs.py", "a") as file:
            file.write(code)
    done = run(root, "-m", "autograder.cli", "grade", str(tmp_path / "class"), "--seed", "1")
    assert done.returncode == 0, done.stderr
    results = {
        name: json.loads((root / "results" / f"{name}.json").read_text("utf-8"))
        for name in ("right", "wrong")
    }
    assert results["right"]["score"] == 110
    lost = [test for test in results["wrong"]["tests"] if test["score"] < test["max_score"]]
    assert [test["name"] for test in lost] == ["cost_function counts every sample of a large batch"]
    assert "For a batch of 500 the cost is " in lost[0]["output"]
