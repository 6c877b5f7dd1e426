"""`autograder decide` adds lines to the table of decisions, and nothing that is wrong."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from autograder.cli.commands import main

Decide = Callable[..., Result]


@pytest.fixture
def decide(tmp_path: Path) -> Decide:
    """Run the command for the results in a folder."""
    words = ["decide", "--results", str(tmp_path)]
    return lambda *more: CliRunner().invoke(main, [*words, *more])


def lines(tmp_path: Path) -> list[list[str]]:
    """The table that was written, without its header and without when."""
    return [row[:6] for row in csv.reader((tmp_path / "decisions.csv").open())][1:]


def test_a_decision_is_a_line_with_the_checks_name(tmp_path: Path, decide: Decide) -> None:
    done = decide("ada", "points", "2.5", "--on", "4.1", "--reason", "Right.", "--who", "me")
    assert done.exit_code == 0, done.output
    assert "1 of 1 decisions added" in done.output
    assert decide("s7", "adjust", "-2.5", "--reason", "Copied.", "--who", "me").exit_code == 0
    assert lines(tmp_path) == [
        ["ada", "q4.test_epoch_lowers_the_cost", "points", "2.5", "Right.", "me"],
        ["s7", "", "adjust", "'-2.5", "Copied.", "me"],
    ]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "give a student, a kind and --reason"),
        (["ada"], "give a student, a kind and --reason"),
        (["ada", "points", "2"], "`reason` is empty"),
        (["ada", "points", "--reason", "x"], "the value of `points` is points"),
        (["ada", "points", "2", "--on", "q9", "--reason", "x"], "there is no question or check q9"),
        (["ada", "pionts", "2"], "'pionts' is not one of"),
        (["--from", "absent.csv"], "there is no file absent.csv"),
    ],
)
def test_what_cannot_be_is_refused(
    tmp_path: Path, decide: Decide, words: list[str], message: str
) -> None:
    done = decide(*words)
    assert done.exit_code == 2 and message in " ".join(done.output.split())
    assert not (tmp_path / "decisions.csv").exists()


def test_another_files_lines_are_taken_over_once(tmp_path: Path, decide: Decide) -> None:
    other = tmp_path / "other.csv"
    text = "student,question,kind,value,reason,who,when\nada,q4,points,3,why,me,today\n"
    other.write_text(text + "bob,q4,comment,,nice,me,today\n")
    assert "2 of 2 decisions added" in decide("--from", str(other)).output
    assert "0 of 2 decisions added" in decide("--from", str(other)).output
    assert len(lines(tmp_path)) == 2
