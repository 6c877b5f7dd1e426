"""What students receive: complete, without a line of the solution, and always the same."""

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from autograder.release import assignment as release
from autograder.release.assignment import BEGIN, END, differences, write_archive, write_assignment
from autograder.release.handout import ReleaseError
from autograder.release.kit import PUBLIC_FACES, modules_for
from support import CHECKS, ROOT, SOLUTION
from support.release import RUBRIC, content, quotations, solution_lines, without_comment


@pytest.fixture(scope="module")
def assignment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real assignment, written once."""
    target = tmp_path_factory.mktemp("release") / "assignment"
    write_assignment(SOLUTION, CHECKS, RUBRIC, target)
    return target


def test_everything_a_student_needs_is_there(assignment: Path) -> None:
    images = {f"images/{path.name}" for path in (SOLUTION / "images").iterdir()}
    modules = {f"digits/{path.name}" for path in (SOLUTION / "digits").glob("*.py")}
    checks = {f"tests/checks/test_q{number}.py" for number in range(1, 8)}
    kit = {f"tests/kit/{name}.py" for name in ("__init__", *modules_for(PUBLIC_FACES))}
    others = {"README.md", ".github/workflows/checks.yml", "tests/digits8x8.npz"}
    others |= {"tests/only_graded.json"}
    others |= {*release.COPIED}
    assert content(assignment).keys() == images | modules | checks | kit | others


def test_no_line_of_a_solution_is_in_any_file(assignment: Path) -> None:
    secrets = solution_lines()
    assert len(secrets) > 50
    found = []
    for name, data in content(assignment).items():
        text = data.decode("utf-8", "replace")
        for number, line in enumerate(text.split("\n"), 1):
            if secrets & {line.strip(), without_comment(line)}:
                found.append(f"{name}, line {number}: {line.strip()}")
        # A long line is not to be found in the middle of another one either.
        found += [f"{name}: {secret}" for secret in secrets if len(secret) > 25 and secret in text]
    assert found == []
    assert quotations(content(assignment)) == []


def test_every_solution_is_a_todo_line_in_the_skeleton(assignment: Path) -> None:
    for path in sorted((SOLUTION / "digits").glob("*.py")):
        solution = path.read_text(encoding="utf-8")
        skeleton = (assignment / "digits" / path.name).read_text(encoding="utf-8")
        todos = re.findall(r"# TODO (q\d: .*)", solution)
        assert re.findall(r'# TODO (q\d: .*)\n +raise NotImplementedError\("\1"\)', skeleton) == (
            todos
        )
        assert len(todos) == solution.count(BEGIN)
        assert "SOLUTION" not in skeleton
        assert all(len(line) <= 100 for line in skeleton.split("\n"))


def test_given_code_is_untouched(assignment: Path) -> None:
    for name in ("__init__.py", "__main__.py", "plots.py", "shape.py"):
        given = (SOLUTION / "digits" / name).read_bytes()
        assert (assignment / "digits" / name).read_bytes() == given
    for path in (SOLUTION / "digits").glob("*.py"):
        given = re.sub(f"( *){BEGIN}\n.*?{END}", "", path.read_text(encoding="utf-8"), flags=re.S)
        skeleton = (assignment / "digits" / path.name).read_text(encoding="utf-8")
        stub = r" *# TODO q\d: .*\n *raise NotImplementedError\(.*\)"
        assert re.sub(stub, "", skeleton) == given


def test_checks_are_copies(assignment: Path) -> None:
    for path in (CHECKS / "public").glob("test_q*.py"):
        assert (assignment / "tests" / "checks" / path.name).read_bytes() == path.read_bytes()


def test_markers_are_the_questions(assignment: Path) -> None:
    command = [sys.executable, "-m", "pytest", "--markers"]
    output = subprocess.run(command, cwd=assignment, capture_output=True, text=True).stdout
    markers = dict(re.findall(r"^@pytest.mark.(q\d+): (.*)$", output, re.MULTILINE))
    assert [*markers] == [question.id for question in RUBRIC.questions]
    assert markers["q5"] == "evaluate, accuracy, chance_cost"


def test_two_runs_write_the_same_bytes(assignment: Path, tmp_path: Path) -> None:
    write_assignment(SOLUTION, CHECKS, RUBRIC, tmp_path / "again")
    assert content(tmp_path / "again") == content(assignment)


def test_the_same_assignment_has_no_differences(assignment: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(assignment, tmp_path / "copy")
    for name in ("digits/__pycache__/x.pyc", ".pytest_cache/y", "data_cache/z", "figures/a.png"):
        (copy / name).parent.mkdir()
        (copy / name).write_text("")
    assert differences(assignment, copy) == []
    assert differences(copy, assignment) == []


def test_every_difference_has_its_line(assignment: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(assignment, tmp_path / "copy")
    (copy / "digits" / "data.py").unlink()
    (copy / "digits" / "more.py").write_text("")
    with (copy / "README.md").open("a") as file:
        file.write("\n")
    assert differences(assignment, copy) == [
        "changed: README.md",
        "missing: digits/data.py",
        "extra: digits/more.py",
    ]


def test_an_assignment_that_is_not_there_misses_every_file(
    assignment: Path, tmp_path: Path
) -> None:
    lines = differences(assignment, tmp_path / "nowhere")
    assert len(lines) == len(content(assignment))
    assert all(line.startswith("missing: ") for line in lines)


def test_the_archive_holds_the_assignment_in_one_folder(assignment: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(assignment, tmp_path / "copy")
    (copy / "__pycache__").mkdir()
    (copy / "__pycache__" / "x.pyc").write_text("")
    path = write_archive(copy, tmp_path / "dist" / "new")
    assert path == tmp_path / "dist" / "new" / "assignment.zip"
    assert list(path.parent.iterdir()) == [path]
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "unpacked")
        assert archive.namelist() == sorted(archive.namelist())
    assert content(tmp_path / "unpacked" / "assignment") == content(assignment)
    assert [path.name for path in (tmp_path / "unpacked").iterdir()] == ["assignment"]


def test_two_archives_have_the_same_bytes(assignment: Path, tmp_path: Path) -> None:
    first = write_archive(assignment, tmp_path / "first")
    copy = shutil.copytree(assignment, tmp_path / "copy", copy_function=shutil.copyfile)
    second = write_archive(copy, tmp_path / "second")
    assert first.read_bytes() == second.read_bytes()


def test_the_students_images_are_the_graders(tmp_path: Path) -> None:
    shutil.copytree(SOLUTION, tmp_path / "solution")
    shape = tmp_path / "solution" / "digits" / "shape.py"
    assert shape.read_bytes() == (ROOT / "autograder" / "probing" / "shape.py").read_bytes()
    shape.write_text("CHANNELS = 3\n")
    with pytest.raises(ReleaseError, match=r"digits/shape\.py is not what autograder/probing"):
        write_assignment(tmp_path / "solution", CHECKS, RUBRIC, tmp_path / "assignment")
