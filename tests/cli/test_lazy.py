"""The list of commands comes without their modules, and says what they say themselves."""

import subprocess
import sys

from click import Context
from click.testing import CliRunner

from autograder.cli.commands import COMMANDS, main
from support import ROOT

NAMES = [
    "accept",
    "calibrate",
    "data",
    "decide",
    "demo",
    "desk",
    "doctor",
    "grade",
    "new",
    "release",
    "remove",
    "zoo",
]


def test_help_imports_neither_pytorch_nor_a_command() -> None:
    code = (
        "import sys; from autograder.cli.commands import main; main(['--help'], None, None, False);"
        "print([m for m in sys.modules if m in ('torch', 'numpy', 'autograder.cli.grade')])"
    )
    program = [sys.executable, "-c", code]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.rstrip().endswith("[]")
    assert all(name in done.stdout for name in NAMES)


def test_what_grades_nothing_yet_does_not_import_pytorch() -> None:
    code = (
        "import sys; import autograder.cli.data_status, autograder.cli.decide, autograder.cli.desk,"
        " autograder.cli.doctor, autograder.cli.grade, autograder.cli.new, autograder.cli.remove;"
        "print('torch' in sys.modules)"
    )
    program = [sys.executable, "-c", code]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_every_command_is_listed_with_its_own_help() -> None:
    assert sorted(COMMANDS) == NAMES
    listed = " ".join(CliRunner().invoke(main, ["--help"], terminal_width=200).output.split())
    for name in NAMES:
        command = main.get_command(Context(main), name)
        assert command is not None and command.help
        assert f"{name} {command.help.splitlines()[0]}" in listed


def test_a_command_that_is_not_there_is_refused() -> None:
    done = CliRunner().invoke(main, ["grad"])
    assert done.exit_code == 2 and "No such command 'grad'" in done.output
