"""The seed by which `make test` draws: without PyTorch, for who only names it."""

import hashlib
import os
from functools import cache

from . import ROOT, ZOO


def draw_seed() -> int:
    """Return `AUTOGRADER_ZOO_SEED`, else a number that stays until the code or the zoo changes."""
    given = os.environ.get("AUTOGRADER_ZOO_SEED")
    return int(given) if given else seed_of_code()


@cache  # every worker collects all tests, and many are drawn
def seed_of_code() -> int:
    """Return a number that follows from the code and the zoo."""
    digest = hashlib.sha256((ROOT / "grading.yml").read_bytes())
    for folder in (ROOT / "autograder", ROOT / "solution", ZOO):
        for path in sorted(folder.rglob("*.py")):
            digest.update(f"\n{path.relative_to(ROOT).as_posix()}\n".encode() + path.read_bytes())
    return int.from_bytes(digest.digest()[:4], "big")
