"""Whatever happens in an evening, and in whatever order: grades, decisions, edits, kill -9.

No decision is lost, none is applied twice, no grade changes without a line in the history, and in
the end all is as if it had been graded once, at the end.
"""

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.results.history import Given, given_in
from support.regrading import QUESTIONS, World, make_world

SEED = 5
NAMES = ["ada", "bob", "cy"]
STEPS = 9
DECISIONS = [
    "4.1,points,2",
    "q4.test_one_batch,points,2",  # more than there is, once points are swapped
    "q4,adjust,3",
    ",adjust,-2",
    "q1,excuse,",
    "q2,comment,",
    ",late,4",
]


def given(world: World) -> dict[str, Given]:
    """The grades that stand in files."""
    found = {}
    for name in NAMES:
        path = world.out / f"{name}.json"
        if path.exists() and (one := given_in(json.loads(path.read_text("utf-8")))) is not None:
            found[name] = one
    return found


def lines(world: World) -> set[tuple[str, float | None, str]]:
    """What the history says was given: submission, score, and the points of every check."""
    if not (world.out / "history.jsonl").exists():
        return set()
    return {
        (one["submission"], one["score"], json.dumps([*one["checks"].values()]))
        for one in world.history()
    }


def line_of(one: Given) -> tuple[str, float | None, str]:
    checks = [[c.number, c.status, c.points, c.max_points] for c in one.checks.values()]
    return one.name, one.score, json.dumps(checks)


def add_decision(world: World, draw: random.Random) -> None:
    path = world.out / "decisions.csv"
    world.out.mkdir(exist_ok=True)
    text = path.read_text() if path.exists() else "student,question,kind,value,reason,who,when\n"
    reason = f"because {draw.randrange(1000)}"
    path.write_text(f"{text}{draw.choice(NAMES)},{draw.choice(DECISIONS)},{reason},me,now\n")


def withdraw_decision(world: World, draw: random.Random) -> None:
    path = world.out / "decisions.csv"
    rows = path.read_text().splitlines() if path.exists() else []
    if rows[1:]:
        del rows[draw.randrange(1, len(rows))]
        path.write_text("\n".join(rows) + "\n")


def decisions(world: World) -> str:
    """The file of decisions, which grading only reads."""
    path = world.out / "decisions.csv"
    return path.read_text() if path.exists() else ""


def edit_threshold(world: World, draw: random.Random) -> None:
    text = world.grading_file.read_text("utf-8")
    question = draw.choice(["q2", "q4", "q6"])
    start = text.index(f"    {question}: {{epochs")
    start = text.index("threshold: ", start) + len("threshold: ")
    world.grading_file.write_text(f"{text[:start]}0.{draw.randrange(50, 90)}{text[start + 4 :]}")


def bump_checks(world: World, draw: random.Random) -> None:
    world.versions[draw.choice(QUESTIONS)] += 1


STEP: dict[str, Callable[[World, random.Random], object]] = {
    "grade": lambda world, draw: world.grade(True, seed=SEED),
    "grade, no": lambda world, draw: world.grade(False, seed=SEED),
    "dry run": lambda world, draw: world.grade(True, seed=SEED, dry_run=True),
    "only": lambda world, draw: world.grade(True, seed=SEED, only=draw.choice(QUESTIONS)),
    "fresh": lambda world, draw: world.grade(True, seed=SEED, fresh=True),
    "kill": lambda world, draw: world.grade_and_die(draw.randrange(20), seed=SEED),
    "decide": add_decision,
    "withdraw": withdraw_decision,
    "points": lambda world, draw: world.swap_points(draw.choice(QUESTIONS)),
    "threshold": edit_threshold,
    "checks": bump_checks,
    "hand in": lambda world, draw: world.submit(draw.choice(NAMES), f"x = {draw.random()}\n"),
}


UNWRITTEN = {
    "grade, no",
    "dry run",
    "decide",
    "withdraw",
    "points",
    "threshold",
    "checks",
    "hand in",
}


def live(world: World, seed: int) -> None:
    """Live through an evening; after each step, what stands in files stands in the history."""
    draw = random.Random(seed)
    for name in NAMES:
        world.submit(name, f"x = '{name}'\n")
    for _ in range(STEPS):
        before, step, decided = given(world), draw.choice([*STEP]), decisions(world)
        STEP[step](world, draw)
        assert decisions(world) == decided or step in ("decide", "withdraw"), step
        after = given(world)
        assert {line_of(one) for one in after.values()} <= lines(world), step
        assert before.keys() <= after.keys(), step
        if step in UNWRITTEN:
            kept = {name: one for name, one in after.items() if name in before}
            if step != "grade, no" or world.asked.asked:
                assert kept == before, step
    world.grade(True, seed=SEED)


@pytest.mark.parametrize(
    "seed",
    [
        *range(3),
        *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(3, 8)),
        *(pytest.param(seed, marks=pytest.mark.full) for seed in range(8, 25)),
    ],
)
def test_an_evening_ends_as_if_all_had_been_graded_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    (tmp_path / "evening").mkdir()
    (tmp_path / "once").mkdir()
    with monkeypatch.context() as patch:
        evening = make_world(tmp_path / "evening", patch)
        live(evening, seed)
    with monkeypatch.context() as patch:
        once = make_world(tmp_path / "once", patch)
        for name in NAMES:
            text = (evening.root / "class" / name / "digits" / "data.py").read_text()
            once.submit(name, text)
        once.versions, once.backwards = evening.versions, True
        once.grading_file.write_text(evening.grading_file.read_text("utf-8"), "utf-8")
        once.out.mkdir()
        if (evening.out / "decisions.csv").exists():
            text = (evening.out / "decisions.csv").read_text()
            (once.out / "decisions.csv").write_text(text)
        once.grade(True, seed=SEED)
    here, there = given(evening), given(once)
    assert {name: line_of(one) for name, one in here.items()} == {
        name: line_of(one) for name, one in there.items()
    }
    sentences = {
        name: sorted(one.sentence for one in grade.decisions.values())
        for name, grade in here.items()
    }
    assert sentences == {
        name: sorted(one.sentence for one in grade.decisions.values())
        for name, grade in there.items()
    }
    assert {line_of(one) for one in here.values()} <= lines(evening)
    last = {one["submission"]: one["score"] for one in evening.history()}
    assert last == {name: one.score for name, one in here.items()}
