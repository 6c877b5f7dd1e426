"""What students receive: complete, without a line of the solution, and always the same."""

import re
import shutil
import zipfile
from pathlib import Path

import pytest

from autograder.release import assignment as release
from autograder.release.assignment import (
    BEGIN,
    END,
    ReleaseError,
    differences,
    fill_in,
    make_skeleton,
    write_archive,
    write_assignment,
)
from autograder.release.kit import PUBLIC_FACES, modules_for
from support import CHECKS, SOLUTION
from support.release import RUBRIC, make_rubric, quotations, solution_lines, without_comment

SOURCE = f'''\
"""q1: a file."""
import math  # noqa: F401


class Given:
    def answer(self):
        """The answer."""
        {BEGIN}
        # TODO q1: return "the" answer
        # because
        return 42

        {END}


x = 1  \t
{BEGIN}
# TODO q2: make y
y = 2
{END}
z = "é"'''
SKELETON = '''\
"""q1: a file."""
import math  # noqa: F401


class Given:
    def answer(self):
        """The answer."""
        # TODO q1: return "the" answer
        raise NotImplementedError("q1: return \\"the\\" answer")


x = 1  \t
# TODO q2: make y
raise NotImplementedError("q2: make y")
z = "é"'''


@pytest.fixture(scope="module")
def assignment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real assignment, written once."""
    target = tmp_path_factory.mktemp("release") / "assignment"
    write_assignment(SOLUTION, CHECKS, RUBRIC, target)
    return target


@pytest.fixture
def sources(tmp_path: Path) -> tuple[Path, Path]:
    """A small solution and its checks, to be spoilt."""
    solution, checks = tmp_path / "solution", tmp_path / "checks"
    texts = {
        solution / "README.md": "# Title\n\n![A picture](images/a.png) {{threshold q2 sample}}\n",
        solution / "images" / "a.png": "a",
        solution / "images" / "unused.png": "b",
        solution / "digits" / "data.py": SOURCE,
        checks / "public" / "test_q1.py": "def test_it(submission): pass\n",
        checks / "hidden" / "test_q1.py": "def test_secret(submission): pass\n",
    }
    texts |= {solution / name: f"# {name}\n" for name in release.COPIED}
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return solution, checks


def content(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


# The skeleton


def test_a_solution_becomes_its_todo_line_and_an_error_that_says_the_same() -> None:
    assert make_skeleton(SOURCE, "data.py", {"q1", "q2"}) == SKELETON


def test_a_file_without_solutions_stays_as_it_is() -> None:
    for text in ("", "x = 1", "x = 1\r\n\r\ny = '\f'\n\n"):
        assert make_skeleton(text, "plots.py", set()) == text


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        (f"        {END}\n\n\nx", "\n\nx", 16, "the solution from line 8 has no `# END SOLUTION`"),
        (f"y = 2\n{END}", "y = 2", 17, "this `# BEGIN SOLUTION` has no `# END SOLUTION`"),
        ("        # because", f"        {BEGIN}", 10, "the solution from line 8 has no"),
        ("x = 1", END, 16, "there is no `# BEGIN SOLUTION` for this"),
        (
            '        # TODO q1: return "the" answer\n',
            "",
            9,
            "begins with a line such as `# TODO q1",
        ),
        ("# TODO q2: make y", "# TODO q2:", 18, "begins with a line such as"),
        ("# TODO q2: make y", "# TODO: make y", 18, "begins with a line such as"),
        ("# TODO q2: make y\ny = 2\n", "", 18, "the solution has no line"),
        ("# TODO q2", "# TODO q3", 18, "there is no question q3"),
        (f"        {END}", f"    {END}", 13, "is not indented like its"),
        (f"{BEGIN}\n# TODO q2", "# BEGIN  SOLUTION\n# TODO q2", 17, "a mark is `# BEGIN SOLUTION`"),
        (f"{BEGIN}\n# TODO q2", "#begin solution\n# TODO q2", 17, "a mark is `# BEGIN SOLUTION`"),
        (f"y = 2\n{END}", f"y = 2  {END}", 19, "a mark is `# BEGIN SOLUTION`"),
    ],
)
def test_a_malformed_mark_is_named_with_its_line(
    old: str, new: str, line: int, message: str
) -> None:
    source = SOURCE.replace(old, new, 1)
    assert source != SOURCE
    with pytest.raises(ReleaseError) as caught:
        make_skeleton(source, "data.py", {"q1", "q2"})
    assert str(caught.value).startswith(f"data.py, line {line}: ")
    assert message in str(caught.value)


def test_a_skeleton_that_is_not_python_is_refused() -> None:
    source = f"if x:\n    y = 1\n{BEGIN}\n# TODO q1: more\n{END}\nelse:\n    y = 2\n"
    with pytest.raises(ReleaseError, match=r"data\.py: without its solutions this is not Python"):
        make_skeleton(source, "data.py", {"q1"})


# The handout


def test_placeholders_come_from_the_rubric() -> None:
    text = "{{threshold q2 sample}}, {{ threshold q6 mnist }}; {{points q1}} of {{points all}}"
    assert fill_in(text, "README.md", make_rubric()) == "85 %, 85 %; 12.5 of 75"
    assert fill_in("{{threshold q4 mnist}}", "", make_rubric(threshold=0.29)) == "29 %"
    assert fill_in("{{threshold q4 mnist}}", "", make_rubric(threshold=0.985)) == "98.5 %"


@pytest.mark.parametrize("placeholder", ["threshold q3 sample", "threshold q2 kmnist", "point q1"])
def test_an_unknown_placeholder_is_named_with_its_line(placeholder: str) -> None:
    with pytest.raises(ReleaseError, match=rf"README\.md, line 2: `{placeholder}` is none of"):
        fill_in(f"\n{{{{{placeholder}}}}}\n", "README.md", RUBRIC)


# All of it


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
    for name in ("__init__.py", "__main__.py", "plots.py"):
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
    markers = re.findall(r"^    (q\d):", (assignment / "pytest.ini").read_text(), re.MULTILINE)
    assert markers == [question.id for question in RUBRIC.questions]


def test_hidden_checks_and_unused_images_stay_here(
    sources: tuple[Path, Path], tmp_path: Path
) -> None:
    write_assignment(*sources, RUBRIC, tmp_path / "out")
    files = content(tmp_path / "out")
    assert files["images/a.png"] == b"a"
    assert "images/unused.png" not in files
    assert b"85 %" in files["README.md"]
    assert files["digits/data.py"] == SKELETON.encode()
    assert not any(b"test_secret" in data for data in files.values())


def test_two_runs_write_the_same_bytes(assignment: Path, tmp_path: Path) -> None:
    write_assignment(SOLUTION, CHECKS, RUBRIC, tmp_path / "again")
    assert content(tmp_path / "again") == content(assignment)


def test_an_earlier_assignment_goes_and_nothing_else_is_left(
    sources: tuple[Path, Path], tmp_path: Path
) -> None:
    target = tmp_path / "new" / "out"
    write_assignment(*sources, RUBRIC, target)
    (target / "digits" / "stale.py").write_text("x = 1\n")
    write_assignment(*sources, RUBRIC, target)
    assert not (target / "digits" / "stale.py").exists()
    assert [path.name for path in target.parent.iterdir()] == ["out"]


@pytest.mark.parametrize(
    "missing", ["README.md", "images/a.png", "pytest.ini", "tests/checks/conftest.py"]
)
def test_what_is_missing_is_named_and_the_earlier_assignment_stays(
    sources: tuple[Path, Path], tmp_path: Path, missing: str
) -> None:
    target = tmp_path / "new" / "out"
    write_assignment(*sources, RUBRIC, target)
    before = content(target.parent)
    (sources[0] / missing).unlink()
    with pytest.raises(ReleaseError, match=re.escape(Path(missing).name)):
        write_assignment(*sources, RUBRIC, target)
    assert content(target.parent) == before


def test_a_failed_write_leaves_the_earlier_assignment(
    sources: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "new" / "out"
    write_assignment(*sources, RUBRIC, target)
    before = content(target.parent)
    rename = Path.rename

    def fail(self: Path, other: Path) -> Path:
        if Path(other) == target and not self.name.endswith("-earlier"):
            raise OSError(28, "No space left on device", str(other))
        return rename(self, other)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(ReleaseError, match="No space left"):
        write_assignment(*sources, RUBRIC, target)
    assert content(target.parent) == before


def test_a_folder_that_is_no_assignment_is_never_replaced(
    sources: tuple[Path, Path], tmp_path: Path
) -> None:
    with pytest.raises(ReleaseError, match="holds something else than an assignment"):
        write_assignment(*sources, RUBRIC, sources[0])
    assert (sources[0] / "digits" / "data.py").read_text(encoding="utf-8") == SOURCE
    (tmp_path / "empty").mkdir()
    write_assignment(*sources, RUBRIC, tmp_path / "empty")


# --check


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


# The archive


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
