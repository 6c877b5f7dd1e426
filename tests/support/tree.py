"""Copies of the project: what `autograder doctor` reads, or all that commands need."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from autograder.release.defaults import as_module, read_defaults

from . import ROOT

READ_BY_DOCTOR = (
    "assignment/tests/kit/probing/questions.py",
    "autograder/checking/hints",
    "autograder/checks",
    "autograder/grading/standins",
    "autograder/probing/defaults.py",
    "autograder/probing/questions.py",
    "docs/thresholds",
    "grading.yml",
    "solution",
    "tests/zoo/correct",
    "tests/zoo/mistakes",
)
ALL = ("assignment", "autograder", "data_cache", "docs", "solution", "tests/zoo", "grading.yml")
MORE = ("README.md", "pyproject.toml", "setup.py", "LICENSE", "MANIFEST.in")
NOT_COPIED = shutil.ignore_patterns("__pycache__", "MNIST", "images")


def copy_tree(target: Path, names: tuple[str, ...] = READ_BY_DOCTOR) -> Path:
    """Copy these files and folders of the project into the folder `target`, and return it."""
    for name in names:
        source, copy = ROOT / name, target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, copy, ignore=NOT_COPIED)
        else:
            shutil.copyfile(source, copy)
    return target


def write_defaults(root: Path) -> None:
    """Write the module with the solution's defaults, as `autograder release` does."""
    module = root / "autograder" / "probing" / "defaults.py"
    module.write_text(as_module(read_defaults(root / "solution")), "utf-8")


def copy_project(target: Path) -> Path:
    """Copy all that commands need into the folder `target`, and return it."""
    copy_tree(target, (*ALL, *MORE))
    shutil.copytree(
        ROOT / "solution" / "images", target / "solution" / "images", dirs_exist_ok=True
    )
    return target


def run(root: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run Python with this command line in a copy of the project, by its own code and tests."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=root,
        env=os.environ | {"PYTHONPATH": f"{root}{os.pathsep}{root / 'tests'}"},
        capture_output=True,
        text=True,
        check=False,
    )


def change(root: Path, name: str, old: str, new: str) -> None:
    """Replace the only place of a file that holds `old`."""
    path = root / name
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{name} holds {old!r} {text.count(old)} times"
    path.write_text(text.replace(old, new), "utf-8")
