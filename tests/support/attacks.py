"""Attacks for tests: where the zoo's are, and small ones written for a test."""

from pathlib import Path
from typing import Any

from autograder.quality.attacks.specimens import read_attack
from support import ZOO

ATTACKS = ZOO / "attacks"
HEAD = '''"""It tries.
kind: writing
points: {points}
"""

import contextlib
import math
import os


def chance_cost(num_classes=10):
'''


def attack(folder: Path, body: str, points: str = "110", name: str = "specimen") -> Any:
    """An attack whose `chance_cost` has this body."""
    path = folder / f"{name}.py"
    path.write_text(HEAD.format(points=points) + body, encoding="utf-8")
    return read_attack(path)
