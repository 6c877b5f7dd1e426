"""What lateness costs: deadlines with zones, days that have begun, caps and latest times."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from autograder.results.decisions import Decision
from autograder.results.given import Context, HandInTime, give
from autograder.results.grade import Late
from autograder.rubric.late import LateError, LatePolicy, read_deadline, read_duration
from autograder.rubric.rubric import Rubric, RubricError, load_rubric
from support import CHECKS, ROOT
from support.grades import make_grade
from support.rubrics import project_rubric

MADE = make_grade()  # 105 points
PER_CENT = {"percent_a_day": 10, "deadline": "2026-12-11 23:59 Europe/Berlin"}
POINTS = {"points_a_day": 5, "deadline": "2026-12-11 23:59 Europe/Berlin"}


def policy(**entries: object) -> LatePolicy:
    return LatePolicy.model_validate(entries)


def at(text: str) -> HandInTime:
    return HandInTime(datetime.fromisoformat(text))


def late(rule: LatePolicy | None, time: HandInTime, *decisions: tuple[str, str]) -> Late:
    real = project_rubric()
    rubric = Rubric("Digits", MADE.questions, real.limits, real.exams, rule)
    made = [Decision("alice", "", kind, value, "why") for kind, value in decisions]
    grade = give(MADE, rubric, Context(made, time))
    assert grade.total == max(105 - grade.late.cost, 0)
    return grade.late


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("3 days", 4320), ("1 day", 1440), ("15 minutes", 15), ("1.5 hours", 90), ("2 Weeks", 20160)],
)
def test_durations_are_read(text: str, minutes: int) -> None:
    assert read_duration(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["3", "days", "-1 day", "soon", "3 moons", ""])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(LateError, match="is no duration"):
        read_duration(text)


@pytest.mark.parametrize("text", ["99999999999 weeks", "10001 days"])
def test_a_duration_that_no_calendar_has_is_refused(text: str) -> None:
    with pytest.raises(LateError, match="is too long; the longest are 10,000 days"):
        read_duration(text)


def test_a_deadline_has_a_zone() -> None:
    assert (
        read_deadline("2026-12-11 23:59 Europe/Berlin").isoformat() == "2026-12-11T23:59:00+01:00"
    )
    assert (
        read_deadline("2026-07-11 23:59 Europe/Berlin").isoformat() == "2026-07-11T23:59:00+02:00"
    )
    assert read_deadline("2026-12-11 23:59 UTC").isoformat() == "2026-12-11T23:59:00+00:00"
    no_time = ("2026-12-11 UTC", "0001-01-01 00:00 Asia/Tokyo", "2026-12-11", "soon UTC")
    for text in (*no_time, "2026-12-11 23:59", "2026-12-11 23:59 Berlin/Europe"):
        with pytest.raises(LateError, match="is no deadline"):
            read_deadline(text)


@pytest.mark.parametrize(
    ("entries", "time", "cost"),
    [
        (PER_CENT, "2026-12-11T22:59:00+00:00", 0),  # to the minute
        (PER_CENT, "2026-12-11T22:59:01+00:00", 10.5),
        (PER_CENT, "2026-12-12T22:59:00+00:00", 10.5),
        (PER_CENT, "2026-12-12T22:59:01+00:00", 21),
        (PER_CENT, "2027-02-12T22:59:01+00:00", 105),  # never more than was earned
        (POINTS, "2026-12-13T12:00:00+00:00", 10),
        (POINTS, "2026-12-13T12:00:00-11:00", 15),
        (POINTS | {"cap": 12}, "2026-12-20T12:00:00+00:00", 12),
        (PER_CENT | {"cap": 50}, "2026-12-20T12:00:00+00:00", 52.5),
        (POINTS | {"grace": "2 hours"}, "2026-12-12T00:59:00+00:00", 0),
        (POINTS | {"grace": "2 hours"}, "2026-12-12T00:59:01+00:00", 5),
        (POINTS | {"latest": "3 days"}, "2026-12-14T22:59:00+00:00", 15),
        (POINTS | {"latest": "3 days"}, "2026-12-14T22:59:01+00:00", 105),
    ],
)
def test_days_that_have_begun_cost_points(
    entries: dict[str, object], time: str, cost: float
) -> None:
    assert late(policy(**entries), at(time)).cost == pytest.approx(cost)


def test_the_student_reads_how_late_it_was() -> None:
    rule = policy(**(POINTS | {"latest": "3 days"}))
    assert late(rule, at("2026-12-12T12:00:00+00:00")).sentence == (
        "Handed in 1 day late: 5 points less."
    )
    assert late(rule, at("2026-12-20T12:00:00+00:00")).sentence == (
        "Handed in after the latest time: no points."
    )
    assert late(rule, at("2026-12-10T12:00:00+00:00")) == Late()


def test_extensions_are_other_deadlines() -> None:
    rule, time = policy(**POINTS), at("2026-12-14T12:00:00+00:00")
    assert late(rule, time).cost == 15
    assert late(rule, time, ("extension", "2 days")).cost == 5
    assert late(rule, time, ("extension", "3 days")).cost == 0
    assert late(rule, time, ("extension", "2026-12-14 12:59")).cost == 5  # in the deadline's zone
    assert late(rule, time, ("extension", "2026-12-14 13:00")).cost == 0
    assert late(rule, time, ("extension", "3 days"), ("extension", "1 day")).cost == 10  # the last


def test_a_decision_says_what_lateness_costs() -> None:
    rule, time = policy(**POINTS), at("2026-12-14T12:00:00+00:00")
    assert late(rule, time, ("late", "2")).cost == 2
    assert late(rule, time, ("late", "0")).cost == 0
    assert late(None, HandInTime(), ("late", "2")).cost == 2


def test_what_is_not_known_is_said_and_costs_nothing() -> None:
    rule = policy(**POINTS)
    assert late(rule, HandInTime()) == Late(unknown="nobody knows when it was handed in")
    assert late(rule, HandInTime(late=False)) == Late()
    assert late(rule, HandInTime(late=True)) == Late(
        unknown="late, but nobody knows how late; decide with the kind `late`"
    )
    assert late(None, HandInTime(late=True)) == Late()  # no rule, no lateness


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (
            "{deadline: 2026-12-11 23:59, points_a_day: 5}",
            "`late.deadline`: `2026-12-11 23:59` is no",
        ),
        ("{deadline: 2026-12-11 23:59 UTC}", "either `percent_a_day` or `points_a_day`"),
        ("{deadline: 2026-12-11 23:59 UTC, points_a_day: 5, grace: 3}", "`3` is no duration"),
        ("{deadline: 2026-12-11 23:59 UTC, points_a_day: -5}", "`late.points_a_day` "),
        ("{deadline: 2026-12-11 23:59 UTC, points_a_day: 5, cup: 3}", "do you mean `cap`?"),
    ],
)
def test_a_wrong_entry_is_named_with_its_line(tmp_path: Path, entry: str, message: str) -> None:
    text = (ROOT / "grading.yml").read_text("utf-8")
    (tmp_path / "grading.yml").write_text(text + f"\nlate: {entry}\n", "utf-8")
    with pytest.raises(RubricError) as caught:
        load_rubric(tmp_path / "grading.yml", CHECKS)
    line = text.count("\n") + 2
    assert f"grading.yml, line {line}: " in str(caught.value) and message in str(caught.value)


def test_a_right_entry_is_in_the_rubric(tmp_path: Path) -> None:
    text = (ROOT / "grading.yml").read_text("utf-8")
    more = (
        "late:\n  deadline: 2026-12-11 23:59 Europe/Berlin\n  percent_a_day: 10\n  grace: 1 hour\n"
    )
    (tmp_path / "grading.yml").write_text(f"{text}\n{more}hand_ins: {{keep: best}}\n", "utf-8")
    rubric = load_rubric(tmp_path / "grading.yml", CHECKS)
    assert rubric.late is not None and rubric.late.grace == timedelta(hours=1)
    assert rubric.hand_ins is not None and rubric.hand_ins.keep == "best"


def test_the_latest_time_is_counted_in_hours_that_have_passed() -> None:
    """Clocks are put back by an hour in the night to 25 October."""
    rule = policy(points_a_day=5, deadline="2026-10-24 23:00 Europe/Berlin", latest="4 hours")
    zone = rule.deadline.tzinfo
    assert not rule.is_too_late(datetime(2026, 10, 25, 2, 0, tzinfo=zone), rule.deadline)
    assert not rule.is_too_late(datetime(2026, 10, 25, 2, 30, tzinfo=zone), rule.deadline)
    assert rule.is_too_late(datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=zone), rule.deadline)
    assert rule.is_too_late(datetime(2026, 10, 25, 3, 0, tzinfo=zone), rule.deadline)
