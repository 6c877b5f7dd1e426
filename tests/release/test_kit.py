"""What students receive of the grader's code: all that their checks need, and nothing else."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.probing.questions import NAMES_IN
from autograder.release.assignment import write_assignment
from autograder.release.kit import PUBLIC_FACES, modules_for
from support import CHECKS, ROOT, SOLUTION
from support.release import RUBRIC

PACKAGE = CHECKS.parent
OTTERS = (*PUBLIC_FACES, "otter/graded")
GRADED = ("checking/graded_submission", "probing/graded")


@pytest.fixture(scope="module")
def tests(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder `tests/` of a released assignment."""
    folder = tmp_path_factory.mktemp("assignment")
    write_assignment(SOLUTION, CHECKS, RUBRIC, folder)
    return folder / "tests"


def parsed(name: str) -> ast.Module:
    return ast.parse((PACKAGE / f"{name}.py").read_text("utf-8"))


def defined(tree: ast.Module) -> Iterator[str]:
    """Functions, classes, methods and fields that a module defines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        if isinstance(node, ast.ClassDef):
            fields = [one.target for one in node.body if isinstance(one, ast.AnnAssign)]
            yield from (field.id for field in fields if isinstance(field, ast.Name))


def named(tree: ast.Module) -> Iterator[str]:
    """All that a module names: what it defines, uses or imports, and strings that are a name."""
    yield from defined(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.ImportFrom):
            yield from str(node.module).split(".")
            yield from (alias.name for alias in node.names)


def test_students_learn_no_name_that_only_hidden_checks_use(tests: Path) -> None:
    public = modules_for(PUBLIC_FACES)
    graded = set(modules_for(GRADED)) - set(public)
    assert "checking/experiments" in graded
    known = {name for module in public for name in defined(parsed(module))}
    for module in public:  # what a face's functions take
        known |= {one.arg for one in ast.walk(parsed(module)) if isinstance(one, ast.arg)}
    for path in [*(CHECKS / "public").glob("test_q*.py"), *(PACKAGE / "network").glob("*.py")]:
        if path.stem.startswith("test_") or f"network/{path.stem}" in public:
            known |= set(named(ast.parse(path.read_bytes())))  # operators have words of their own
    faces = [*GRADED, "checking/experiment_answers"]
    secret = {name for module in faces for name in defined(parsed(module))} - known
    secret = {name for name in secret if not name.startswith("_")}
    secret |= {module.split("/")[-1] for module in faces}
    secret -= {*NAMES_IN}  # which students write
    assert secret >= {"AnsweringCall", "ExperimentAnswers", "experiment_answers"}
    files = sorted(tests.rglob("*.py"))
    assert len(files) > 30
    for path in files:
        assert set(named(ast.parse(path.read_bytes()))) & secret == set(), path.name


def test_what_only_hidden_checks_use_is_not_among_what_students_receive(tests: Path) -> None:
    names = {path.stem for path in tests.rglob("*.py")}
    assert names >= {"probes", "submission", "runner"}
    assert names & {"graded", "graded_submission", "experiments", "experiment_answers"} == set()


@pytest.mark.parametrize("faces", [PUBLIC_FACES, OTTERS], ids=["students", "Otter"])
def test_whatever_a_module_imports_is_there(faces: tuple[str, ...]) -> None:
    modules = modules_for(faces)
    assert set(faces) <= set(modules)
    for name in modules:
        for node in ast.walk(parsed(name)):
            if isinstance(node, ast.ImportFrom) and node.level:
                place = (PACKAGE / f"{name}.py").parents[node.level - 1]
                path = place.joinpath(*(node.module or "").split(".")).relative_to(PACKAGE)
                if str(path) in modules:
                    continue
                for alias in node.names:
                    found = {f"{path}/{alias.name}", f"{path}/__init__"}
                    assert found & set(modules), f"{name} needs {path}"
            elif isinstance(node, ast.Import):
                assert not any(one.name.startswith("autograder") for one in node.names), name


def test_copies_are_exact(tests: Path) -> None:
    copies = {path.relative_to(tests / "kit") for path in (tests / "kit").rglob("*.py")}
    assert {str(path.with_suffix("")) for path in copies} == {
        "__init__",
        *modules_for(PUBLIC_FACES),
    }
    for path in copies - {Path("__init__.py")}:
        assert (tests / "kit" / path).read_bytes() == (PACKAGE / path).read_bytes()


def test_in_the_folder_of_otters_tests_there_is_no_other_python() -> None:
    """`otter check` takes every Python file there for a test."""
    found = {path.stem for path in (ROOT / "assignment" / "tests").glob("*.py")}
    assert found == {f"q{number}" for number in range(1, 8)}
