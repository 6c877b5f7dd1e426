"""A course's own defaults for both networks: checks, hints and handout follow the solution's."""

import json
from pathlib import Path

import pytest

from support.own_data import copy_for_own_data
from support.tree import change, run

MISTAKES = (
    "q2_num_hidden_ignored",
    "q2_two_hidden_layers",
    "q6_channels_ignored",
    "q6_convolutions_without_biases",
    "q6_hidden_units_ignored",
    "q6_pooling_rounds_down",
    "q6_pools_down_before_the_dense_layer",
)
HINTS = """
from autograder.checking.hints.catalogue import catalogue
from autograder.probing.advice import advice_for
english, german = catalogue("en"), catalogue("de")
print(advice_for(ValueError(), "mat1 and mat2 shapes cannot be multiplied (64x108 and 192x20)"))
print(english.hint(dict(hint="q2.more-layers", layers=3)).look)
print(german.hint(dict(hint="q2.more-layers", layers=3)).look)
"""
DEFAULTS = (  # files and what to change in them
    ("solution/digits/models.py", "num_hidden: int = 64", "num_hidden: int = {units}"),
    (
        "solution/digits/models.py",
        "= (8, 8, 8), num_hidden: int = 16",
        "= {channels}, num_hidden: int = {units_of_cnn}",
    ),
    ("solution/figures.py", '{{"num_hidden": 64}}', '{{"num_hidden": {units}}}'),
    (
        "solution/figures.py",
        '{{"channels": (8, 8, 8), "num_hidden": 16}}',
        '{{"channels": {channels}, "num_hidden": {units_of_cnn}}}',
    ),
)


@pytest.mark.slow  # each makes the assignment, and grades the reference and the skeleton
@pytest.mark.parametrize(
    ("units", "channels", "units_of_cnn"),
    [
        (48, (6, 10, 12), 20),
        # fewer units than classes, fewer parameters than 1,000, and numbers that checks try
        pytest.param(8, (2, 3, 2), 4, marks=pytest.mark.full),
        pytest.param(13, (4, 6, 10), 12, marks=pytest.mark.full),
    ],
)
def test_checks_hints_and_handout_follow_other_defaults(
    tmp_path: Path, units: int, channels: tuple[int, ...], units_of_cnn: int
) -> None:
    folder = copy_for_own_data(tmp_path / "project")
    new = {"units": units, "channels": channels, "units_of_cnn": units_of_cnn}
    for file, before, after in DEFAULTS:
        change(folder, file, before.format(**new), after.format(**new))
    for command in (["release"], ["release", "--check"], ["doctor"]):
        done = run(folder, "-m", "autograder.cli", *command)
        assert done.returncode == 0, done.stdout + done.stderr
    mistakes = MISTAKES if units == 48 else ()  # the words of their hints hold numbers of checks
    graded = run(folder, "-m", "support.own_data", *mistakes)
    assert graded.returncode == 0, graded.stderr
    assert json.loads(graded.stdout) == {one: [] for one in ("reference", "skeleton", *mistakes)}
    if units == 48:
        advice, english, german = run(folder, "-c", HINTS).stdout.splitlines()
        assert advice == "{'because': 'advice.rounded-down'}"
        assert "784 inputs and 48 outputs has 784 × 48 weights and 48 biases" in english
        assert "784 Eingängen und 48 Ausgängen hat also 784 × 48 Gewichte und 48 Biases" in german
