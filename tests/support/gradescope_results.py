"""Gradescope's results.json as its specification has it."""

import json
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

Format = Literal["text", "html", "simple_format", "md", "ansi"]
Visibility = Literal["hidden", "after_due_date", "after_published", "visible"]
NO_RESULT_YET = {
    "score": 0,
    "output": (
        "The grader did not finish, so this is not your score. It is not your mistake: please tell"
        " your instructor, who can have it graded again."
    ),
    "output_format": "text",
    "stdout_visibility": "hidden",
    "tests": [],
}


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class Test(Model):
    """A test case, as https://gradescope-autograders.readthedocs.io/en/latest/specs/ has it."""

    __test__ = False
    score: float | None = None
    max_score: float | None = None
    status: Literal["passed", "failed"] | None = None
    name: str | None = None
    name_format: Format | None = None
    number: str | None = None
    output: str | None = None
    output_format: Format | None = None
    tags: list[str] | None = None
    visibility: Visibility | None = None
    extra_data: dict[str, Any] | None = None


class Column(Model):
    """A value on the leaderboard."""

    name: str
    value: float | str
    order: Literal["asc", "desc"] | None = None


class Results(Model):
    """results.json. There must be a score for the whole or for each test."""

    score: float | None = None
    execution_time: int | None = None
    output: str | None = None
    output_format: Format | None = None
    test_output_format: Format | None = None
    test_name_format: Format | None = None
    visibility: Visibility | None = None
    stdout_visibility: Visibility | None = None
    extra_data: dict[str, Any] | None = None
    tests: list[Test] | None = None
    leaderboard: list[Column] | None = None

    @model_validator(mode="after")
    def _has_a_score(self) -> Self:
        if self.score is None and not (self.tests and all(t.score is not None for t in self.tests)):
            raise ValueError("there is no score, and not every test has one")
        return self


def check(content: dict[str, Any]) -> Results:
    """Return a document, which must be as specified."""
    return Results.model_validate_json(json.dumps(content))
