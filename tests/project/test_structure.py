"""How the tests are laid out: as the packages are, and no test module imports another."""

import ast
from collections import Counter
from pathlib import Path

import pytest

from support import ROOT, ZOO

TESTS = ROOT / "tests"
MODULES = [path for path in sorted(TESTS.rglob("*.py")) if ZOO not in path.parents]
OTHER_FOLDERS = {"project", "support", "zoo"}  # the rest are packages of the grader


def names_imported(path: Path) -> set[str]:
    """Every part of every module's or thing's name that a file imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names |= {part for alias in node.names for part in alias.name.split(".")}
        if isinstance(node, ast.ImportFrom):
            names |= set((node.module or "").split("."))
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(TESTS)))
def test_no_test_module_imports_another(path: Path) -> None:
    tests = {path.stem for path in MODULES if path.stem.startswith("test_")}
    assert len(tests) > 40
    assert names_imported(path) & {*tests, "conftest"} == set()


def test_a_folder_of_tests_is_a_package_of_the_graders() -> None:
    folders = {path.name for path in TESTS.iterdir() if path.is_dir()} - {"__pycache__"}
    assert folders >= OTHER_FOLDERS
    for name in folders - OTHER_FOLDERS:
        assert (ROOT / "autograder" / name / "__init__.py").is_file(), name
    assert [path.name for path in TESTS.glob("*.py")] == ["conftest.py"]


def test_each_test_module_has_a_name_of_its_own() -> None:
    """Pytest imports them by their names alone, for their folders are no packages."""
    tests = [path.stem for path in MODULES if "support" not in path.parts]
    assert [name for name, count in Counter(tests).items() if count > 1] == []
