"""What may import what: read from the sources, so that a shortcut is found before it is used."""

import ast
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from autograder.sandbox.zygote import OWN_PACKAGES

GRADER = ROOT / "autograder"
CHECKS = sorted((GRADER / "checks").glob("*/test_q*.py"))
PARTS = sorted((GRADER / "grading" / "standins").glob("q*.py"))
LAYERS = [  # from the top
    {"cli"},
    {"quality"},
    {"classroom", "gradescope", "otter"},
    {"grading", "lms"},
    {"report", "checking", "release", "results"},
    {"network", "sandbox"},
    {"datasets", "intake", "rubric", "inside"},
    {"probing"},
    {"files", "project", "text", "processes", "scratch"},
]


def imported(path: Path) -> set[str]:
    """The modules that a file imports anywhere, absolute; `from . import x` counts as `.x`."""
    package = list(path.relative_to(ROOT).with_suffix("").parts)[:-1]
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*start, *filter(None, [node.module])])
            found |= {base} if node.module else {f"{base}.{alias.name}" for alias in node.names}
            if node.module:
                found |= {
                    f"{base}.{alias.name}" for alias in node.names if is_module(base, alias.name)
                }
    return found


def is_module(base: str, name: str) -> bool:
    """Whether `name` is a module in the package `base`, and not something it defines."""
    path = ROOT.joinpath(*base.split("."), name)
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def modules() -> list[str]:
    """The grader's modules, without the checks."""
    return sorted(
        ".".join(path.relative_to(GRADER).with_suffix("").parts)
        for path in GRADER.rglob("*.py")
        if "checks" not in path.parts and path.stem != "__init__"
    )


def own(path: Path) -> set[str]:
    """The grader's modules that a file imports: `sandbox.wire`."""
    names = {name.removeprefix("autograder.") for name in imported(path) if "autograder." in name}
    return {name for name in names if file_of(name).is_file()}


def file_of(name: str) -> Path:
    """Where a module of the grader's lies."""
    path = GRADER.joinpath(*name.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def reached_from(name: str) -> set[str]:
    """The grader's modules that are imported with this one, directly or not."""
    found, waiting = set(), [name]
    while waiting:
        for other in own(file_of(waiting.pop())) - found:
            found.add(other)
            waiting.append(other)
    return found


def test_the_guest_imports_nothing_but_what_is_copied_into_the_sandbox() -> None:
    reached = reached_from("inside.fork_server")
    assert {name.split(".")[0] for name in reached} == {*OWN_PACKAGES}


@pytest.mark.parametrize("path", CHECKS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_checks_import_pytorch_pytest_and_the_standard_library_only(path: Path) -> None:
    tops = {name.split(".")[0] for name in imported(path)}
    assert tops <= {"torch", "pytest", *sys.stdlib_module_names}


@pytest.mark.parametrize("path", PARTS, ids=lambda path: path.stem)
def test_parts_import_pytorch_and_the_standard_library_only(path: Path) -> None:
    assert {name.split(".")[0] for name in imported(path)} <= {"torch", *sys.stdlib_module_names}


def layer_of(name: str) -> int | None:
    """How far down a module is; None where it may be anywhere that its own imports allow."""
    top = name.split(".")[0]
    return next((number for number, layer in enumerate(LAYERS) if top in layer), None)


def test_imports_point_downwards_directly_and_through_others() -> None:
    upwards = []
    for name in modules():
        for other in sorted(reached_from(name)):
            above, below = layer_of(name), layer_of(other)
            if above is not None and below is not None and below < above:
                upwards.append(f"{name} reaches {other}")
    assert upwards == []


def test_the_commands_are_imported_by_nothing() -> None:
    assert [name for name in modules() if "cli" in own(file_of(name))] == []


def test_no_module_imports_itself_in_a_circle() -> None:
    assert [name for name in modules() if name in reached_from(name)] == []


def solution_lines() -> set[str]:
    """The lines of the solution's bodies that say something."""
    lines: set[str] = set()
    for path in (ROOT / "solution" / "digits").glob("*.py"):
        inside = False
        for line in map(str.strip, path.read_text("utf-8").splitlines()):
            if line in {"# BEGIN SOLUTION", "# END SOLUTION"}:
                inside = line == "# BEGIN SOLUTION"
            elif inside and len(line) > 25 and not line.startswith("#"):
                lines.add(line)
    return lines


@pytest.mark.parametrize("path", PARTS, ids=lambda path: path.stem)
def test_parts_share_no_line_with_the_solution(path: Path) -> None:
    lines = set(map(str.strip, path.read_text("utf-8").splitlines()))
    assert len(solution_lines()) > 20
    assert lines & solution_lines() == set()
