"""The pictures of a page are drawn where its submission is graded, and not once more."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.classroom import run
from autograder.classroom.pool import SubmissionTask
from autograder.grading.setup import GradingSetup
from autograder.report import student_page
from autograder.report.drawn import draw_ahead
from autograder.report.pages import student_html
from autograder.results.grade import Grade
from autograder.results.joined import merge
from support.grades import make_grade, visible
from support.pages import picture_data
from support.regrading import World, make_world
from support.rubrics import project_rubric

GRADE = visible(make_grade(picture_data=picture_data()))


def test_a_grade_brings_all_the_pictures_that_its_page_needs() -> None:
    drawings = draw_ahead(GRADE).drawings
    assert set(drawings) == {"q1 digit 0", "q1 weights", "q4 costs"}
    assert "<svg" in drawings["q4 costs"]
    assert student_html(GRADE, lambda what, make: drawings[what]) == student_html(GRADE)


def test_what_cannot_be_drawn_is_left_to_whoever_writes_the_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: Any) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(student_page, "cost_curves", fail)
        assert set(draw_ahead(GRADE).drawings) == {"q1 digit 0", "q1 weights"}
        patch.setattr("autograder.report.drawn.student_view", fail)
        assert draw_ahead(GRADE).drawings == {}


def test_questions_that_are_put_together_from_two_runs_are_drawn_anew() -> None:
    rubric = project_rubric()
    assert merge(GRADE, draw_ahead(GRADE), rubric).drawings == {}


class Drawing:
    """Grades as a world does, with pictures; counts what is drawn by the task, and besides."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.in_tasks = 0
        self.in_all = 0

    def curves(self, *_: Any) -> str:
        self.in_all += 1
        return "<svg>curves</svg>"

    def grade_here(self, setup: GradingSetup, tasks: Any, *others: Any) -> Iterator[Grade]:
        by_name: dict[str, SubmissionTask] = {task.name: task for task in tasks}
        for grade in self.world.grade_here(setup, tasks, *others):
            before = self.in_all
            finish = by_name[grade.name].finish
            done = finish(visible(replace(grade, picture_data=picture_data())))
            self.in_tasks += self.in_all - before
            yield done


@pytest.fixture
def drawing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Drawing:
    world = make_world(tmp_path, monkeypatch)
    drawing = Drawing(world)
    monkeypatch.setattr(run, "grade_here", drawing.grade_here)
    monkeypatch.setattr(student_page, "cost_curves", drawing.curves)
    for name in ("ada", "bob"):
        world.submit(name, f"x = '{name}'\n")
    return drawing


def test_the_tasks_of_a_first_grading_draw_and_nobody_else(drawing: Drawing) -> None:
    drawing.world.grade(True, seed=5)
    assert (drawing.in_tasks, drawing.in_all) == (2, 2)
    out = drawing.world.out
    assert "<svg>curves</svg>" in (out / "ada.html").read_text("utf-8")
    assert "curves" in (out / ".pictures" / "ada.json").read_text("utf-8")
    assert "drawings" not in json.loads((out / "ada.json").read_text("utf-8"))["extra_data"]


def test_pages_that_wait_until_all_is_graded_are_drawn_then(drawing: Drawing) -> None:
    drawing.world.grade(True, seed=5)
    drawing.world.submit("ada", "x = 'another'\n")
    drawing.in_tasks = 0
    drawing.world.grade(True, seed=5)
    assert drawing.in_tasks == 0
