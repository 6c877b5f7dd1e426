"""Two John Smiths stay two people: from every LMS, and from a folder with a roster."""

import csv
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.classroom.people import result_names, with_files
from autograder.intake.submissions import who_handed_in
from support.regrading import World, make_world


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    return make_world(tmp_path, monkeypatch)


def canvas(world: World) -> None:
    for id in (101, 102):
        folder = world.root / "class"
        folder.mkdir(exist_ok=True)
        for file in ("data.py", "models.py"):
            (folder / f"smithjohn_{id}_9{id}_{file}").write_text(f"x = {id}\n")
    (world.root / "roster.csv").write_text(
        "Student,ID,SIS User ID,SIS Login ID,Section\n"
        '"Smith, John",101,s1,john1,A\n"Smith, John",102,s2,john2,A\n'
    )


def moodle(world: World) -> None:
    for id in (101, 102):
        world.submit(f"John Smith_{id}_assignsubmission_file_", f"x = {id}\n")
    (world.root / "roster.csv").write_text(
        "Identifier,Full name,ID number,Email address\n"
        "Participant 101,John Smith,s1,john1@x.example\n"
        "Participant 102,John Smith,s2,john2@x.example\n"
    )


def gradescope(world: World) -> None:
    lines = []
    for number in (1, 2):
        world.submit(f"submission_70{number}", f"x = {number}\n")
        who = f":name: John Smith\n    :email: john{number}@x.example\n    :sid: s{number}"
        lines.append(f"submission_70{number}:\n  :submitters:\n  - {who}\n")
    (world.root / "class" / "submission_metadata.yml").write_text("".join(lines))
    (world.root / "roster.csv").write_text(
        "Name,SID,Email\nJohn Smith,s1,john1@x.example\nJohn Smith,s2,john2@x.example\n"
    )


def folder(world: World) -> None:
    world.submit("s1", "x = 1\n")
    world.submit("John Smith s2", "x = 2\n")
    (world.root / "roster.csv").write_text("Name,ID\nJohn Smith,s1\nJohn Smith,s2\n")


@pytest.mark.parametrize(
    ("hand_in", "files"),
    [
        (canvas, ["smithjohn (101)", "smithjohn (102)"]),
        (moodle, ["John Smith (101)", "John Smith (102)"]),
        (gradescope, ["John Smith (s1)", "John Smith (s2)"]),
        (folder, ["John Smith s2", "s1"]),
    ],
)
def test_two_of_one_name_are_two_everywhere(
    world: World, hand_in: Callable[[World], None], files: list[str]
) -> None:
    hand_in(world)
    world.grade(True, seed=5, roster=world.root / "roster.csv")
    assert sorted(world.scores()) == files
    ids = set()
    for name in files:
        about = json.loads((world.out / f"{name}.json").read_text())["extra_data"]
        [student] = about["students"]
        assert student["name"] in ("John Smith", "Smith, John") and about["file"]
        ids.add("s1" if "s1" in student["ids"] else "s2" if "s2" in student["ids"] else "")
        page = (world.out / f"{name}.html").read_text("utf-8")
        assert " ".join([student["name"], *student["ids"]]) in page
    assert ids == {"s1", "s2"}
    rows = {row["name"]: row for row in csv.DictReader((world.out / "grades.csv").open())}
    assert len({row["ids"] for row in rows.values()}) == 2
    page = (world.out / "index.html").read_text("utf-8")
    for row in rows.values():
        assert f"{row['students']} {row['ids']}" in page
    world.grade(True, seed=5)  # without the roster nothing is graded under another name
    assert sorted(world.scores()) == files and not world.graded


def test_groups_and_students_without_an_id_are_told_apart(tmp_path: Path) -> None:
    people = {
        1: [("Ada", "a@x", "1"), ("Bob", "b@x", "2")],
        2: [("Ada", "a@x", "3"), ("Bob", "b@x", "2")],
        3: [("Cy", "c@x", "")],
        4: [("Cy", "d@x", "")],
    }
    text = "".join(
        f"submission_{number}:\n  :submitters:\n"
        + "".join(f"  - :name: {n}\n    :email: {e}\n    :sid: '{i}'\n" for n, e, i in those)
        for number, those in people.items()
    )
    (tmp_path / "submission_metadata.yml").write_text(text)
    paths = [tmp_path / f"submission_{number}" for number in people]
    for path in paths:
        path.mkdir()
    assert result_names(paths, [who_handed_in(path) for path in paths]) == [
        *("Ada, Bob (1, 2)", "Ada, Bob (3, 2)", "Cy (c@x)", "Cy (d@x)"),
    ]


def test_files_are_called_as_the_students_have_called_them(tmp_path: Path) -> None:
    paths = [
        tmp_path / "smithjohn_1_2_my work.ipynb",
        tmp_path / "Ada_3_assignsubmission_file_work.zip",
        tmp_path / "Ada_4_assignsubmission_file_",
        tmp_path / "bob.zip",
        tmp_path / "cy",
    ]
    for path in paths:
        path.mkdir() if not path.suffix else path.write_text("")
    for name in ("b.py", "a.py", ".hidden"):
        (paths[2] / name).write_text("")
    found = with_files([who_handed_in(path) for path in paths], paths)
    assert [one.file for one in found] == [
        *("my work.ipynb", "work.zip", "a.py, b.py", "bob.zip", "cy"),
    ]


def test_whoever_is_graded_keeps_the_name_whoever_comes_later(world: World) -> None:
    world.submit("Ann", "x = 1\n")
    world.grade(True, seed=5)
    before = world.scores()
    world.submit("ANN", "x = 2\n")
    world.submit("ann", "x = 3\n")
    run = world.grade(False, seed=5)
    assert (
        run.written
        and not run.changes
        and {name for name, _, _ in world.graded}
        == {
            "ANN-2",
            "ann-3",
        }
    )
    assert world.scores()["Ann"] == before["Ann"]
    world.submit("AnN", "x = 4\n")
    world.grade(False, seed=5)
    assert {name for name, _, _ in world.graded} == {"AnN-4"}


def test_a_folder_takes_no_name_of_an_archive_that_was_there_before(world: World) -> None:
    (world.root / "class").mkdir()
    with zipfile.ZipFile(world.root / "class" / "jane.zip", "w") as archive:
        archive.writestr("digits/data.py", "x = 1\n")
    world.submit("bob")
    world.grade(True, seed=5)
    world.submit("jane", "x = 2\n")
    run = world.grade(False, seed=5)
    assert run.written and {name for name, _, _ in world.graded} == {"jane-2"}
