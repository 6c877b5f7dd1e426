"""`autograder desk` says what is on the page, and why there is none."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from autograder.cli.commands import main
from support.desk import RUBRIC, write_class

Type = Callable[[Path], Result]


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Type:
    """Run the command, with a written question in grading.yml."""
    monkeypatch.setattr("autograder.cli.desk.read_rubric", lambda: RUBRIC)
    return lambda folder: CliRunner().invoke(main, ["desk", str(folder)])


def test_it_says_how_many_answers_there_are(tmp_path: Path, desk: Type) -> None:
    write_class(tmp_path, {"ada": "less was more", "bob": "more was more"})
    done = desk(tmp_path)
    assert (done.exit_code, done.output) == (0, f"2 answers on {tmp_path}/desk.htm\n")


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"ada": "less was more", "bob": ""}, "in 1 of them no text was found"),
        ({"ada": "", "bob": ""}, "in all of them no text was found"),
        ({"ada": ""}, "in 1 of them no text was found"),
    ],
)
def test_it_says_where_nobody_has_answered(
    tmp_path: Path, desk: Type, answers: dict[str, str], sentence: str
) -> None:
    done = desk(write_class(tmp_path, answers))
    assert done.exit_code == 0 and sentence in done.output


def test_without_results_it_says_what_writes_them(tmp_path: Path, desk: Type) -> None:
    for folder in (tmp_path, tmp_path / "absent"):
        done = desk(folder)
        assert done.exit_code == 2 and done.output == (
            f"Error: there are no results in {folder}: `autograder grade` writes them.\n"
        )
    assert not (tmp_path / "absent").exists()


def test_a_folder_that_cannot_be_read_is_not_called_empty(
    tmp_path: Path, desk: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "results"
    file.write_text("no folder")
    assert desk(file).output == f"Error: {file} cannot be read: Not a directory.\n"

    def refuse(self: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    done = desk(tmp_path)
    assert (done.exit_code, done.output) == (
        2,
        f"Error: {tmp_path} cannot be read: Permission denied.\n",
    )


def test_without_a_written_question_there_is_nothing_to_mark(
    tmp_path: Path, desk: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_class(tmp_path, {"ada": "less was more"})
    monkeypatch.setattr("autograder.cli.desk.read_rubric", lambda: replace(RUBRIC, written=None))
    done = desk(tmp_path)
    assert done.exit_code == 2
    assert done.output == "Error: grading.yml has no question of the kind `written`.\n"


def test_results_from_before_the_question_was_asked_are_named(tmp_path: Path, desk: Type) -> None:
    write_class(tmp_path, {"ada": "less was more"})
    (tmp_path / ".readings" / "ada.json").unlink()
    done = desk(tmp_path)
    assert done.exit_code == 2 and done.output == (
        "Error: there is nobody to be marked.\n"
        "ada: what was handed in is not beside it; grade the class again\n"
    )
