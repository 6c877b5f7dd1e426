"""A regrade is shown first: nothing that a student has changes unseen, and no point is lost."""

import csv
import json
import re
from pathlib import Path

import pytest

from autograder.classroom.run import CannotBegin
from autograder.classroom.stage import FOLDER
from autograder.rubric.rubric import load_rubric
from support import ROOT
from support.regrading import QUESTIONS, World, make_world


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """A class of two whom nobody has graded."""
    new = make_world(tmp_path, monkeypatch)
    new.submit("ada")
    new.submit("bob", "x = 2\n")
    return new


def questions(world: World, name: str = "ada") -> list[str]:
    """The questions of a submission that were graded last."""
    return [question for who, question, _ in world.graded if who == name]


def test_a_first_grading_asks_nothing_and_is_in_the_history(world: World) -> None:
    done = world.grade(seed=5)
    assert done.written and not world.asked.asked and done.changes == ()
    assert questions(world) == QUESTIONS
    lines = world.history()
    assert [line["submission"] for line in lines] == ["ada", "bob"]
    assert {line["reason"] for line in lines} == {"graded for the first time"}
    assert {line["submission"]: line["score"] for line in lines} == world.scores()
    assert all(line["when"].startswith("20") and line["version"] for line in lines)


def test_grading_again_changes_and_asks_and_grades_nothing(world: World) -> None:
    world.grade(seed=5)
    files = {path.name: path.read_bytes() for path in world.out.iterdir() if path.is_file()}
    done = world.grade()
    assert (world.graded, world.asked.asked, done.written) == ([], False, True)
    assert {path.name: path.read_bytes() for path in world.out.iterdir() if path.is_file()} == files


def test_one_question_after_an_edit_never_loses_a_point_that_was_not_asked_about(
    world: World,
) -> None:
    world.grade(seed=5)
    before = {line["submission"]: line["checks"] for line in world.history()}
    world.versions = dict.fromkeys(QUESTIONS, 2)  # all checks are mended
    world.edit("wall_seconds: 180", "wall_seconds: 170")
    world.grade(True, only="q4")
    assert questions(world) == ["q4"]
    after = {line["submission"]: line["checks"] for line in world.history()}
    for name in ("ada", "bob"):
        changed = {key for key in after[name] if after[name][key] != before[name][key]}
        assert after[name].keys() == before[name].keys()
        assert changed and all(key.startswith("q4.") for key in changed)
    world.grade(True)
    assert questions(world) == [one for one in QUESTIONS if one != "q4"]
    assert {seed for _, _, seed in world.graded} == {5}


def test_a_change_is_shown_by_check_and_written_only_if_somebody_agrees(world: World) -> None:
    world.grade(seed=5)
    before = world.scores()
    files = {path.name: path.read_bytes() for path in world.out.iterdir() if path.is_file()}
    world.versions["q4"] = 2
    done = world.grade(False)
    assert world.asked.asked and not done.written
    assert questions(world) == ["q4"]
    assert {path.name: path.read_bytes() for path in world.out.iterdir() if path.is_file()} == files
    change = next(one for one in world.asked.changes if one.name == "ada")
    assert change.before == before["ada"]
    assert all(why.startswith("4.") and " → " in why for why in change.why)
    assert any(why.endswith((", passed now", ", failed now")) for why in change.why)
    done = world.grade(True)
    assert done.written and world.graded == []  # what was graded waited for the answer
    assert world.scores()["ada"] == change.after
    assert not (world.out / FOLDER).exists()
    assert world.history()[-2]["reason"] == "; ".join(change.why)


def test_a_dry_run_writes_nothing_and_what_it_has_graded_is_not_graded_again(world: World) -> None:
    done = world.grade(dry_run=True, seed=5)
    assert not done.written and not world.asked.asked
    assert [path.name for path in world.out.iterdir()] == [FOLDER]
    assert world.grade().written and world.graded == []
    assert {one["reason"] for one in world.history()} == {"graded for the first time"}
    world.versions["q2"] = 2
    assert world.grade(dry_run=True).changes
    assert len(world.history()) == 2
    world.grade(yes=True)
    assert world.graded == [] and not world.asked.asked
    assert len(world.history()) == 4


def test_another_kind_of_run_does_not_take_what_waits(world: World) -> None:
    world.grade(seed=5)
    world.grade(dry_run=True, only="q4")
    assert questions(world) == ["q4"]
    world.grade(dry_run=True, fresh=True)
    assert questions(world) == QUESTIONS
    world.versions["q5"] = 2
    world.grade(True)
    assert questions(world) == ["q5"]
    assert not (world.out / FOLDER).exists()  # it was graded beside other grades
    world.grade(dry_run=True, only="q4")
    assert questions(world) == ["q4"]


def test_what_waits_and_holds_no_more_is_graded_again(world: World) -> None:
    world.grade(seed=5)
    world.versions["q4"] = 2
    world.grade(dry_run=True)
    world.versions["q4"] = 3
    world.grade(dry_run=True)
    assert questions(world) == ["q4"]
    world.submit("ada", "x = 3\n")
    world.grade(dry_run=True)
    assert questions(world) == QUESTIONS and questions(world, "bob") == []


def test_what_waits_is_not_taken_where_what_stands_holds_again(world: World) -> None:
    world.grade(seed=5)
    before = world.scores()
    world.versions["q4"] = 2
    assert world.grade(dry_run=True).changes
    world.versions["q4"] = 1  # the mending was none
    assert world.grade().changes == () and world.scores() == before


def test_points_are_added_up_anew_and_nobody_is_graded(world: World) -> None:
    world.grade(seed=5)
    before = world.scores()
    world.swap_points("q4")
    done = world.grade(False)
    assert world.graded == [] and world.asked.asked and not done.written
    assert world.scores() == before
    whys = [why for one in world.asked.changes for why in one.why]
    assert whys and all("worth" in why and why.startswith("4.") for why in whys)
    world.grade(True)
    assert world.graded == []
    assert world.scores() == {one.name: one.total for one in world.grade().grades}


def test_titles_and_visibility_change_pages_and_no_grade(world: World) -> None:
    world.grade(seed=5)
    world.edit("title: Training\n", "title: How to train\n")
    world.edit("hidden: visible      #", "hidden: after_published  #")
    done = world.grade()
    assert done.written and not world.asked.asked and world.graded == []
    page = (world.out / "ada.html").read_text()
    checks = load_rubric(world.grading_file, ROOT / "autograder" / "checks").checks
    public = {check.number for check in checks if check.group == "public"}
    assert "How to train" in page and len(public) < len(checks)
    assert set(re.findall('id="check-([^"]*)"', page)) == public
    assert len(world.history()) == 2


def test_new_submissions_and_new_questions_change_no_grade(world: World) -> None:
    world.grade(seed=5, only="q4")
    world.submit("carol", "x = 7\n")
    done = world.grade()
    assert done.written and not world.asked.asked
    assert questions(world) == [one for one in QUESTIONS if one != "q4"]
    assert questions(world, "carol") == QUESTIONS
    reasons = [line["reason"] for line in world.history()[2:]]
    assert reasons == [
        "q1, q2, q3, q5, q6, q7 graded for the first time",
        "q1, q2, q3, q5, q6, q7 graded for the first time",
        "graded for the first time",
    ]


def test_a_grade_after_a_failure_of_ours_is_the_first_one(world: World) -> None:
    world.faults = {"ada"}
    world.grade(seed=5)
    assert world.history()[0]["score"] is None
    world.faults = set()
    assert world.grade().written and not world.asked.asked
    assert questions(world) == ["q1"]
    assert world.history()[-1]["reason"] == "graded again after a failure of the grader's"


def test_a_failure_of_ours_never_takes_a_score_away(world: World) -> None:
    world.grade(seed=5)
    before = world.scores()
    world.versions["q1"], world.faults = 2, {"ada"}
    run = world.grade(True)
    assert run.written and run.kept == {"ada": "of ours"}
    assert world.scores()["ada"] == before["ada"] and not any(one.fault for one in run.grades)
    concern = next(one for one in run.concerns if one.title == "Graded again in vain")
    assert concern.cases == (("ada", "of ours"),)
    world.faults = set()
    assert not world.grade(True).kept
    assert questions(world) == ["q1"] and questions(world, "bob") == []


def test_a_failure_of_ours_in_one_question_keeps_what_that_question_had(world: World) -> None:
    world.grade(seed=5)
    world.versions |= {"q1": 2, "q2": 2}
    world.faults = {"ada"}  # in q1
    world.grade(True)
    once = world.scores()
    world.faults = set()
    world.grade(True)
    assert questions(world) == ["q1"]  # q2 was graded, and is kept
    world.versions["q1"] = 1
    world.grade(True, only="q1")
    assert world.scores()["ada"] == once["ada"]


def test_a_failure_of_ours_in_a_fresh_run_keeps_the_whole_grade(world: World) -> None:
    world.grade(seed=5)
    before = (world.out / "ada.json").read_bytes()
    world.faults = {"ada"}
    assert "ada" in world.grade(True, fresh=True, seed=6).kept
    assert (world.out / "ada.json").read_bytes() == before


def test_a_result_that_is_gone_is_compared_with_the_history(world: World) -> None:
    world.grade(seed=5)
    (world.out / "ada.json").unlink()
    world.versions["q3"] = 2
    assert not world.grade(False, seed=5).written
    assert {one.name for one in world.asked.changes} >= {"ada"}


def test_results_of_an_older_version_get_their_line_before_they_change(world: World) -> None:
    world.grade(seed=5)
    before = world.scores()
    (world.out / "history.jsonl").unlink()
    world.versions["q3"] = 2
    world.grade(True)
    found, first = world.history()[:2], world.history()[2:]
    assert {line["reason"] for line in found} == {"found in the results"}
    assert {line["submission"]: line["score"] for line in found} == before
    assert all(line["reason"].startswith("3.") for line in first) and first


def test_half_a_line_of_a_killed_grader_is_passed_over(world: World) -> None:
    world.grade(seed=5)
    with (world.out / "history.jsonl").open("a") as file:
        file.write('{"submission": "ada", "sco')
    world.versions["q3"] = 2
    world.grade(True)
    lines = (world.out / "history.jsonl").read_text().splitlines()
    assert lines[2] == '{"submission": "ada", "sco' and lines[3].startswith('{"submission": "ada"')


@pytest.mark.parametrize("writes", range(0, 11, 2))
def test_a_run_that_is_killed_is_finished_by_the_next_one(world: World, writes: int) -> None:
    world.grade(seed=5)
    world.versions["q3"] = 2
    assert world.grade_and_die(writes)
    before, lines = world.scores(), world.history()
    assert {line["submission"]: line["score"] for line in lines}.keys() == before.keys()
    world.grade(True)
    again = {line["submission"]: line["score"] for line in world.history()}
    assert again == world.scores()
    assert len(world.history()) == 4  # two of the first grading, two of this; none twice
    if writes > 4:
        assert world.graded == []
    assert world.grade().changes == ()


# Decisions


def decide(world: World, *lines: str) -> None:
    """Write decisions: student, question, kind and value, as they stand in the file."""
    rows = [f"{line},why,me,today" for line in lines]
    header = "student,question,kind,value,reason,who,when"
    (world.out / "decisions.csv").write_text("\n".join([header, *rows]) + "\n")


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


# Lateness, and several hand-ins of one student


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
