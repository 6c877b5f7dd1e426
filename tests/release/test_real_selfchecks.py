"""The real self-checks: untouched, with the reference filled in, and with files that are broken."""

import re
import shutil
from pathlib import Path

import pytest

from autograder.release.assignment import write_assignment
from support import CHECKS, SOLUTION
from support.release import RUBRIC
from support.selfchecks import check, run


@pytest.fixture(scope="module")
def assignment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release") / "assignment"
    write_assignment(SOLUTION, CHECKS, RUBRIC, folder)
    return folder


def count_checks() -> dict[str, int]:
    """The number of public checks, by question."""
    paths = (CHECKS / "public").glob("test_q*.py")
    texts = {path.stem.removeprefix("test_"): path.read_text("utf-8") for path in sorted(paths)}
    return {id: len(re.findall(r"^def test_", text, re.MULTILINE)) for id, text in texts.items()}


def test_what_is_untouched_is_told_without_pytorch(assignment: Path, tmp_path: Path) -> None:
    for name in ("torch", "torchvision"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text('raise ImportError("not needed")')
    folder = shutil.copytree(assignment, tmp_path / "assignment")
    code, lines = run(cwd=folder, path=str(tmp_path))
    assert code == 1
    line = "q3  cost_function returns a scalar — q3: return the mean negative log-likelihood of the"
    assert f"{line} labels (still to be written)" in lines
    assert len([one for one in lines if "still to be written" in one]) == sum(
        count_checks().values()
    )
    code, lines = run("-k", "q5 and chance", cwd=folder, path=str(tmp_path))
    assert code == 1 and "q5: passed 0 of 1" in lines
    command = check("q3", cwd=folder, path=str(tmp_path))
    assert command.returncode == 1 and line in command.stdout
    path = folder / "digits" / "costs.py"
    path.write_text(path.read_text("utf-8") + "\nx = 1\n", "utf-8")  # begun
    code, lines = run(cwd=folder, path=str(tmp_path))
    assert code == 2 and any("test_q3.py cannot be run: " in line for line in lines)


@pytest.mark.slow
def test_what_is_untouched_is_told_as_if_it_were_called(assignment: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(assignment, tmp_path / "assignment")
    quick = run(cwd=folder)
    known_to_nobody = "def untouched(folder): return {}\n\n\nmessage_for = None\n"
    (folder / "tests" / "kit" / "probing" / "untouched.py").write_text(known_to_nobody)
    called = run(cwd=folder)
    assert quick[0] == called[0] == 1
    assert quick[1][:-2] == called[1][:-2]  # all but the line with the time


@pytest.mark.slow
def test_every_check_of_the_untouched_assignment_says_what_to_write(assignment: Path) -> None:
    code, lines = run(cwd=assignment)
    counts = count_checks()
    assert code == 1
    assert "Traceback" not in "\n".join(lines)
    shown = [line for line in lines if " — " in line]
    todo = re.compile(r"(q\d)  \S.* — \1: \S.* \(still to be written\)")
    assert all(todo.fullmatch(line) for line in shown)
    for id, count in counts.items():
        assert len([line for line in shown if line.startswith(f"{id}  ")]) == count
    table = [f"{id}: passed 0 of {count}" for id, count in counts.items()]
    assert lines[1:-2] == [*shown, "", *table]  # and not a line more


@pytest.mark.slow
def test_every_check_passes_with_the_reference_filled_in(assignment: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(assignment, tmp_path / "assignment")
    shutil.copytree(SOLUTION / "digits", folder / "digits", dirs_exist_ok=True)
    code, lines = run("assignment", cwd=tmp_path)
    table = [f"{id}: passed {count} of {count}" for id, count in count_checks().items()]
    assert code == 0
    assert lines[1:-2] == ["", *table]


@pytest.mark.slow
def test_files_that_cannot_be_imported_have_a_line_a_check(
    assignment: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(assignment, tmp_path / "assignment")
    broken = {"data", "models", "costs", "training", "evaluation"}  # q7 needs models first
    for name in (*broken, "experiments"):
        (folder / "digits" / f"{name}.py").write_text("x = (\n")
    code, lines = run(cwd=folder)
    assert code == 1
    shown = [line for line in lines if re.match(r"q\d  ", line)]
    assert len(shown) == sum(count_checks().values())
    hints = [line for line in lines if line.startswith("    SyntaxError: ")]
    places = [re.search(r"digits/(\w+)\.py, line 1", hint) for hint in hints]
    assert {place and place[1] for place in places} == broken
    assert lines.count("        SyntaxError: '(' was never closed") == 5  # one a file


@pytest.mark.slow
def test_what_is_wrong_in_a_file_that_provides_nothing_costs_nothing(
    assignment: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(assignment, tmp_path / "assignment")
    (folder / "digits" / "__init__.py").write_text("x = (\n")
    _, lines = run(cwd=folder)
    shown = [line for line in lines if re.match(r"q\d  ", line)]
    assert len(shown) == sum(count_checks().values())
    assert all("still to be written" in line for line in shown)
