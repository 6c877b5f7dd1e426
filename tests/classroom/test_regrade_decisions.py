"""Decisions, lateness and names when a class is graded again."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from autograder.classroom import plan
from autograder.classroom.run import CannotBegin
from support import ROOT
from support.regrading import World, decide, make_world


def test_a_decision_is_shown_written_and_survives_every_regrade(world: World) -> None:
    world.grade(seed=5)
    before = world.scores()
    decide(world, "ada,4.1,points,2.5", "bob,,adjust,-1")
    assert not world.grade(False).written and world.scores() == before
    why = {one.name: one.why for one in world.asked.changes}
    assert why["ada"][-1] == "decision: 4.1: 2.5 points: why"
    assert why["bob"] == ("decision: -1 point: why",)
    world.grade(True)
    assert world.graded == []
    assert world.scores()["bob"] == before["bob"] - 1
    assert "4.1: 2.5 points: why" in (world.out / "ada.html").read_text()
    assert "4.1: 2.5 points: why" in (world.out / "index.html").read_text()
    world.grade(True, fresh=True)
    world.grade(True, only="q4")
    world.submit("ada", "x = 77\n")
    world.grade(True)
    last = {line["submission"]: line for line in world.history()}
    assert last["ada"]["checks"]["q4.test_epoch_lowers_the_cost"][2] == 2.5
    assert [one["sentence"] for one in last["bob"]["decisions"].values()] == ["-1 point: why"]


def test_a_decision_that_is_withdrawn_leaves_what_was_measured(world: World) -> None:
    world.grade(seed=5)
    before = world.scores()
    decide(world, "ada,q4,points,1")
    world.grade(True)
    decide(world)
    world.grade(True)
    assert world.scores() == before
    assert world.history()[-1]["reason"] == "withdrawn: q4: 1 point: why"


def test_a_comment_is_written_and_changes_no_grade(world: World) -> None:
    world.grade(seed=5)
    decide(world, "ada,q4,comment,")
    assert world.grade(False).written and not world.asked.asked
    assert "q4: why" in (world.out / "ada.html").read_text()
    assert world.history()[-1]["reason"] == "decision: q4: why"


def test_a_grade_that_changes_beneath_a_decision_is_listed_for_a_person(world: World) -> None:
    world.grade(seed=5)
    decide(world, "ada,q4,points,20")
    assert [one.title for one in world.grade(True).concerns] == []
    world.versions["q4"] = 2
    for _ in range(2):  # it stays listed until somebody writes another line
        concern = world.grade(True).concerns[0]
        assert concern.title == "Measured anew beneath a decision"
        assert concern.cases[0][0] == "ada" and "when it was decided" in concern.cases[0][1]
    assert world.scores()["ada"] != world.history()[0]["score"]
    decide(world, "ada,q4,points,21")
    assert [one.title for one in world.grade(True).concerns] == []


def test_a_number_that_is_another_checks_now_is_listed_for_a_person(world: World) -> None:
    world.grade(seed=5)
    decide(world, "ada,4.2,points,1", "bob,q4.test_epoch_cost,points,1")
    world.grade(True)
    first, second = "      test_epoch_lowers_the_cost: 3\n", "      test_epoch_cost: 2\n"
    world.edit(first + second, second + first)
    for _ in range(2):  # it stays listed until the line names the check
        found = {one.title: one for one in world.grade(True).concerns}
        assert found["Decisions on another check"].cases == (
            (
                "ada",
                "points on 4.2: that was q4.test_epoch_cost, and is q4.test_epoch_lowers_the_cost"
                " now",
            ),
        )
    decide(world, "ada,q4.test_epoch_cost,points,1", "bob,q4.test_epoch_cost,points,1")
    assert "Decisions on another check" not in {one.title for one in world.grade(True).concerns}


def test_decisions_on_a_check_that_is_gone_are_listed_and_the_class_is_graded(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.grade(seed=5)
    decide(world, "ada,q4.test_epoch_cost,adjust,-1", "bob,4.14,comment,", "ada,q4,adjust,-2")
    world.grade(True)
    world.edit("test_epoch_cost: 2\n      test_steps: 2\n", "test_steps: 4\n")
    checks = shutil.copytree(ROOT / "autograder" / "checks", world.root / "checks")
    file = checks / "public" / "test_q4.py"
    file.write_text(file.read_text("utf-8").replace("def test_epoch_cost(", "def epoch_cost("))
    monkeypatch.setattr(plan, "CHECKS", checks)
    for _ in range(2):  # it stays listed until somebody deletes the line
        run = world.grade(True)
        concern = {one.title: one for one in run.concerns}["Decisions on what is gone"]
        assert concern.advice == (
            "There is no such question or check any more, so they are not applied. Delete the"
            " lines, or write them anew."
        )
        assert dict(concern.cases) == {
            "ada": "adjust on q4.test_epoch_cost, which there is no more",
            "bob": "comment on 4.14, which there is no more",
        }
        assert [[one.on for one in grade.rulings] for grade in run.grades] == [["q4"], []]
    decide(world, "ada,q4.test_epoch_coast,adjust,-1")  # never was
    with pytest.raises(CannotBegin, match=r"no question or check q4\.test_epoch_coast"):
        world.grade(True)


def test_what_changes_before_a_decision_is_first_applied_is_beneath_it_already(
    world: World,
) -> None:
    world.grade(seed=5)
    decide(world, "ada,q4,points,20")
    world.versions["q4"] = 2  # the one who decided has seen version 1
    assert world.grade(True).concerns[0].title == "Measured anew beneath a decision"


def test_points_that_are_lowered_beneath_a_decision_are_given_and_the_line_is_listed(
    world: World,
) -> None:
    world.grade(seed=5)
    decide(world, "ada,q4.test_one_batch,points,2", "bob,q4.test_one_batch,points,2")
    assert not [one for one in world.grade(True).concerns if "More" in one.title]
    decide(
        world,
        *("ada,q4.test_one_batch,points,2", "bob,q4.test_one_batch,points,2"),
        "bob,q4.test_one_batch,points,1",  # replaces the one above it
    )
    world.edit("test_one_batch: 2, test_many_batches: 1", "test_one_batch: 1, test_many_batches: 2")
    (concern,) = [one for one in world.grade(True).concerns if "More" in one.title]
    assert concern.title == "More points than there are"
    worth = "q4.test_one_batch is worth 1 point, and 2 are more."
    assert concern.cases == (("ada", worth),)
    given = {line["submission"]: line["checks"]["q4.test_one_batch"] for line in world.history()}
    assert [one[2] for one in given.values()] == [1, 1]
    page = (world.out / "index.html").read_text()
    assert not world.graded and concern.title in page
    assert "q4.test_one_batch: 1 point" in (world.out / "ada.html").read_text()


def test_decisions_about_nobody_are_listed_and_wrong_ones_stop_everything(world: World) -> None:
    world.grade(seed=5)
    decide(world, "carol,,excuse,")
    concern = world.grade(True).concerns[0]
    assert (concern.title, concern.cases) == ("Decisions about nobody", (("carol", "excuse"),))
    decide(world, "ada,q9,points,1")

    with pytest.raises(CannotBegin, match=r"decisions\.csv, line 2: there is no question"):
        world.grade(True)


def test_who_is_excused_has_no_score_and_changes_back(world: World) -> None:
    world.grade(seed=5)
    before = world.scores()["ada"]
    decide(world, "ada,,excuse,")
    assert world.grade(False).written is False
    world.grade(True)
    assert "ada" not in world.scores()
    decide(world)
    assert world.grade(False).written is False and world.asked.changes[0].after == before


def test_lateness_is_taken_off_and_an_extension_gives_it_back(world: World) -> None:
    times = world.root / "times.csv"
    times.write_text("student,time\nada,2026-12-12 12:00\n")
    world.grade(seed=5, times=times)
    before = world.scores()
    text = world.grading_file.read_text("utf-8")
    late = "\nlate: {deadline: 2026-12-11 23:59 Europe/Berlin, points_a_day: 5}\n"
    world.grading_file.write_text(text + late, "utf-8")
    assert not world.grade(False, times=times).written
    done = world.grade(True, times=times)
    assert world.graded == []
    assert world.scores() == before | {"ada": before["ada"] - 5}
    assert world.history()[-1]["reason"] == "Handed in 1 day late: 5 points less."
    assert "Handed in 1 day late: 5 points less." in (world.out / "ada.html").read_text()
    unknown = next(one for one in done.concerns if one.title == "Late or not?")
    assert unknown.cases == (("bob", "nobody knows when it was handed in"),)
    decide(world, "ada,,extension,1 day")
    world.grade(True, times=times)
    assert world.scores() == before


def test_of_several_hand_ins_one_counts_and_the_others_are_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = make_world(tmp_path, monkeypatch)
    for number, text in ((1, "x = 1\n"), (2, "x = 2\n"), (3, "x = 3\n")):
        world.submit(f"Jane Doe_{min(number, 2)}_assignsubmission_file_{number}", text)
    text = world.grading_file.read_text("utf-8")
    world.grading_file.write_text(text + "\nhand_ins: {keep: best}\n", "utf-8")
    done = world.grade(seed=5)
    assert len(done.grades) == 3 and len(done.superseded) == 1
    (loser, winner), *_ = done.superseded.items()
    assert world.scores()[winner] >= world.scores()[loser]
    grades, hand_ins, others = done.counted()
    assert len(grades) == len(hand_ins) == 2 and loser not in {one.name for one in grades}
    assert [(one.name, one.reason) for one in others] == [
        (loser, f"does not count: {winner} counts")
    ]
    assert f"does not count: {winner} counts" in (world.out / "grades.csv").read_text()
    listed = next(one for one in done.concerns if one.title == "Several hand-ins of one student")
    assert dict(listed.cases) == {loser: f"does not count: {winner} counts", winner: "it counts"}


# Who is who


def test_two_of_one_name_stay_two_people_and_the_roster_says_who_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = make_world(tmp_path, monkeypatch)
    roster = tmp_path / "roster.csv"
    roster.write_text(
        "Identifier,Full name,ID number,Email address,Grade\n"
        "Participant 9,John Smith,s9,j9@uni.example,\n"
        "Participant 5,John Smith,s5,j5@uni.example,\n"
    )
    world.submit("John Smith_9_assignsubmission_file_", "x = 9\n")
    world.grade(seed=5, roster=roster)
    first = world.scores()
    assert list(first) == ["John Smith (9)"]
    world.submit("John Smith_5_assignsubmission_file_", "x = 5\n")  # and sorts before him
    decide(world, "s9,,adjust,-1", "j5@uni.example,,comment,")
    world.grade(True, roster=roster)
    assert {name for name, _, _ in world.graded} == {"John Smith (5)"}
    assert world.scores()["John Smith (9)"] == first["John Smith (9)"] - 1
    rows = {row["name"]: row for row in csv.DictReader((world.out / "grades.csv").open())}
    row = rows["John Smith (9)"]
    assert (row["students"], row["ids"], row["emails"]) == (
        "John Smith",
        "9 Participant 9 s9",
        "j9@uni.example",
    )
    assert row["decisions"] == "'-1 point: why"  # which is no formula
    about = json.loads((world.out / "John Smith (5).json").read_text())["extra_data"]
    assert about["students"] == [
        {"name": "John Smith", "ids": ["5", "Participant 5", "s5"], "email": "j5@uni.example"}
    ]
    assert about["file"] == "digits"
    assert (
        "John Smith 5 Participant 5 s5 j5@uni.example"
        in (world.out / "John Smith (5).html").read_text()
    )
