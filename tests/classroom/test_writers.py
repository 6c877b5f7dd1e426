"""Pages and results are written by several processes, as they are by one."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.classroom import writers
from autograder.classroom.writers import write_all
from support import ROOT
from support.regrading import World, make_world
from support.tasks import die_once, note, refuse

WAITING = 2 * writers.AHEAD  # tasks, with two processes


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few tasks are many."""
    monkeypatch.setattr(writers, "MANY", 2)


def test_many_tasks_are_done_by_other_processes_in_their_order(few: None, tmp_path: Path) -> None:
    wrong = list(write_all(note, ((tmp_path, number) for number in range(20)), 20, 2))
    assert wrong == [f"{number} is wrong" for number in range(0, 20, 3)]
    assert len(list(tmp_path.iterdir())) == 20
    assert str(os.getpid()) not in {one.read_text() for one in tmp_path.iterdir()}


def test_few_tasks_are_done_here(tmp_path: Path) -> None:
    assert list(write_all(note, [(tmp_path, 1), (tmp_path, 3)], 2, 2)) == ["3 is wrong"]
    assert {one.read_text() for one in tmp_path.iterdir()} == {str(os.getpid())}


def test_tasks_are_taken_not_long_before_they_are_done(few: None, tmp_path: Path) -> None:
    taken: list[int] = []

    def tasks() -> Iterator[tuple[Path, int]]:
        for number in range(40):
            done = len(list(tmp_path.iterdir()))
            taken.append(number - done)
            yield tmp_path, number

    list(write_all(note, tasks(), 40, 2))
    assert max(taken) <= WAITING + 1


@pytest.mark.parametrize("count", [5, 1])
def test_what_cannot_be_written_is_raised(few: None, tmp_path: Path, count: int) -> None:
    with pytest.raises(OSError, match="the disk is full"):
        list(write_all(refuse, ((tmp_path, number) for number in range(5)), count, 2))


def test_what_a_lost_process_was_at_is_done_all_the_same(few: None, tmp_path: Path) -> None:
    (tmp_path / "main").write_text(str(os.getpid()))
    list(write_all(die_once, ((tmp_path, number) for number in range(20)), 20, 2))
    assert len(list(tmp_path.iterdir())) == 21


def files(world: World) -> dict[str, str]:
    """All pages and results."""
    found = [one for one in world.out.rglob("*") if one.suffix in (".html", ".json")]
    return {str(one.relative_to(world.out)): one.read_text("utf-8") for one in found}


def test_code_that_cannot_be_written_costs_one_page_and_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = make_world(tmp_path, monkeypatch)
    for name in ("ada", "bob"):
        world.submit(name, "x = 1\n")
    (world.out / "code" / "ada.html").mkdir(parents=True)  # where a file is to be
    notes: list[str] = []
    monkeypatch.setattr("support.regrading.Asked.note", lambda self, text: notes.append(text))
    world.grade(True, seed=5)
    assert [one for one in notes if "code of ada could not be written: " in one]
    assert (world.out / "code" / "bob.html").is_file()


def test_a_class_is_written_the_same_by_several_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    for many in (1_000, 2):
        with monkeypatch.context() as patch:
            patch.setattr(writers, "MANY", many)
            (tmp_path / str(many)).mkdir()
            world = make_world(tmp_path / str(many), patch)
            for number in range(3):
                world.submit(f"student-{number}", f"x = {number}\n")
            world.grade(True, seed=5, jobs=2)
            world.swap_points("q4")
            begun = time.time()
            world.grade(True, seed=5, jobs=2, blind=many == 2)
            world.grade(True, seed=5, jobs=2)
            assert not world.graded
            assert all(one.stat().st_mtime >= begun - 1 for one in world.out.glob("*.html"))
            made.append(files(world))
    assert made[0] == made[1]
    # page, result, code and reading of each; the class's page, and the list of who counts
    assert len(made[0]) == 3 * 4 + 2


KILLED = """
import sys
from pathlib import Path
import pytest
from autograder.classroom import writers
from support.regrading import die_before, make_world
writers.MANY = 2
world = make_world(Path(sys.argv[1]), pytest.MonkeyPatch())
world.swap_points("q4")
die_before(8)
world.grade(True, seed=5, jobs=2)
"""


@pytest.mark.slow
@pytest.mark.parametrize("back", [False, True], ids=["goes on", "goes back"])
def test_a_run_that_is_killed_while_processes_write_is_finished_by_the_next_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, back: bool
) -> None:
    world = make_world(tmp_path, monkeypatch)
    names = [f"student-{number:02}" for number in range(20)]
    for name in names:
        world.submit(name, f"x = '{name}'\n")
    world.grade(True, seed=5)
    before = world.grading_file.read_text("utf-8")
    path = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
    command = [sys.executable, "-c", KILLED, str(tmp_path)]
    assert subprocess.run(command, env={**os.environ, "PYTHONPATH": path}).returncode == -9
    added = [line["submission"] for line in world.history()][len(names) :]
    assert 0 < len(added) < len(names)
    if back:
        world.grading_file.write_text(before, "utf-8")
    world.grade(True, seed=5)
    assert not world.graded
    lines = [line["submission"] for line in world.history()]
    assert sorted(lines) == sorted(names + 2 * added if back else 2 * names)
    last = {line["submission"]: line["score"] for line in world.history()}
    assert last == world.scores()


LONG_FOLDER = """
from pathlib import Path
from autograder.classroom.writers import write_all
from support.tasks import note

folder = Path("done")
folder.mkdir()
print(list(write_all(note, ((folder, number) for number in range(40)), 40, 2)))
"""


def test_many_tasks_are_done_where_the_folder_for_temporary_files_has_a_long_name(
    tmp_path: Path,
) -> None:
    """The path of a socket has room for 107 bytes."""
    long = tmp_path / ("temporary-" * 12)
    long.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", LONG_FOLDER],
        cwd=tmp_path,
        env=os.environ | {"TMPDIR": str(long), "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    wrong = [f"{number} is wrong" for number in range(0, 40, 3)]
    assert (done.stdout, done.stderr) == (f"{wrong}\n", "")
