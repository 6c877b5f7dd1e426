"""The levels of isolation: found by name, the best first, each in a file of its own."""

import re
import subprocess
import sys
from pathlib import Path

from autograder.sandbox.isolation import LEVELS, for_workers
from support import ROOT

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
