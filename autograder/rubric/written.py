"""The written question, which a person reads: `kind: written` in `grading.yml`."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from ..language import ENGLISH, translations

MOST_ITEMS = 9  # a key each

Text = Annotated[str, Field(min_length=1)]


class RubricItem(BaseModel):
    """Something to look for in an answer, and the points it gives or, below 0, costs."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)

    text: Text
    points: float


class WrittenEntry(BaseModel):
    """The written question as `grading.yml` has it. No answer has less than 0 or more than `points`
    points, whatever the items of its rubric add up to.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)

    kind: Literal["written"]
    title: Text
    points: Annotated[float, Field(ge=0)]
    extra: bool = False
    prompt: Text
    rubric: Annotated[list[RubricItem], Field(min_length=1, max_length=MOST_ITEMS)]

    @field_validator("prompt")
    @classmethod
    def _without_marks(cls, prompt: str) -> str:
        if "<!--" in prompt or "-->" in prompt:
            raise ValueError("must hold no comment of HTML: the handout has marks of that form")
        return prompt.strip()

    @model_validator(mode="after")
    def _can_be_reached(self) -> "WrittenEntry":
        most = sum(max(item.points, 0) for item in self.rubric)
        if most < self.points - 1e-6:
            raise ValueError(
                f"all items of the rubric give {most:g} points, so nobody can reach the"
                f" {self.points:g} of the question"
            )
        return self


@dataclass(frozen=True)
class WrittenQuestion:
    """The written question, and what is looked for in an answer."""

    id: str
    title: str
    extra: bool
    points: float
    prompt: str
    items: tuple[RubricItem, ...]

    @classmethod
    def of(cls, id: str, entry: WrittenEntry, language: str = ENGLISH) -> "WrittenQuestion":
        """Return the question of this entry, as students of a language read it."""
        title, prompt = map(translations(language).gettext, (entry.title, entry.prompt))
        return cls(id, title, entry.extra, entry.points, prompt, tuple(entry.rubric))
