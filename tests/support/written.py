"""The written question that tests give to a rubric."""

from dataclasses import replace

from autograder.rubric.rubric import Rubric
from autograder.rubric.written import RubricItem, WrittenQuestion
from support.grades import make_grade

ITEMS = (
    RubricItem(text="It names two numbers", points=6),
    RubricItem(text="It says why", points=4),
    RubricItem(text="It is too long", points=-1),
)


def question(points: float = 10, extra: bool = True) -> WrittenQuestion:
    """The written question, worth so many points."""
    return WrittenQuestion("q8", "In your words", extra, points, "What did you see?", ITEMS)


def with_written(rubric: Rubric, points: float = 10, extra: bool = True) -> Rubric:
    """The rubric with the written question, and the questions of made-up grades."""
    made = make_grade()
    asked = question(points, extra)
    return replace(rubric, title=made.title, questions=made.questions, written=asked)
