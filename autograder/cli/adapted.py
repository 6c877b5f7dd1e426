"""Releases the assignment in a process of its own, after this one has changed its questions."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from ..release.github import linked_repository


def release_adapted(root: Path) -> bool:
    """Write the assignment of the project in the folder `root` anew; say whether that worked."""
    repo = repository_of(root / "assignment")
    return run_release(["--repo", repo] if repo else [], root) == 0


def run_release(options: Sequence[str], folder: Path | None = None) -> int:
    """Run `autograder release`, and return its exit code.

    Its process reads modules as they are now; this one may have loaded them as they were. It runs
    in `folder`, by default where this one runs.
    """
    program = [sys.executable, "-m", "autograder.cli", "release", *options]
    return subprocess.run(program, cwd=folder, check=False).returncode


def repository_of(assignment: Path) -> str | None:
    """Return the repository on GitHub that the assignment's handout links to, if there is one."""
    handout = assignment / "README.md"
    return linked_repository(handout.read_text("utf-8")) if handout.is_file() else None
