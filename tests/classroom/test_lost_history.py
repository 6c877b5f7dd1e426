"""A history that is lost or damaged is said, and what can be read of it is kept; files that are in
the way are named.
"""

from pathlib import Path

import pytest

from autograder.classroom.run import (
    CannotBegin,
    CannotGoOn,
    ClassOptions,
    Plan,
    Watcher,
    grade_class,
)
from autograder.cli.class_progress import ClassProgress
from support.regrading import World, make_world

LINE = '{"submission": "ada", "sco'


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    world = make_world(tmp_path, monkeypatch)
    for name in ("ada", "bob"):
        world.submit(name)
    return world


class Seen(Watcher):
    """Remembers what is lost."""

    def begin(self, plan: Plan) -> None:
        """Keep what it says."""
        self.loss = plan.history_loss


def losses(world: World) -> str:
    """Grade again; return what is said of the history."""
    seen = Seen()
    grade_class([world.root / "class"], world.out, ClassOptions(isolation="process"), seen)
    return seen.loss


def test_a_whole_history_is_passed_over_in_silence(world: World) -> None:
    assert losses(world) == ""
    assert losses(world) == ""


def test_a_lost_history_is_said_once_and_begun_anew(world: World) -> None:
    world.grade(seed=5)
    (world.out / "history.jsonl").unlink()
    assert losses(world) == (
        f"{world.out}/history.jsonl is not there, though grades are. It begins anew with them; the"
        " grades before them are lost, unless you have a copy of the file to put back."
    )
    assert [line["reason"] for line in world.history()] == ["found in the results"] * 2
    assert losses(world) == ""


def test_lines_that_cannot_be_read_are_counted_and_all_others_kept(world: World) -> None:
    world.grade(seed=5)
    path = world.out / "history.jsonl"
    first, second = path.read_bytes().splitlines()
    garbled = b"\n".join([first, b"\xff\xfe\0", b"[" * 200_000, second, LINE.encode(), b""])
    path.write_bytes(garbled)
    sentence = (
        f"{path}: 3 of 5 lines cannot be read, the first of them is line 2. They stay as they are,"
        " and the others count."
    )
    assert losses(world) == sentence
    world.versions["q3"] = 2
    world.grade(True)
    assert path.read_bytes().startswith(garbled) and len(path.read_bytes().splitlines()) > 5
    assert losses(world).startswith(f"{path}: 3 of ")


def test_grades_without_a_line_are_counted(world: World) -> None:
    world.grade(seed=5)
    path = world.out / "history.jsonl"
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    assert losses(world) == (
        f"{path} has no line for 1 of 2 grades in the results: such grades get one now; what was"
        " before them is lost."
    )
    assert losses(world) == ""


def test_the_terminal_says_it(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.grade(seed=5)
    (world.out / "history.jsonl").unlink()
    progress = ClassProgress()
    grade_class([world.root / "class"], world.out, ClassOptions(isolation="process"), progress)
    progress.close()
    output = " ".join(capsys.readouterr().out.split())
    assert "history.jsonl is not there, though grades are." in output


@pytest.mark.parametrize("name", [".readings", "grades.csv", ".class.json"])
def test_what_is_in_the_way_of_a_file_is_named(world: World, name: str) -> None:
    world.out.mkdir()
    (world.out / name).mkdir() if "." in name[1:] else (world.out / name).write_text("")
    with pytest.raises((CannotGoOn, CannotBegin)) as raised:
        world.grade(seed=5)
    assert f"{world.out / name} cannot be written: " in str(raised.value)


def test_a_history_that_is_a_folder_is_named(world: World) -> None:
    (world.out / "history.jsonl").mkdir(parents=True)
    with pytest.raises(CannotBegin, match=r"history\.jsonl cannot be read"):
        world.grade(seed=5)
