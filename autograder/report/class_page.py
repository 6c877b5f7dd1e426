"""What stands on the class's page: how the scores lie, what is hard, and all submissions."""

import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from ..intake.classes import LeftOut
from ..language import ENGLISH, marked, translations
from ..probing.questions import QUESTIONS
from ..probing.student_error import Cause
from ..results.grade import Grade
from ..results.results_json import spoken
from ..rubric.rubric import Check, Question
from .concerns import Concern, find_concerns
from .pictures import histogram
from .similarity import Likeness
from .student_page import whose

FEWEST = 3  # submissions for a correlation: two are always on a line
DECIMALS = 6  # of points, behind the decimal point
HOW = {"data": marked("data"), "seed": marked("seed"), "isolation": marked("isolation")}
GROUPS = {"hidden": marked("hidden"), "public": marked("public")}
SEEN = {  # whom a check is shown to, if not to everybody
    "after_due_date": marked("after due date"),
    "after_published": marked("after published"),
    "hidden": marked("not shown"),
}


@dataclass(frozen=True)
class QuestionRow:
    """How the class did in one question; `unwritten` counts who has not begun it."""

    question: Question
    stubs: tuple[str, ...]
    count: int
    mean: float
    max_score: float
    full: int
    unwritten: int


@dataclass(frozen=True)
class CheckRow:
    """How many failed a check, of `count` for whom it could be made, and its `discrimination`: the
    correlation of its points with all others, None where it or they are the same for everybody.
    """

    check: Check
    failed: int
    count: int
    discrimination: float | None = None
    kind: str = ""

    @property
    def share(self) -> float:
        """The part that failed."""
        return self.failed / self.count if self.count else 0.0


@dataclass(frozen=True)
class SubmissionRow:
    """A submission in the list; `points` are by question, None where there are none."""

    name: str
    points: tuple[float | None, ...]
    full: tuple[bool, ...]
    score: float | None
    failed: tuple[str, ...]
    seconds: float
    concern: bool
    decisions: tuple[str, ...] = ()
    whose: str = ""
    late: float = 0
    is_open: bool = False


@dataclass(frozen=True)
class Beside:
    """What stands on the class's page beside the grades: pairs of submissions that are alike.

    A `blind` page links to nothing that names students. Of `superseded` submissions others count.
    """

    pairs: tuple[Likeness, ...] = ()
    blind: bool = False
    superseded: frozenset[str] = frozenset()


NOTHING = Beside()


@dataclass(frozen=True)
class Overview:
    """The class's page. Scores and times are of the submissions that have them."""

    how: tuple[tuple[str, str], ...]
    scores: tuple[float, ...]
    max_score: float
    extra: float
    distribution: Markup | None
    seconds: float
    median_seconds: float
    longest: tuple[str, float]
    own_share: float | None
    questions: tuple[Question, ...]
    question_rows: tuple[QuestionRow, ...]
    check_rows: tuple[CheckRow, ...]
    concerns: tuple[Concern, ...]
    rows: tuple[SubmissionRow, ...]
    left_out: tuple[LeftOut, ...]
    beside: Beside = Beside()

    @property
    def median(self) -> float | None:
        """The score in the middle."""
        return statistics.median(self.scores) if self.scores else None

    @property
    def mean(self) -> float | None:
        """The mean score."""
        return statistics.fmean(self.scores) if self.scores else None

    @property
    def num_open(self) -> int:
        """How many have a written answer that nobody has marked yet, of those that count."""
        return sum(row.is_open for row in self.rows if row.name not in self.beside.superseded)

    @property
    def num_full(self) -> int:
        """How many have all points, those for extra credit aside."""
        return sum(score >= self.max_score for score in self.scores)

    @property
    def decided(self) -> bool:
        """Whether anything was decided, or is late."""
        return any(row.decisions or row.late for row in self.rows)

    @property
    def num_concerns(self) -> int:
        """How many submissions need a person."""
        return sum(row.concern for row in self.rows)


def overview(
    grades: Sequence[Grade],
    concerns: Sequence[Concern] | None = None,
    left_out: Sequence[LeftOut] = (),
    beside: Beside = NOTHING,
) -> Overview:
    """Add a class up; `concerns` are what `find_concerns` finds, where the caller has them.

    `left_out` is what was no submission.
    """
    language = grades[0].language if grades else ENGLISH
    say = translations(language).gettext
    concerns = find_concerns(grades) if concerns is None else concerns
    questions = tuple({q.id: q for grade in grades for q in grade.questions}.values())
    scores = tuple(grade.total for grade in grades if grade.has_score)
    max_score = max((grade.max_score for grade in grades), default=0.0)
    times = [grade.seconds for grade in grades]
    slowest = max(grades, key=lambda grade: grade.seconds, default=None)
    named = {name for concern in concerns for name, _ in concern.cases}
    return Overview(
        how=tuple((say(one), value) for one, value in _how(grades)),
        scores=scores,
        max_score=max_score,
        extra=sum(question.points for question in questions if question.extra),
        distribution=histogram(scores, max_score, "scores", language) if scores else None,
        seconds=sum(times),
        median_seconds=statistics.median(times) if times else 0.0,
        longest=(slowest.name, slowest.seconds) if slowest else ("", 0.0),
        own_share=_own_share(grades),
        questions=questions,
        question_rows=tuple(_question_row(question, grades) for question in questions),
        check_rows=tuple(_check_rows(grades, language)),
        concerns=tuple(
            replace(one, title=say(one.title), advice=say(one.advice)) for one in concerns
        ),
        rows=tuple(_row(grade, questions, grade.name in named) for grade in grades),
        left_out=tuple(replace(one, reason=say(one.reason)) for one in left_out),
        beside=beside,
    )


def _own_share(grades: Sequence[Grade]) -> float | None:
    """Return the part of the time inside students' own code, of grades that tell theirs."""
    known = [grade for grade in grades if 0 < grade.own_seconds <= grade.seconds]
    total = sum(grade.seconds for grade in known)
    return sum(grade.own_seconds for grade in known) / total if total else None


def _how(grades: Sequence[Grade]) -> tuple[tuple[str, str], ...]:
    """Say how the class was graded; what differs between submissions is listed."""
    values = [dict.fromkeys(str(getattr(grade, one)) for grade in grades) for one in HOW]
    called = HOW.values()
    return tuple((one, ", ".join(list(of)[:3])) for one, of in zip(called, values, strict=True))


def _question_row(question: Question, grades: Sequence[Grade]) -> QuestionRow:
    scores = [item for g in grades for item in g.question_scores if item.question.id == question.id]
    scores = [item for item in scores if not item.fault]
    return QuestionRow(
        question=question,
        stubs=QUESTIONS.get(question.id, ()),
        count=len(scores),
        mean=statistics.fmean(item.score for item in scores) if scores else 0.0,
        max_score=max((item.max_score for item in scores), default=0.0),
        full=sum(item.score == item.max_score for item in scores),
        unwritten=sum(any(r.cause is Cause.UNWRITTEN for r in item.results) for item in scores),
    )


def _check_rows(grades: Sequence[Grade], language: str) -> Iterator[CheckRow]:
    """Return a row for each check, in the rubric's order."""
    made, failed = Counter[Check](), Counter[Check]()
    for grade in grades:
        made.update(result.check for result in grade.results if result.status != "fault")
        failed.update(result.check for result in grade.failed)
    tell = discriminations(grades)
    for check in dict.fromkeys(result.check for grade in grades for result in grade.results):
        kind = _kind(check, language)
        yield CheckRow(check, failed[check], made[check], tell.get(check), kind)


def _kind(check: Check, language: str) -> str:
    """Say whether students have a check, and when they see what it found."""
    words = [GROUPS[check.group], *filter(None, [SEEN.get(check.visibility)])]
    return ", ".join(map(translations(language).gettext, words))


def discriminations(grades: Sequence[Grade]) -> dict[Check, float]:
    """Return how well each check tells who can do the rest: the correlation of its points with the
    sum of all others', over the submissions that could be read and graded without a fault.

    What counts is what was measured, and no decision. A check has none where its points, or all
    others, are the same for everybody, and where it was made fewer than `FEWEST` times.
    """
    points: dict[Check, list[tuple[float, float]]] = {}
    for grade in grades:
        if grade.unreadable or any(one.status == "fault" for one in grade.results):
            continue
        total = sum(one.measured for one in grade.results)
        for one in grade.results:
            others = round(total - one.measured, DECIMALS)  # 0.1 + 0.2 and 0.3 are the same
            points.setdefault(one.check, []).append((one.measured, others))
    found = {}
    for check, pairs in points.items():
        own, rest = zip(*pairs, strict=True)
        if len(pairs) >= FEWEST and len(set(own)) > 1 and len(set(rest)) > 1:
            found[check] = statistics.correlation(own, rest)
    return found


def _row(grade: Grade, questions: Sequence[Question], concern: bool) -> SubmissionRow:
    scores = {item.question.id: item for item in grade.question_scores}
    known = [scores.get(question.id) for question in questions]
    return SubmissionRow(
        name=grade.name,
        points=tuple(None if one is None or one.fault else one.score for one in known),
        full=tuple(one is not None and one.score == one.max_score for one in known),
        score=grade.total if grade.has_score else None,
        failed=tuple(result.check.number for result in grade.failed),
        seconds=grade.seconds,
        concern=concern,
        decisions=tuple(spoken(grade)),
        whose=whose(grade),
        late=grade.late.cost,
        is_open=grade.waits_for_a_mark,
    )
