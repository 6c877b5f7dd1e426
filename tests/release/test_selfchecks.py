"""What `pytest` tells a student: one line for what is unwritten, a hint for what is wrong."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.release.assignment import write_assignment
from support import CHECKS, SOLUTION
from support.release import RUBRIC

STAND_INS = {  # in place of the real checks, so that nothing imports PyTorch
    "test_q1.py": '''
def test_fine():
    """One is one"""
    assert 1 == 1

def test_wrong():
    """One is two

    Not really.
    """
    assert 1 == 2, "One is 1; expected 2.\\nLook again."
''',
    "test_q2.py": '''
from kit.probing.student_error import Cause, StudentError

def test_unwritten():
    """The network is there"""
    hint = "q2: make the network (still to be written)"
    raise StudentError(hint, "", Cause.UNWRITTEN, "q2")

def test_needs_another():
    """The network learns"""
    hint = "q4: train it (still to be written)"
    raise StudentError(hint, "", Cause.UNWRITTEN, "q4")

def test_speaks_like_a_stub():
    """The network speaks"""
    raise StudentError("q4: I am no stub", "", Cause.RAISED)

def test_raises():
    """The network runs"""
    raise StudentError("ValueError: no (while running it)", "line one\\nline two")
''',
    "test_q3.py": '''
import pytest
from kit.probing.student_error import StudentError

@pytest.fixture
def broken():
    raise StudentError("SyntaxError: no (while importing digits/data.py, line 1)", "the line")

def test_first(broken):
    """The first"""

def test_second():
    """The second"""
    raise StudentError("SyntaxError: no (while importing digits/models.py, line 1)", "the line")
''',
    "test_mine.py": """
def test_without_a_docstring():
    assert 1 + 1 == 3
""",
}


def run(*arguments: str, cwd: Path, path: str = "") -> tuple[int, list[str]]:
    """Run pytest as a student does, with `path` among the places that modules come from.

    Return its exit code and the lines it printed.
    """
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST")}
    environment["PYTHONUTF8"] = "1"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *arguments],
        cwd=cwd,
        env=environment | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": path},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    assert done.stderr == ""
    return done.returncode, done.stdout.split("\n")


@pytest.fixture
def stand_ins(tmp_path: Path) -> Path:
    """An assignment that is begun, with stand-ins for its checks."""
    folder = tmp_path / "a folder" / "assignment"
    write_assignment(SOLUTION, CHECKS, RUBRIC, folder)
    shutil.copytree(SOLUTION / "digits", folder / "digits", dirs_exist_ok=True)
    for path in (folder / "tests" / "checks").glob("test_*.py"):
        path.unlink()
    for name, text in STAND_INS.items():
        (folder / "tests" / "checks" / name).write_text(text)
    return folder


def test_every_failure_is_told_in_few_words(stand_ins: Path) -> None:
    code, lines = run(cwd=stand_ins)
    assert code == 1
    assert lines[1:-2] == [  # between the dots and the sum
        "-  test_without_a_docstring",
        "    `assert 1 + 1 == 3` does not hold",
        "q1  One is two",
        "    One is 1; expected 2.",
        "    Look again.",
        "q2  The network is there — q2: make the network (still to be written)",
        "q2  The network learns — needs q4: train it (still to be written)",
        "q2  The network speaks",
        "    q4: I am no stub",
        "q2  The network runs",
        "    ValueError: no (while running it)",
        "        line one",
        "        line two",
        "q3  The second — SyntaxError: no (while importing digits/models.py, line 1)",
        "q3  The first — SyntaxError: no (while importing digits/data.py, line 1)",
        "",
        "    the line",
        "",
        "q1: passed 1 of 2",
        "q2: passed 0 of 4",
        "q3: passed 0 of 2",
    ]


WITH_LEVELS = """
WRONG = dict(hint="q5.chance", because="q5.chance-sign", num_classes=2, expected=0.5, found=-0.5)

def test_first():
    \"\"\"It costs something\"\"\"
    raise AssertionError(WRONG | dict(example=dict(
        given={"num_classes": 2}, expected={"cost": 0.5}, got={"cost": -0.5})))
"""


@pytest.mark.parametrize("arguments", [(), ("--explain",), ("-v",)])
def test_more_levels_of_a_hint_are_there_for_those_who_ask(
    stand_ins: Path, arguments: tuple[str, ...]
) -> None:
    (stand_ins / "tests" / "checks" / "test_q5.py").write_text(WITH_LEVELS)
    code, lines = run("-k", "q5", *arguments, cwd=stand_ins)
    assert code == 1
    text = "\n".join(lines)
    assert "chance_cost(2) says -0.5000. Its sign is wrong: " in text
    asked = bool(arguments)
    assert ("Somebody who knows nothing gives every class" in text) == asked
    assert ("(Handout: “q5: how good is it?”.)" in " ".join(text.split())) == asked
    assert ("        cost  0.5       -0.5" in lines) == asked
    assert (
        "`pytest --explain` says where to look, and shows the smallest example." in lines
    ) != asked


@pytest.mark.parametrize("arguments", [("-k", "q2"), ("-m", "q2"), ("tests/checks/test_q2.py",)])
def test_one_question_can_be_run(stand_ins: Path, arguments: tuple[str, ...]) -> None:
    code, lines = run(*arguments, cwd=stand_ins)
    assert code == 1
    assert [line for line in lines if "passed" in line] == ["q2: passed 0 of 4"]


def test_it_runs_from_the_folder_above_and_from_the_tests(stand_ins: Path) -> None:
    for arguments, cwd in ((("assignment",), stand_ins.parent), ((), stand_ins / "tests")):
        code, lines = run(*arguments, "-m", "q1", cwd=cwd)
        assert code == 1
        assert "q1: passed 1 of 2" in lines


def test_tracebacks_are_there_for_those_who_ask(stand_ins: Path) -> None:
    code, lines = run("--tb=short", "-k", "test_wrong", cwd=stand_ins)
    assert code == 1
    assert '    assert 1 == 2, "One is 1; expected 2.\\nLook again."' in lines
    assert "q1: passed 0 of 1" in lines


def test_success_is_told_too(stand_ins: Path) -> None:
    code, lines = run("-k", "test_fine", cwd=stand_ins)
    assert code == 0
    assert lines[1:3] == ["", "q1: passed 1 of 1"]


def test_a_file_of_checks_that_is_broken_is_named(stand_ins: Path) -> None:
    (stand_ins / "tests" / "checks" / "test_q1.py").write_text("def test_(:\n")
    code, lines = run(cwd=stand_ins)
    assert code == 2
    assert any(line.startswith("tests/checks/test_q1.py cannot be run: ") for line in lines)


def test_what_is_graded_besides_stands_at_the_end(stand_ins: Path) -> None:
    told = {"q1": ["All of them,", "one by one. " * 10], "q3": ["Nothing."], "q5": ["Not run."]}
    (stand_ins / "tests" / "only_graded.json").write_text(json.dumps(told))
    _, lines = run("-k", "q1 or q2 or q3", cwd=stand_ins)
    begin = lines.index("Graded as well, which you cannot check here:")
    assert lines[begin - 1] == ""
    assert (
        lines[begin + 1].startswith("q1: All of them, one by one. ")
        and len(lines[begin + 1]) <= 100
    )
    assert lines[begin + 2].startswith("    ")
    assert "q3: Nothing." in lines[begin + 3 :] and "q5" not in "".join(lines)


LOOPS = """
def test_quick():
    \"\"\"It is quick\"\"\"

def test_loop():
    \"\"\"It ends\"\"\"
    import digits.training

def test_after():
    \"\"\"It comes after\"\"\"
"""


@pytest.fixture
def endless(stand_ins: Path) -> Path:
    """An assignment with a loop without end in the student's code, called in a check of q4."""
    (stand_ins / "tests" / "checks" / "test_q4.py").write_text(LOOPS)
    (stand_ins / "digits" / "training.py").write_text("n = 0\nwhile True:\n    n += 1\n")
    return stand_ins


def test_a_check_that_takes_too_long_ends_and_names_the_line(endless: Path) -> None:
    ini = (endless / "pytest.ini").read_text()
    assert "\ncheck_seconds = 30\n" in ini
    (endless / "pytest.ini").write_text(ini.replace("= 30", "= 0.5"))
    code, lines = run("-k", "q4", cwd=endless)
    assert code == 1 and "q4: passed 2 of 3" in lines
    hint = next(line for line in lines if "Not done after 0.5 s" in line)
    assert re.search(r"digits/training\.py, line [23]\b", hint)


def test_ctrl_c_names_the_line_and_the_check_is_not_passed(endless: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", "-k", "q4"],
        cwd=endless,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdout is not None
    seen = process.stdout.read(1)  # the dot of the check before
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=60)
    assert seen == "." and process.returncode == 2
    told = r"q4  It ends — interrupted, digits/training\.py, line [23]; what comes after it was not"
    assert re.search(told, output)
    assert "q4: passed 1 of 3" in output


# The command


def check(*arguments: str, cwd: Path, path: str = "") -> subprocess.CompletedProcess[str]:
    """Run `python -m digits check`, with `path` among the places that modules come from."""
    return subprocess.run(
        [sys.executable, "-m", "digits", "check", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )


@pytest.mark.slow
def test_the_command_checks_one_question_or_all(stand_ins: Path) -> None:
    (stand_ins / "digits" / "models.py").write_text("x = (\n")  # keeps nobody from it
    one = check("q1", cwd=stand_ins)
    assert one.returncode == 1 and "q1: passed 1 of 2" in one.stdout.split("\n")
    assert "q2" not in one.stdout
    assert "q3: passed 0 of 2" in check(cwd=stand_ins).stdout.split("\n")


@pytest.mark.slow
def test_the_command_says_what_it_cannot_do(stand_ins: Path, tmp_path: Path) -> None:
    wrong = check("q1", "q9", cwd=stand_ins)
    assert wrong.returncode == 2 and "there is no question q9: expected q1, q2," in wrong.stderr
    (tmp_path / "hidden" / "watchfiles").mkdir(parents=True)
    (tmp_path / "hidden" / "watchfiles" / "__init__.py").write_text("raise ImportError\n")
    absent = check("--watch", cwd=stand_ins, path=str(tmp_path / "hidden"))
    assert absent.returncode == 2
    assert (
        absent.stderr.rstrip()
        .split("\n")[-1]
        .endswith("--watch needs the package watchfiles: run `pip install watchfiles` first.")
    )


WATCHFILES = """
import pathlib, time

def watch(folder, **options):
    (folder / "training.py").write_text("def train(): return 1")
    yield {("modified", str(folder / "training.py"))}
    raise KeyboardInterrupt
"""


@pytest.mark.slow
def test_what_is_saved_is_checked_again(stand_ins: Path, tmp_path: Path) -> None:
    for number in (4, 5):
        text = f'def test_it():\n    """Check {number}"""\n    assert False, "no"\n'
        (stand_ins / "tests" / "checks" / f"test_q{number}.py").write_text(text)
    (tmp_path / "watchfiles").mkdir()
    (tmp_path / "watchfiles" / "__init__.py").write_text(WATCHFILES)
    done = check("q4", "q5", "--watch", cwd=stand_ins, path=str(tmp_path))
    lines = done.stdout.split("\n")
    assert lines.count("q4: passed 0 of 1") == 2 and lines.count("q5: passed 0 of 1") == 1
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("file", "before", "after", "expected"),
    [
        ("models", "def MLP(): 1\ndef CNN(): 1", "def MLP(): 2\ndef CNN(): 1", ["q2"]),
        ("models", "def MLP(): 1", "def MLP():  1  # no change", []),
        ("models", "def MLP(): 1", "x = 3\ndef MLP(): 1", ["q2", "q6"]),
        ("training", "def train(): 1", "def train(: 1", ["q4"]),
        ("helpers", "x = 1", "x = 2", [f"q{number}" for number in range(1, 8)]),
    ],
)
def test_a_change_belongs_to_its_questions(
    file: str, before: str, after: str, expected: list[str], stand_ins: Path
) -> None:
    tests = stand_ins / "tests"
    code = (
        "import pathlib, sys; from check_command import changed_questions, definitions\n"
        "path = pathlib.Path('digits', sys.argv[1] + '.py'); path.write_text(sys.argv[2])\n"
        "old = definitions(); path.write_text(sys.argv[3])\n"
        "print(*changed_questions(old, definitions()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, file, before, after],
        cwd=stand_ins,
        env={**os.environ, "PYTHONPATH": f"{tests / 'checks'}{os.pathsep}{tests}"},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.stdout.split() == expected, done.stderr


# The real ones


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
    told = "q3  cost_function returns a scalar — q3: return the mean negative log-likelihood of the"
    assert f"{told} labels (still to be written)" in lines
    assert len([line for line in lines if "still to be written" in line]) == sum(
        count_checks().values()
    )
    code, lines = run("-k", "q5 and chance", cwd=folder, path=str(tmp_path))
    assert code == 1 and "q5: passed 0 of 1" in lines
    command = check("q3", cwd=folder, path=str(tmp_path))
    assert command.returncode == 1 and told in command.stdout
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
    start = time.monotonic()
    code, lines = run("assignment", cwd=tmp_path)
    assert time.monotonic() - start < 60
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
    places = [re.search(r"SyntaxError.*digits/(\w+)\.py, line 1", line) for line in shown]
    assert {place and place[1] for place in places} == broken
    assert lines.count("    SyntaxError: '(' was never closed") == 5  # one a file


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
