"""A course's own defaults: checks, hints and handout follow those of the solution, and numbers that
checks try are seen even where they are defaults.
"""

import json
from pathlib import Path

import pytest

from support.own_data import copy_for_own_data
from support.tree import change, run, write_defaults

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


TRIED = (  # files, defaults, and numbers in their place that checks call the functions with
    ("solution/digits/data.py", "batch_size: int = 32", "batch_size: int = 30"),
    ("solution/digits/training.py", "epochs: int = 10", "epochs: int = 4"),
    ("solution/digits/training.py", "batch_size: int = 32", "batch_size: int = 40"),
    ("solution/digits/training.py", "learning_rate: float = 1e-3", "learning_rate: float = 0.01"),
    ("solution/digits/experiments.py", "epochs: int = 1", "epochs: int = 6"),
)
IGNORED = {  # mutants in which an argument is ignored, and the default is taken for it
    "data.py make_loader: return DataLoader(dataset, batch_size=batch_size, shuffle=shuffle)"
    " -> return DataLoader(dataset, batch_size=30, shuffle=shuffle)",
    "training.py train: for _ in range(epochs) -> for _ in range(4)",
    "training.py train: loader = make_loader(training_data, batch_size, shuffle=True)"
    " -> loader = make_loader(training_data, 40, shuffle=True)",
    "training.py train: optimizer = torch.optim.AdamW(model.to(device).parameters(),"
    " lr=learning_rate) -> optimizer = torch.optim.AdamW(model.to(device).parameters(), lr=0.01)",
    "experiments.py run_experiments: training_costs, _ = train(model, training_data,"
    " validation_data, epochs, **options) -> training_costs, _ = train(model, training_data,"
    " validation_data, 6, **options)",
}
GRADE_MUTANTS = """
import json, sys
from functools import partial
from autograder.classroom.pool import run_in_order
from autograder.grading.grader import Grader
from autograder.project import ROOT
from autograder.quality.mutation.mutants import mutants
from autograder.quality.mutation.run import grade_mutants, make_setup
from autograder.quality.zoo import reference_files
reference, setup = reference_files(ROOT / "solution"), make_setup(0)
some = [one for one in mutants(reference) if one.name in json.loads(sys.argv[1])]
grade_all = partial(run_in_order, partial(Grader, setup))
verdicts = grade_mutants(some, reference, setup.rubric, grade_all)
print(json.dumps({one.mutant.name: one.check for one in verdicts}))
"""


@pytest.mark.slow  # it grades five mutants
def test_an_argument_that_is_ignored_is_seen_where_its_default_is_what_checks_try(
    tmp_path: Path,
) -> None:
    folder = copy_for_own_data(tmp_path / "project")
    for file, before, after in TRIED:
        change(folder, file, before, after)
    write_defaults(folder)
    graded = run(folder, "-c", GRADE_MUTANTS, json.dumps([*IGNORED]))
    assert graded.returncode == 0, graded.stderr
    caught = json.loads(graded.stdout)
    assert caught.keys() == IGNORED and all(caught.values()), caught
