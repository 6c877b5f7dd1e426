"""The levels of isolation: found by name, the best first, each in a file of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.sandbox.isolation import LEVELS, choose, for_workers
from autograder.sandbox.sandbox import Sandbox
from support import LIMITS, ROOT
from support.guests import Asking

VAULT = """
from dataclasses import dataclass
from autograder.sandbox.levels.base import Isolation

@dataclass(frozen=True)
class Vault(Isolation):
    level = "vault"
    rank = 0

    @classmethod
    def missing(cls):
        return "there is no vault"
"""
LOOK = """
import sys
from autograder.sandbox import levels
levels.__path__.append(sys.argv[1])
from autograder.sandbox.isolation import LEVELS, choose
print(*LEVELS)
print(choose("auto").note)
"""


def test_the_levels_are_found_by_name_the_best_first() -> None:
    assert list(LEVELS) == ["bwrap", "user", "process"]
    assert [level.__module__.rsplit(".", 1)[1] for level in LEVELS.values()] == list(LEVELS)


def test_a_level_is_added_by_one_file(tmp_path: Path) -> None:
    (tmp_path / "vault.py").write_text(VAULT)
    program = [sys.executable, "-c", LOOK, str(tmp_path)]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=True)
    names, note = done.stdout.splitlines()
    assert names == "vault bwrap user process"
    assert note.startswith("no `vault`: there is no vault")


def test_nothing_but_a_level_itself_asks_for_its_name() -> None:
    pattern = re.compile(r"\blevel (==|!=|in \()|\"(bwrap|user|process)\" (==|!=)")
    paths = set((ROOT / "autograder").rglob("*.py"))
    found = [path.name for path in paths if pattern.search(path.read_text("utf-8"))]
    assert found == []


def test_a_cluster_is_not_asked_which_level_its_workers_have() -> None:
    assert for_workers("auto").level == "auto"
    assert for_workers("bwrap").level == "bwrap"


def test_python_may_be_named_by_a_path_that_goes_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """As `../.venv/bin/python -m autograder …` names it."""
    if reason := LEVELS["bwrap"].missing():
        pytest.skip(reason)
    here = Path(__file__).parent  # which is not there in the sandbox
    upwards = os.path.join(here, os.path.relpath(sys.executable, here))
    monkeypatch.setattr(sys, "executable", upwards)
    with Sandbox(choose("bwrap"), LIMITS) as sandbox:
        assert Asking(sandbox)("return 0.5") == 0.5
