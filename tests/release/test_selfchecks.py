"""What `pytest` tells a student: one line for what is unwritten, a hint for what is wrong."""

import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from support.selfchecks import run


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
        "q3  The second",
        "    SyntaxError: never (in line 1)",
        '        File "digits/data.py", line 1',
        "            x = (",
        "        SyntaxError: never",
        "q3  The first",
        "q3  The third",
        "    SyntaxError: no (in line 1)",  # the place stands there already
        "",
        "q1: passed 1 of 2",
        "q2: passed 0 of 4",
        "q3: passed 0 of 3",
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
    graded = {"q1": ["All of them,", "one by one. " * 10], "q3": ["Nothing."], "q5": ["Not run."]}
    (stand_ins / "tests" / "only_graded.json").write_text(json.dumps(graded))
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
    line = r"q4  It ends — interrupted, digits/training\.py, line [23]; what comes after it was not"
    assert re.search(line, output)
    assert "q4: passed 1 of 3" in output
