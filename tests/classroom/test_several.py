"""Several hand-ins of one student: the latest, the best, or the one that a person names counts."""

import csv
import shutil
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest

from autograder.classroom.several import repeated, superseded
from autograder.intake.filenames import HandIn, Person
from autograder.results.class_list import ClassList, read_class_list
from autograder.results.given import HandInTime
from autograder.rubric.several import SeveralHandIns
from support.grades import make_grade
from support.regrading import World, make_world

NOON = datetime(2026, 12, 11, 12, tzinfo=UTC)
# a and b are Ada's, c is Zoe's, d and e have no ids
NAMES = ["a", "b", "c", "d", "e"]
IDS = [("7",), ("7", "x"), ("8",), (), ()]
HAND_INS = [HandIn((Person("Ada", ids),)) for ids in IDS]
GRADES = [make_grade({"1.1": "failed"} if name == "b" else {}, name=name) for name in NAMES]
KNOWN = {name: HandInTime(NOON.replace(hour=index)) for index, name in enumerate(NAMES)}


def test_the_latest_the_best_or_the_named_one_counts() -> None:
    def rule(keep: str, *named: str) -> SeveralHandIns:
        return SeveralHandIns.model_validate({"keep": keep, "named": named})

    assert superseded(GRADES, HAND_INS, KNOWN, rule("latest")) == {"a": "b"}
    assert superseded(GRADES, HAND_INS, KNOWN, rule("best")) == {"b": "a"}
    assert superseded(GRADES, HAND_INS, KNOWN, rule("latest", "a")) == {"b": "a"}
    assert superseded(GRADES, HAND_INS, KNOWN, None) == {}
    unknown = KNOWN | {"a": HandInTime()}
    assert superseded(GRADES, HAND_INS, unknown, rule("latest")) == {}  # a person decides
    assert repeated(GRADES, HAND_INS) == {"a": ("b",), "b": ("a",)}


def test_an_address_is_the_same_in_both_forms_of_its_accents() -> None:
    emails = [unicodedata.normalize(form, "josé@uni.example") for form in ("NFC", "NFD")]
    both = [HandIn((Person("José", email=email),)) for email in emails]
    assert repeated(GRADES[:2], both) == {"a": ("b",), "b": ("a",)}


def test_of_two_with_one_time_none_is_the_latest() -> None:
    rule = SeveralHandIns.model_validate({"keep": "latest"})
    times = KNOWN | {"b": KNOWN["a"]}  # as both have the one row of Moodle's worksheet
    assert superseded(GRADES, HAND_INS, times, rule) == {}
    assert superseded(GRADES, HAND_INS, times, rule, ["b"]) == {"a": "b"}


@pytest.mark.parametrize("keep", ["latest", "best", "named", None])
def test_a_name_counts_more_than_any_rule_and_the_last_name_most(keep: str | None) -> None:
    rule = SeveralHandIns.model_validate({"keep": keep}) if keep else None
    for named, instead in ((["a"], "b"), (["b"], "a"), (["b", "c", "a"], "b")):
        other = {"a": "b", "b": "a"}[instead]
        assert superseded(GRADES, HAND_INS, KNOWN, rule, named) == {instead: other}


def test_where_a_person_is_to_name_one_none_counts_before() -> None:
    rule = SeveralHandIns.model_validate({"keep": "named"})
    assert superseded(GRADES, HAND_INS, KNOWN, rule) == {}


# A class: Ada has handed in twice, in a folder as Moodle writes it


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    world = make_world(tmp_path, monkeypatch)
    for name in ("Ada_7_assignsubmission_file_one", "Ada_7_assignsubmission_file_two"):
        world.submit(name, f"x = {name!r}\n")
    world.submit("Zoe_8_assignsubmission_file_")
    return world


def decide(world: World, *lines: str) -> None:
    """Write the table of decisions."""
    text = "student,question,kind,value,reason\n" + "".join(f"{line}\n" for line in lines)
    (world.out / "decisions.csv").write_text(text)


def test_a_decision_names_the_submission_that_counts(world: World) -> None:
    run = world.grade(True, seed=5)
    assert sorted(run.superseded) == [] and len(run.counted()[0]) == 3
    cases = {one.title: dict(one.cases) for one in run.concerns}["Several hand-ins of one student"]
    assert sorted(cases) == ["Ada (7)", "Ada (7)-2"] and "not decided" in cases["Ada (7)"]
    decide(world, "Ada (7)-2,,counts,,Agreed.")
    assert world.grade(True, seed=5).superseded == {"Ada (7)": "Ada (7)-2"}
    assert "this submission counts: Agreed." in (world.out / "Ada (7)-2.html").read_text()
    decide(world, "Ada (7)-2,,counts,,Agreed.", "ada (7),,counts,,No.")
    run = world.grade(True, seed=5)
    assert run.superseded == {"Ada (7)-2": "Ada (7)"} and not world.graded
    rows = {row["name"]: row for row in csv.DictReader((world.out / "grades.csv").open())}
    assert rows["Ada (7)-2"]["status"] == "does not count: Ada (7) counts"
    names = ("Ada (7)", "Ada (7)-2", "Zoe (8)")
    assert read_class_list(world.out) == ClassList(names, {"Ada (7)-2": "Ada (7)"})  # for the desk


def test_an_id_of_several_hand_ins_names_none_and_is_listed(world: World) -> None:
    world.out.mkdir()
    decide(world, "7,,counts,,Agreed.", "8,,counts,,Fine.")
    run = world.grade(True, seed=5)
    assert run.superseded == {}
    cases = {one.title: dict(one.cases) for one in run.concerns}["Decisions about nobody"]
    assert cases == {"7": "counts (which one is it: Ada (7), Ada (7)-2?)"}


# Which one counts is a change of the student's grade, and is shown before it happens


def scores_of(world: World) -> tuple[float, float]:
    """The scores of both hand-ins, in the order of their names."""
    found = world.scores()
    return found["Ada (7)"], found["Ada (7)-2"]


def change_of(world: World) -> tuple[str, float | None, float | None, tuple[str, ...]]:
    """The only change that was proposed."""
    (one,) = world.asked.changes
    return one.name, one.before, one.after, one.why


def test_another_rule_changes_which_one_counts_and_is_asked_about(world: World) -> None:
    world.edit("title: Recog", "hand_ins: {keep: named, named: [Ada (7)]}\ntitle: Recog")
    world.grade(seed=5)
    first, second = scores_of(world)
    assert first != second
    table = (world.out / "grades.csv").read_bytes()
    world.edit("named: [Ada (7)]", "named: [Ada (7)-2]")
    done = world.grade(False)
    assert world.asked.asked and not done.written
    assert (world.out / "grades.csv").read_bytes() == table
    expected = ("Ada (7)-2", first, second, ("it counts in place of Ada (7)",))
    assert change_of(world) == expected
    done = world.grade(True)
    assert done.written and done.superseded == {"Ada (7)": "Ada (7)-2"}
    last = world.history()[-1]
    assert (last["submission"], last["score"]) == ("Ada (7)-2", second)
    assert last["reason"] == "it counts in place of Ada (7)"
    world.grade(False)
    assert not world.asked.asked and len(world.history()) == 4


def test_a_hand_in_that_comes_later_changes_the_grade_of_its_student(world: World) -> None:
    shutil.move(world.root / "class" / "Ada_7_assignsubmission_file_two", world.root / "later")
    world.edit("title: Recog", "hand_ins: {keep: latest}\ntitle: Recog")
    times = world.root / "times.csv"
    times.write_text("student,time\nAda (7),2026-12-01 10:00\nAda (7)-2,2026-12-02 10:00\n")
    world.grade(seed=5, times=times)
    shutil.move(world.root / "later", world.root / "class" / "Ada_7_assignsubmission_file_two")
    done = world.grade(False, times=times)
    assert world.asked.asked and not done.written
    world.grade(True, times=times)
    first, second = scores_of(world)
    assert world.history()[-1]["reason"] == "it counts in place of Ada (7)"
    shutil.move(world.root / "class" / "Ada_7_assignsubmission_file_two", world.root / "later")
    world.grade(False, times=times)  # the one that counted is there no more
    assert change_of(world) == (
        "Ada (7)",
        second,
        first,
        ("it counts in place of Ada (7)-2",),
    )


def test_nobody_is_asked_where_no_single_one_counted_or_does(world: World) -> None:
    world.grade(seed=5)
    world.edit("title: Recog", "hand_ins: {keep: best}\ntitle: Recog")
    world.grade(False)
    assert not world.asked.asked
    world.edit("hand_ins: {keep: best}", "hand_ins: {keep: named}")
    world.grade(False)
    assert not world.asked.asked


def test_a_name_in_grading_yml_that_nobody_has_is_listed(world: World) -> None:
    world.edit("title: Recog", "hand_ins: {keep: best, named: [Ada (7)-3, Zoe (8)]}\ntitle: Recog")
    run = world.grade(seed=5)
    cases = {one.title: dict(one.cases) for one in run.concerns}["Decisions about nobody"]
    assert cases == {"Ada (7)-3": "named in grading.yml"}
