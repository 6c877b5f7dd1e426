"""What grading finds out: a result for every check, a grade for every submission.

Here a student's text enters, and here it is cleaned (see `text.clean`): whoever shows or writes a
grade need not do that again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from ..intake.filenames import HandIn
from ..language import ENGLISH, translations, written
from ..language.sentence import Sentence, joined
from ..probing.student_error import Cause
from ..rubric.rubric import Check, Question
from ..rubric.written import WrittenQuestion
from ..text import clean
from .picture_data import PictureData

Status = Literal["passed", "failed", "fault"]

MAX_NAME = 400  # characters
MAX_NOTE = 1_000
MAX_HINT = 600
MAX_DETAILS = 3_000
MAX_PRINTED = 1_000
MAX_LOOK = 2_000
MAX_EXAMPLE = 2_000


def points_text(points: float, language: str = ENGLISH) -> str:
    """Return points in words: "1 point", "2.5 points"."""
    plural = translations(language).ngettext
    text = plural("{points} point", "{points} points", 1 if abs(points) == 1 else 2)
    return text.format(points=written(f"{points:g}", language))


@dataclass(frozen=True)
class CheckResult:
    """What one check said.

    `fault` is a failure of the grader's own: it costs the student nothing and has no score.
    `hint` is for the student, `details` the traceback in their own files; of a fault, both are
    for the instructor only. `look` tells the student where to look, `example` shows the smallest
    input that goes wrong: these are words of `message`, the hint as data, in the grade's language.
    `printed` is what the student's code has printed.
    `cause` says why it `failed`. `decided` are the points that a person has given, whatever was
    measured.
    """

    check: Check
    status: Status
    hint: str = ""
    details: str = ""
    cause: Cause | None = None
    decided: float | None = None
    look: str = ""
    example: str = ""
    message: dict[str, Any] | str = ""
    printed: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "hint", clean(self.hint, MAX_HINT))
        object.__setattr__(self, "details", clean(self.details, MAX_DETAILS))
        object.__setattr__(self, "look", clean(self.look, MAX_LOOK))
        object.__setattr__(self, "example", clean(self.example, MAX_EXAMPLE))
        object.__setattr__(self, "printed", clean(self.printed, MAX_PRINTED))

    def details_in(self, language: str) -> str:
        """Return the details and what was printed, as the student reads them."""
        say = translations(language).gettext
        words = say("Your code printed:")
        printed = [words + "\n" + self.printed.rstrip()] if self.printed.strip() else []
        return "\n\n".join([*filter(None, [self.details.strip()]), *printed])

    @property
    def measured(self) -> float:
        """The points earned: all of the check's, or none."""
        return self.check.points if self.status == "passed" else 0

    @property
    def score(self) -> float:
        """The points given."""
        return self.measured if self.decided is None else self.decided

    @property
    def fault(self) -> bool:
        """Whether the grader itself failed here, and nobody has decided what that is worth."""
        return self.status == "fault" and self.decided is None


@dataclass(frozen=True)
class QuestionScore:
    """The results of one question, added up, unless a person has `decided` on its points."""

    question: Question
    results: tuple[CheckResult, ...]
    decided: float | None = None

    @cached_property
    def score(self) -> float:
        """The points given."""
        added_up = sum(result.score for result in self.results)
        return added_up if self.decided is None else self.decided

    @cached_property
    def max_score(self) -> float:
        """The points of all the checks that were made."""
        return sum(result.check.points for result in self.results)

    @cached_property
    def fault(self) -> bool:
        """Whether the grader itself failed here, so that the score says nothing."""
        return self.decided is None and any(result.fault for result in self.results)


@dataclass(frozen=True)
class WrittenScore:
    """The written question: the answer, and the points that people have given, None until then.

    Where the points of the whole are `settled` by a person, nothing of it is open.
    """

    question: WrittenQuestion
    answer: str = ""
    points: float | None = None
    settled: bool = False

    @property
    def open_points(self) -> float:
        """The points that nobody has decided on yet."""
        return self.question.points if self.points is None and not self.settled else 0

    @property
    def sentence(self) -> str:
        """What is still open; empty if nothing is."""
        return self.sentence_in(ENGLISH)

    def sentence_in(self, language: str) -> str:
        """Return what is still open, as the student reads it; empty if nothing is."""
        points, plural = self.open_points, translations(language).ngettext
        if not points:
            return ""
        return plural(
            "{question} is not yet marked: {points} point is still open.",
            "{question} is not yet marked: {points} points are still open.",
            1 if points == 1 else 2,
        ).format(question=self.question.id, points=f"{points:g}")


@dataclass(frozen=True)
class Ruling:
    """A decision that stands in a grade, as far as the student may know it.

    `on` is a question, a check as `q4.test_train`, or empty for the whole. `key` tells the decision
    from all others. `automatic` are the points that were measured there, and `beneath` those that
    were when the decision was made; None where that is a failure of the grader's. `sentence` is
    English in every language, for files and the history; `translated` is what the student reads.
    """

    key: str
    on: str
    kind: str
    sentence: str
    automatic: float | None = None
    beneath: float | None = None
    translated: str = ""

    @property
    def localized(self) -> str:
        """The sentence in the grade's language."""
        return self.translated or self.sentence


REPLACED = {"extension", "late", "points"}  # kinds of which the last one counts


@dataclass(frozen=True)
class Late:
    """What lateness costs, and a sentence about it for the student; `unknown` says what is not
    known, so that a person has to look. `sentence` and `translated` are as a ruling has them.
    """

    cost: float = 0
    sentence: str = ""
    unknown: str = ""
    translated: str = ""

    @property
    def localized(self) -> str:
        """The sentence in the grade's language."""
        return self.translated or self.sentence


@dataclass(frozen=True)
class Grade:
    """One submission, graded. `results` are in the rubric's order.

    `seed`, `data` and `isolation` say how it was graded, so that it can be done again; `note` is
    for the student, about the submission as a whole: words of `notes` in the grade's language.
    `seconds` is the time it took, `own_seconds` the part of it inside the student's own code.
    `accuracies` are those measured on hidden images, by question, as fractions. `retries` are the
    numbers of the checks that were made again because the sandbox was lost under them.
    `fingerprints`, by question, are digests of all that the results depend on. `picture_data` is
    what the pictures are drawn from, `drawings` are those that are drawn already, as text; a file
    does not hold them.

    What people have decided stands in the last fields, which `results.given.give` fills in:
    points by question, of the whole, and what the student reads about it; `written` is the question
    that people grade. `hand_in` says whose it is. `language` is that of its hints and
    sentences. Nothing of this is measured.
    """

    name: str
    title: str
    results: tuple[CheckResult, ...]
    seed: int
    data: str
    isolation: str
    seconds: float
    questions: tuple[Question, ...]
    own_seconds: float = 0.0
    note: str = ""
    notes: tuple[Sentence, ...] = ()
    accuracies: Mapping[str, float] = field(default_factory=dict)
    retries: tuple[str, ...] = ()
    fingerprints: Mapping[str, str] = field(default_factory=dict)
    picture_data: PictureData = field(default_factory=PictureData, repr=False)
    drawings: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    question_points: Mapping[str, float] = field(default_factory=dict)
    total_points: float | None = None
    excused: bool = False
    rulings: tuple[Ruling, ...] = ()
    late: Late = Late()
    hand_in: HandIn | None = None
    written: WrittenScore | None = None
    language: str = ENGLISH

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", clean(self.name, MAX_NAME))
        object.__setattr__(self, "note", clean(self.note, MAX_NOTE))

    @cached_property
    def question_scores(self) -> tuple[QuestionScore, ...]:
        """The questions that were graded, in the rubric's order."""
        results: dict[str, list[CheckResult]] = {}
        for result in self.results:
            results.setdefault(result.check.question, []).append(result)
        return tuple(
            QuestionScore(
                question, tuple(results[question.id]), self.question_points.get(question.id)
            )
            for question in self.questions
            if question.id in results
        )

    @property
    def standing(self) -> tuple[Ruling, ...]:
        """The decisions without those that a later one on the same thing replaces."""
        last = {(one.on, one.kind): one for one in self.rulings}
        return tuple(
            one for one in self.rulings if one.kind not in REPLACED or last[one.on, one.kind] is one
        )

    @property
    def score(self) -> float:
        """The points given, without extra credit."""
        return self._given(extra=False)

    @property
    def extra(self) -> float:
        """The points given for extra credit."""
        return self._given(extra=True)

    def _given(self, extra: bool) -> float:
        """Return the points of what is extra credit, or of what is not."""
        checked = sum(one.score for one in self.question_scores if one.question.extra == extra)
        one = self.written
        return checked + ((one.points or 0) if one and one.question.extra == extra else 0)

    @property
    def open_points(self) -> float:
        """The points that nobody has decided on yet: the total is without them."""
        return self.written.open_points if self.written is not None else 0

    @property
    def waits_for_a_mark(self) -> bool:
        """Whether somebody has to mark the answer before this is a grade."""
        return self.open_points > 0 and not (self.unreadable or self.excused)

    @property
    def total(self) -> float:
        """All the points given, extra credit included: what a gradebook wants.

        What lateness costs is taken off, and what was decided about the whole is done.
        """
        return self.score + self.extra if self.total_points is None else self.total_points

    @property
    def max_score(self) -> float:
        """What could be earned without extra credit: 100, or less if not all was graded."""
        return self._worth(extra=False)

    @property
    def max_extra(self) -> float:
        """What could be earned as extra credit."""
        return self._worth(extra=True)

    def _worth(self, extra: bool) -> float:
        checked = sum(one.check.points for one in self.results if one.check.extra == extra)
        one = self.written
        return checked + (one.question.points if one and one.question.extra == extra else 0)

    @property
    def failed(self) -> tuple[CheckResult, ...]:
        """The checks that the student's code failed."""
        return tuple(result for result in self.results if result.status == "failed")

    @property
    def unreadable(self) -> bool:
        """Whether the submission could not be read, so that no code of it was graded."""
        return any(one.cause is Cause.UNREADABLE_SUBMISSION for one in self.results)

    @property
    def unread(self) -> bool:
        """Whether the submission could not be read, and nobody has given points for the whole."""
        given = any(one.kind == "points" and not one.on for one in self.rulings)
        return self.unreadable and not given

    @property
    def english_note(self) -> str:
        """The note in English, as tables for teachers have it."""
        return joined(self.notes) or self.note

    @property
    def fault(self) -> bool:
        """Whether the grader itself failed somewhere: then the score is no grade yet."""
        return any(one.fault for one in self.question_scores)

    @property
    def has_score(self) -> bool:
        """Whether the total is the student's score."""
        return not self.fault and not self.excused
