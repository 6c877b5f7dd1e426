"""How code and tests are laid out: files are short, and tests lie as the packages do."""

import ast
import re
import subprocess
import sys
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
    tests = [path.stem for path in MODULES if path.stem.startswith("test_")]
    assert len(tests) > 40
    assert [name for name, count in Counter(tests).items() if count > 1] == []


CODE = [
    path for name in ("autograder", "scripts", "solution") for path in (ROOT / name).rglob("*.py")
]
NOUNS = {
    "A",
    "All",
    "An",
    "How",
    "In",
    "It",
    "Its",
    "One",
    "The",
    "This",
    "What",
    "Where",
    "Whether",
}


LONGEST = 350  # lines of a file


def _too_long(paths: list[Path], folder: Path) -> set[str]:
    """Return those of the files that are too long, by their names in the folder."""
    long = [path for path in paths if len(path.read_text("utf-8").splitlines()) > LONGEST]
    return {path.relative_to(folder).as_posix() for path in long}


def test_no_file_of_code_has_more_than_350_lines() -> None:
    assert len(CODE) > 200
    assert _too_long(CODE, ROOT) == set()


def test_no_module_of_tests_has_more_than_350_lines() -> None:
    assert len(MODULES) > 100
    assert _too_long(MODULES, TESTS) == set()


ROW = re.compile(r"^\| `(\w+)` \| [\d,]+ \| ([\d,]+) \|$", re.MULTILINE)


def _number(text: str) -> int:
    return int(text.replace(",", ""))


def test_no_package_has_more_lines_than_its_ceiling() -> None:
    """Then take lines out, or raise the ceiling in docs/architecture.md and say why."""
    command = [sys.executable, "scripts/count_lines.py", "autograder"]
    counted = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    lines = {name: int(count) for count, name in map(str.split, counted.splitlines())}
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    ceilings = {found[1]: _number(found[2]) for found in ROW.finditer(text)}
    assert lines.pop("all") == sum(lines.values())
    assert lines.keys() == ceilings.keys() and len(lines) > 20
    assert {name: n for name, n in lines.items() if n > ceilings[name]} == {}


def _words(node: ast.AST) -> set[str]:
    """All names in an expression."""
    return {getattr(one, "id", getattr(one, "attr", "")) for one in ast.walk(node)}


def test_the_docstring_of_a_function_begins_with_a_verb() -> None:
    """But for checks, whose docstrings are titles, stand-ins, and fixtures and properties."""
    wrong = [
        f"{path.name}:{node.lineno} {node.name}"
        for path in CODE
        if not {"checks", "standins", "solution"} & set(path.parts)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
        and not {"cached_property", "fixture", "property"}
        & {word for one in node.decorator_list for word in _words(one)}
        if (ast.get_docstring(node) or "Say").split()[0] in NOUNS
    ]
    assert wrong == []
