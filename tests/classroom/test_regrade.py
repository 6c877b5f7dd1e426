"""A regrade is shown first: nothing that a student has changes unseen, and no point is lost."""

import re

import pytest

from autograder.classroom.stage import FOLDER
from autograder.rubric.rubric import load_rubric
from support import ROOT
from support.regrading import QUESTIONS, World, questions


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
