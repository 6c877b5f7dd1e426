"""What may import what, where import-linter cannot express it: `make check` holds the floors."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from autograder.sandbox.zygote import OWN_PACKAGES
from support import ROOT
from support.release import solution_lines

GRADER = ROOT / "autograder"
CHECKS = sorted((GRADER / "checks").glob("*/test_q*.py"))
STAND_INS = sorted((GRADER / "grading" / "standins").glob("[aq]*.py"))


@cache  # several tests ask about the same files
def imported(path: Path) -> frozenset[str]:
    """The packages that a file imports anywhere: `torch`, or `.` for one of ours."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add("." if node.level else (node.module or "").split(".")[0])
    return frozenset(found)


def test_the_packages_that_go_into_the_sandbox_are_those_that_may() -> None:
    assert sorted(OWN_PACKAGES) == ["inside", "probing"]  # import-linter holds what they import


@pytest.mark.parametrize("package", ["", "inside", "probing"])
def test_a_package_that_goes_into_the_sandbox_imports_nothing_by_itself(package: str) -> None:
    assert imported(GRADER / package / "__init__.py") == set()


@pytest.mark.parametrize("path", CHECKS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_checks_import_pytorch_pytest_and_the_standard_library_only(path: Path) -> None:
    assert imported(path) <= {"torch", "pytest", *sys.stdlib_module_names}


@pytest.mark.parametrize("path", STAND_INS, ids=lambda path: path.stem)
def test_stand_ins_import_pytorch_and_the_standard_library_only(path: Path) -> None:
    assert imported(path) <= {"torch", *sys.stdlib_module_names}


def distributions(folders: Iterable[str]) -> set[str]:
    """What must be installed for the files in these folders, but for PyTorch's and our own."""
    own = {"autograder", "digits", "conftest", *sys.stdlib_module_names, "."}
    own |= {"check_command", "kit", "support", "tests"}
    own |= {path.stem for folder in folders for path in (ROOT / folder).glob("*.py")}
    paths = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    names = set[str]().union(*(imported(path) for path in paths if "zoo" not in path.parts)) - own
    known = packages_distributions()
    return {normalised(known.get(name, [name])[0]) for name in names}


def normalised(requirement: str) -> str:
    """The name in a requirement, as package indexes compare it: `PyYAML>=6` is `pyyaml`."""
    return re.sub("[-_.]+", "-", re.split(r"[^\w.-]", requirement)[0]).lower()


@pytest.mark.parametrize(
    ("folders", "extras"),
    [
        (["autograder"], ["cluster", "similar", "release"]),
        (
            ["autograder", "tests", "benchmarks", "solution"],
            ["cluster", "similar", "release", "dev"],
        ),
    ],
)
def test_whatever_is_imported_is_declared(folders: list[str], extras: list[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    optional = project["optional-dependencies"]
    declared = {*project["dependencies"], *(line for extra in extras for line in optional[extra])}
    found = distributions(folders)
    assert {"torch", "numpy", "markupsafe"} <= found
    assert found - {normalised(line) for line in declared} == set()


@pytest.mark.parametrize("path", STAND_INS, ids=lambda path: path.stem)
def test_stand_ins_share_no_line_with_the_solution(path: Path) -> None:
    lines = set(map(str.strip, path.read_text("utf-8").splitlines()))
    secrets = solution_lines(longer_than=25)
    assert len(secrets) > 20
    assert lines & secrets == set()


def test_only_commands_know_of_a_console() -> None:
    who = {
        library: {
            path.relative_to(GRADER).parts[0]
            for path in GRADER.rglob("*.py")
            if library in imported(path)
        }
        for library in ("click", "rich")
    }
    assert who["click"] == {"cli"}
    assert who["rich"] <= {"cli", "quality", "report"}  # tables, which commands print
