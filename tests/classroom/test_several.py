"""Several hand-ins of one student: the latest, the best, or the one that a person names counts."""

import csv
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
