"""The attacks: every level holds them or names why not."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from importlib import import_module
from inspect import signature
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest

from autograder.inside.landlock import version
from autograder.probing.questions import QUESTIONS
from autograder.quality.attacks.levels import missing
from autograder.quality.attacks.run import from_line
from autograder.quality.attacks.specimens import KINDS, Attack, read_attacks
from autograder.quality.zoo import reference_files
from autograder.sandbox.isolation import LEVELS
from support import ROOT, SEED, SOLUTION
from support.attacks import ATTACKS

TOGETHER = 5  # attacks, after which the reference must come out as ever
CHUNKS = 6  # of the attacks; each is a test of its own, so that they can be spread over the cores
WITHOUT_NAMESPACES = (  # what a guest could reach there that shares processes and files with others
    *("reads_the_graders_memory", "connects_by_tcp", "leaves_a_hydra"),
    *("kills_everybody", "kills_its_parent", "limits_its_parent"),
)
SAMPLE = {  # what each level is tried with on every commit
    "bwrap": (
        *("exits_by_a_segmentation_fault", "bomb_of_forks", "reads_the_home_folder"),
        *("writes_into_the_sandbox", "leaves_a_very_deep_folder"),
        *("passes_notes_to_the_next_question", *WITHOUT_NAMESPACES),
    ),
    "user": WITHOUT_NAMESPACES,
    "process": WITHOUT_NAMESPACES,
}
REPLACES = re.compile(r'sys\.modules\["(autograder[\w.]*)"\]\.([\w.]+) = (\w+)$', re.MULTILINE)
IN_SAMPLE = ("q3", "q5", "q7")  # questions: the one before, the one that they strike, one after


def test_there_are_enough_attacks_of_every_kind() -> None:
    attacks = read_attacks()
    kinds = [one.kind for one in attacks]
    assert len(attacks) >= 60
    assert all(kinds.count(kind) >= 5 for kind in KINDS)
    assert not [one.name for one in attacks if "bwrap" in one.exceptions]
    assert SAMPLE.keys() == LEVELS.keys()
    sample = [one for one in attacks if any(one.name in names for names in SAMPLE.values())]
    assert {name for names in SAMPLE.values() for name in names} == {one.name for one in sample}
    struck = {id for one in sample for id, names in QUESTIONS.items() if one.names & {*names}}
    assert struck == {"q5", "q7"} < {*IN_SAMPLE}


def test_what_an_attack_puts_in_place_of_ours_takes_all_that_ours_is_given() -> None:
    """Else it fails before it attacks, and is held for that only."""
    names = set[str]()
    for path in sorted(ATTACKS.glob("*.py")):
        text = path.read_text("utf-8")
        nodes = ast.walk(ast.parse(text))
        own = {one.name: one.args for one in nodes if isinstance(one, ast.FunctionDef)}
        for module, name, function in REPLACES.findall(text):
            ours = signature(attrgetter(name)(import_module(module))).parameters
            assert own[function].vararg or len(own[function].args) >= len(ours), path.name
            names.add(path.name)
    assert len(names) >= 17


@pytest.mark.slow
def test_a_class_of_attackers_is_graded_to_its_end_with_exit_code_0(tmp_path: Path) -> None:
    chosen = (
        *("exits_on_import", "kills_its_parent", "forges_answers_on_every_descriptor"),
        *("archive_that_overlaps", "notebook_that_is_nested_too_deeply", "leaves_a_hydra"),
    )
    (tmp_path / "class").mkdir()
    target = f"GRADER_PID = {os.getpid()}\n"
    for one in read_attacks():
        if one.name in chosen:
            one.write(tmp_path / "class", reference_files(SOLUTION), target)
    program = [sys.executable, "-m", "autograder.cli", "grade", str(tmp_path / "class")]
    program += ["--out", str(tmp_path / "out"), "--seed", "3", "--jobs", "1", "--only", "q5"]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(list((tmp_path / "out").glob("[!.]*.json"))) == len(chosen)


@pytest.mark.slow
@pytest.mark.parametrize("level", LEVELS)
def test_a_sample_of_the_attacks_is_held(level: str) -> None:
    """They strike in q5, and one of them listens in q7; the others are graded in `make full`."""
    hold([one for one in read_attacks() if one.name in SAMPLE[level]], level, IN_SAMPLE)


@pytest.mark.full
@pytest.mark.parametrize("chunk", range(CHUNKS))
@pytest.mark.parametrize("level", LEVELS)
def test_the_attacks_are_held(level: str, chunk: int) -> None:
    hold(read_attacks()[chunk::CHUNKS], level)


def hold(attacks: list[Attack], level: str, only: Sequence[str] = ()) -> None:
    """Assert that each gets the points it may get, reaches nothing, leaves nothing, and harms no
    neighbour, but for those that are named as exceptions at this level."""
    if reason := missing(level):
        pytest.skip(reason)
    if level != "bwrap" and version() < 6:
        pytest.skip("this kernel has no Landlock that keeps signals apart (Linux 6.12)")
    found = verdicts(attacks, level, only)
    exceptions = {one.name for one in attacks if level in one.exceptions}
    problems = {v.attack: v.problems for v in found if v.problems}
    assert len(found) == len(attacks) > 0
    assert {name: message for name, message in problems.items() if name not in exceptions} == {}


def verdicts(attacks: list[Any], level: str, only: Sequence[str]) -> list[Any]:
    """Run attacks in a process of their own: it becomes the parent of what they leave behind."""
    names = [one.name for one in attacks]
    script = (
        "import sys; from autograder.quality.attacks.levels import *;"
        "level, seed, only, *names = sys.argv[1:];"
        "known = {one.name: one for one in read_attacks()};"
        "chosen = [known[n] for n in names];"
        f"found = run_level(chosen, level, int(seed), {TOGETHER}, only.split());"
        "[print(to_line(v)) for v in found]"
    )
    program = [sys.executable, "-c", script, level, str(SEED), " ".join(only), *names]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return [from_line(line) for line in done.stdout.splitlines() if line.startswith("{")]
