"""Which questions are as they were released is told from the text, and in doubt they are begun."""

import shutil
from pathlib import Path

import pytest

from autograder.probing.questions import QUESTIONS
from autograder.probing.untouched import message_for, untouched
from support import ROOT, SOLUTION

STUB = 'raise NotImplementedError("q3: return the mean negative log-likelihood of the labels")'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the released package."""
    shutil.copytree(ROOT / "assignment" / "digits", tmp_path / "digits")
    return tmp_path


def test_nothing_is_written_in_what_is_released(folder: Path) -> None:
    found = untouched(folder)
    assert {question: [*stubs] for question, stubs in found.items()} == {
        question: [*names] for question, names in QUESTIONS.items()
    }
    assert found["q2"]["MLP"] == "q2: make the hidden layer and the output layer"
    assert found["q5"]["chance_cost"] == "q5: return the cost when all classes are equally likely"


def test_everything_is_written_in_the_reference() -> None:
    assert untouched(SOLUTION) == {}


@pytest.mark.parametrize(
    ("file", "old", "new", "begun"),
    [
        ("costs", STUB, "return 0.0", {"q3"}),
        ("costs", STUB, f"print(labels)\n    {STUB}", {"q3"}),
        ("costs", "def cost_function", "@torch.no_grad()\ndef cost_function", {"q3"}),
        ("costs", STUB, f"{STUB}\n\ncost_function = nn.NLLLoss()", {"q3"}),
        ("costs", STUB, f"{STUB}\n\nif True:\n    from mine import cost_function", {"q3"}),
        ("costs", STUB, f"{STUB}\n\nglobals().update(vars(mine))", {"q3"}),
        ("costs", "from torch import", "from .mine import *\nfrom torch import", {"q3"}),
        ("costs", STUB, "x = (", {*QUESTIONS}),
        (
            "models",
            "super().__init__()\n        # TODO q2",
            "self.x = 1\n        # TODO q2",
            {"q2"},
        ),
        ("training", "raise NotImpl", "return 1\n\n\ndef train():\n    raise NotImpl", {"q4"}),
        ("mine", "", "def cost_function(log_prob, labels):\n    return 0.0\n", {"q3"}),
        ("mine", "", "from . import costs\n\ncosts.cost_function = len\n", {"q3"}),
        ("mine", "", "from . import costs\n\nsetattr(costs, 'cost_function', len)\n", {"q3"}),
        ("mine", "", "from .costs import cost_function\n", set()),
    ],
)
def test_what_may_be_written_is_begun(
    file: str, old: str, new: str, begun: set[str], folder: Path
) -> None:
    path = folder / "digits" / f"{file}.py"
    text = path.read_text("utf-8") if path.exists() else ""
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    assert {*QUESTIONS} - untouched(folder).keys() == begun


def test_a_file_that_is_missing_is_no_stub(folder: Path) -> None:
    (folder / "digits" / "costs.py").unlink()
    assert {*QUESTIONS} - untouched(folder).keys() == {"q3"}


def test_the_stub_of_the_function_that_the_title_names_first_speaks() -> None:
    stubs = {"evaluate": "q5: one", "accuracy": "q5: two", "chance_cost": "q5: three"}
    assert message_for("chance_cost is the cost of guessing", stubs) == "q5: three"
    assert message_for("evaluate and accuracy are right", stubs) == "q5: one"
    assert message_for("It is fine", stubs) == "q5: one"
