"""`autograder doctor` names each default that is stated otherwise than in the solution."""

from pathlib import Path

import pytest

from autograder.quality.adapting.doctor import find_gaps
from autograder.release.defaults import read_defaults
from support import ROOT
from support.tree import change, copy_tree, write_defaults


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return copy_tree(tmp_path)


def _gaps(tree: Path) -> list[str]:
    return [str(gap) for gap in find_gaps(tree)]


def test_a_default_that_the_graders_module_states_otherwise(tree: Path) -> None:
    change(tree, "solution/digits/data.py", "batch_size: int = 32", "batch_size: int = 16")
    assert _gaps(tree) == [
        "autograder/probing/defaults.py: it is not what solution/digits/ says: run `autograder"
        " release`."
    ]


def test_a_default_that_a_check_states_otherwise(tree: Path) -> None:
    file = "autograder/checks/public/test_q4.py"
    change(tree, file, 'default_trouble("train")', 'default_trouble("train", epochs=9)')
    (gap,) = _gaps(tree)
    assert gap.startswith(f"{file}, line ")
    assert gap.endswith(": the check expects epochs=9 of `train`; the solution has 10.")


def test_a_default_that_a_stand_in_states_otherwise(tree: Path) -> None:
    file = "autograder/grading/standins/q4.py"
    change(tree, file, 'epochs=DEFAULTS["train"]["epochs"]', "epochs=9")
    (gap,) = _gaps(tree)
    assert gap.startswith(f"{file}, line ")
    assert gap.endswith(": the grader's own `train` has epochs=9; the solution has 10.")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "type=_count, default=32",
            "type=_count, default=16",
            "`python -m digits` has batch_size=16 for `train`; the solution has 32.",
        ),
        (
            "default=1e-3",
            "default=1e-2",
            "`python -m digits` has learning_rate=0.01 for `train`; the solution has 0.001.",
        ),
        (
            'default="data_cache"',
            'default="data"',
            "`python -m digits` has root='data' for `load_mnist`; the solution has 'data_cache'.",
        ),
    ],
)
def test_a_default_that_the_command_states_otherwise(
    tree: Path, old: str, new: str, sentence: str
) -> None:
    change(tree, "solution/digits/__main__.py", old, new)
    (gap,) = _gaps(tree)
    assert gap.startswith("solution/digits/__main__.py, line ")
    assert gap.endswith(f": {sentence}")


def test_figures_of_other_defaults(tree: Path) -> None:
    change(tree, "solution/figures.py", '{"num_hidden": 64}', '{"num_hidden": 32}')
    (gap,) = _gaps(tree)
    assert gap.startswith("solution/figures.py, line ")
    assert gap.endswith(
        ": the figures, and the accuracies of q6, are of `MLP` with num_hidden=32; the solution has"
        " 64; draw and measure anew, and write it here."
    )
    change(tree, "grading.yml", "\nvisibility:", "\ndata: pictures\nvisibility:")
    assert _gaps(tree) == []  # the handout shows no figures then


DEFAULTS = {  # each default of the student's interface, another one, and the file to change besides
    ("data", 'root: str = "data_cache"', 'root: str = "data"'): ["solution/digits/__main__.py"],
    ("data", "train: bool = True", "train: bool = False"): [],
    ("data", "batch_size: int = 32", "batch_size: int = 16"): [],
    ("data", "shuffle: bool = False", "shuffle: bool = True"): [],
    ("models", "num_hidden: int = 64", "num_hidden: int = 32"): ["solution/figures.py"],
    ("models", "(8, 8, 8)", "(4, 4, 4)"): ["solution/figures.py"],
    ("models", "num_hidden: int = 16", "num_hidden: int = 24"): ["solution/figures.py"],
    ("training", "epochs: int = 10", "epochs: int = 5"): ["solution/digits/__main__.py"],
    ("training", "batch_size: int = 32", "batch_size: int = 64"): ["solution/digits/__main__.py"],
    ("training", "rate: float = 1e-3", "rate: float = 3e-3"): ["solution/digits/__main__.py"],
    ("experiments", "epochs: int = 1", "epochs: int = 2"): [],
}


@pytest.mark.parametrize(("changed", "others"), DEFAULTS.items())
def test_a_default_stands_in_two_files_at_most(
    tree: Path, changed: tuple[str, str, str], others: list[str]
) -> None:
    file, old, new = changed
    change(tree, f"solution/digits/{file}.py", old, new)
    write_defaults(tree)
    assert [gap.partition(", line ")[0] for gap in _gaps(tree)] == others


def test_these_are_all_defaults() -> None:
    held = {
        (name, argument)
        for name, own in read_defaults(ROOT / "solution").items()
        for argument in own
        if argument != "device"
    }
    assert len(held) == len(DEFAULTS)
