"""Each recipe of docs/adapt.md, and the example of docs/checks.md, does what it says, word for
word, in a fresh copy of the project.
"""

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from autograder.quality.adapting.doctor import find_gaps
from support import ROOT
from support.new_question import COMMAND
from support.tree import copy_project, copy_tree, run, write_defaults

PAGES = [(ROOT / "docs" / name).read_text("utf-8") for name in ("adapt.md", "checks.md")]
SECTION = re.compile(r"^## (.+?)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```(diff|sh)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RECIPES = {
    found[1]: found[2]
    for page in PAGES
    for found in SECTION.finditer(page)
    if BLOCK.search(found[2])
}
FILES = {  # that a person changes
    "A threshold": 1,
    "Points": 1,
    "The words of a hint": 1,
    "A default": 1,
    "A hidden check": 3,
    "A worked example": 5,
}
COMMANDS = {  # as the slow tests of addition and removal run them
    "A new question": list(COMMAND),
    "A question less": ["remove", "question", "q7"],
}
ELSEWHERE = {"Your own data"}  # test_own_data.py runs it
LINE = (
    "Of 1200 samples this network gets 900 right, so the accuracy is 0.75; accuracy says 0.9. It is"
    " that of the first 1000 samples only: look at where the loop ends, and at a last batch that is"
    " not full."
)


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
    write_defaults(root)
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
    stub = (root / "assignment/digits/experiments.py").read_text("utf-8")
    assert "validation_data: Dataset, epochs: int = 2\n" in stub
    for name, file, specimen in (
        ("right", "costs", ""),
        ("wrong", "costs", "q3_first_hundreds"),
        ("quick", "evaluation", "q5_accuracy_of_the_first_thousand"),
    ):
        digits = tmp_path / "class" / name / "digits"
        shutil.copytree(root / "solution" / "digits", digits)
        if specimen:
            mistake = (root / f"tests/zoo/mistakes/{specimen}.py").read_text("utf-8")
            with open(digits / f"{file}.py", "a") as code:
                code.write(mistake.rpartition('"""')[2])
    done = run(root, "-m", "autograder.cli", "grade", str(tmp_path / "class"), "--seed", "1")
    assert done.returncode == 0, done.stderr
    results = {
        name: json.loads((root / "results" / f"{name}.json").read_text("utf-8"))
        for name in ("right", "wrong", "quick")
    }
    assert results["right"]["score"] == 110
    lost = {
        name: {
            test["name"]: test["output"]
            for test in one["tests"]
            if test["score"] < test["max_score"]
        }
        for name, one in results.items()
    }
    (name, output), *others = lost["wrong"].items()
    assert (name, others) == ("cost_function counts every sample of a large batch", [])
    assert "For a batch of 500 the cost is " in output
    assert lost["quick"].keys() == {
        "accuracy measures every sample of a large dataset",
        "evaluate and accuracy are right for a network with known predictions",
        "evaluate is exact for datasets of any size",
    }
    output = lost["quick"]["accuracy measures every sample of a large dataset"]
    home = tmp_path / "home"
    shutil.copytree(root / "assignment", home)
    shutil.copytree(tmp_path / "class" / "quick" / "digits", home / "digits", dirs_exist_ok=True)
    at_home = run(home, "-m", "pytest", "-k", "accuracy_of_many", "--explain").stdout
    for output_here in (output, at_home):
        words = " ".join(output_here.split())
        assert LINE in words
        assert "The dataset is measured in batches" in words
        assert "samples = 1001 expected got accuracy 0.999 1" in words
    assert LINE in " ".join(PAGES[1].split())
