"""What stands on the class's page: how the scores lie, what is hard, and what needs a person."""

import re
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..grade import CheckResult, Grade, QuestionScore
from ..package import QUESTIONS
from ..rubric import Check, Question
from ..text import clean
from .pictures import histogram

SAID = 1_500  # characters of a note or of a fault that are shown
UNWRITTEN = "(still to be written)"
ENDED = re.compile(
    r"the Python process|ended the process|may take are over|CPU time|^Out of memory"
)  # in hints


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
    """How many failed a check, of `count` for whom it could be made."""

    check: Check
    failed: int
    count: int

    @property
    def share(self) -> float:
        """The part that failed."""
        return self.failed / self.count if self.count else 0.0


@dataclass(frozen=True)
class Concern:
    """Something that a person should look at, and the submissions with what is said of each."""

    title: str
    advice: str
    cases: tuple[tuple[str, str], ...]


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

    @property
    def median(self) -> float | None:
        """The score in the middle."""
        return statistics.median(self.scores) if self.scores else None

    @property
    def mean(self) -> float | None:
        """The mean score."""
        return statistics.fmean(self.scores) if self.scores else None

    @property
    def num_full(self) -> int:
        """How many have all points, those for extra credit aside."""
        return sum(score >= self.max_score for score in self.scores)

    @property
    def num_concerns(self) -> int:
        """How many submissions need a person."""
        return sum(row.concern for row in self.rows)


def overview(grades: Sequence[Grade]) -> Overview:
    """Add a class up."""
    questions = tuple({q.id: q for grade in grades for q in grade.questions}.values())
    checks = {r.check.question + r.check.name: r.check for g in grades for r in g.results}
    scores = tuple(grade.total for grade in grades if not grade.fault)
    max_score = max((grade.max_score for grade in grades), default=0.0)
    times = [grade.seconds for grade in grades]
    slowest = max(grades, key=lambda grade: grade.seconds, default=None)
    concerns = tuple(_concerns(grades))
    named = {name for concern in concerns for name, _ in concern.cases}
    return Overview(
        how=_how(grades),
        scores=scores,
        max_score=max_score,
        extra=sum(question.points for question in questions if question.extra),
        distribution=histogram(scores, max_score, "scores") if scores else None,
        seconds=sum(times),
        median_seconds=statistics.median(times) if times else 0.0,
        longest=(slowest.name, slowest.seconds) if slowest else ("", 0.0),
        own_share=_own_share(grades),
        questions=questions,
        question_rows=tuple(_question_row(question, grades) for question in questions),
        check_rows=tuple(_check_row(check, grades) for check in checks.values()),
        concerns=concerns,
        rows=tuple(_row(grade, questions, grade.name in named) for grade in grades),
    )


def _own_share(grades: Sequence[Grade]) -> float | None:
    """The part of the time inside students' own code, of grades that tell theirs."""
    known = [grade for grade in grades if grade.own_seconds]
    total = sum(grade.seconds for grade in known)
    return sum(grade.own_seconds for grade in known) / total if total else None


def _how(grades: Sequence[Grade]) -> tuple[tuple[str, str], ...]:
    """How the class was graded; what differs between submissions is listed."""
    said = {
        "data": dict.fromkeys(grade.data for grade in grades),
        "seed": dict.fromkeys(str(grade.seed) for grade in grades),
        "isolation": dict.fromkeys(grade.isolation for grade in grades),
    }
    return tuple((key, ", ".join(list(values)[:3])) for key, values in said.items())


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
        unwritten=sum(any(UNWRITTEN in r.hint for r in item.results) for item in scores),
    )


def _check_row(check: Check, grades: Sequence[Grade]) -> CheckRow:
    made = [
        result.status
        for grade in grades
        for result in grade.results
        if result.check == check and result.status != "fault"
    ]
    return CheckRow(check, made.count("failed"), len(made))


def _row(grade: Grade, questions: Sequence[Question], concern: bool) -> SubmissionRow:
    scores = {item.question.id: item for item in grade.question_scores}
    known = [scores.get(question.id) for question in questions]
    return SubmissionRow(
        name=grade.name,
        points=tuple(None if one is None or one.fault else one.score for one in known),
        full=tuple(one is not None and one.score == one.max_score for one in known),
        score=None if grade.fault else grade.total,
        failed=tuple(result.check.number for result in grade.failed),
        seconds=grade.seconds,
        concern=concern,
    )


def _concerns(grades: Sequence[Grade]) -> list[Concern]:
    """Sort the submissions that need a person by what they need one for."""
    reasons: tuple[tuple[str, str, Callable[[Grade], str | None]], ...] = (
        ("The grader itself failed", "It costs nobody a point; grade these again.", _fault),
        ("It could not be read as a submission", "Ask for it again, or repair it.", _unread),
        ("Something about it was unusual", "It was graded; the remark says how.", _remark),
        ("Made a second time", "The sandbox was lost under these checks.", _second_tries),
        ("No point at all", "The code may lack one small thing that all needs.", _nothing),
        ("Crashed, or ran out of time or memory", "See whether by mistake or on purpose.", _ended),
        ("Only the accuracy is missing", "All else in the question is right.", _inaccurate),
    )
    concerns = []
    for title, advice, reason in reasons:
        cases = [(g.name, clean(said, SAID)) for g in grades if (said := reason(g)) is not None]
        if cases:
            concerns.append(Concern(title, advice, tuple(cases)))
    return concerns


def _fault(grade: Grade) -> str | None:
    faults = [result for result in grade.results if result.status == "fault"]
    if not faults:
        return None
    numbers = [result.check.number for result in faults]
    last = faults[0].hint.strip().split("\n")[-1]
    return f"{_listed(numbers)}: {last}"


def _unread(grade: Grade) -> str | None:
    if grade.note and all(r.status == "failed" and r.hint == grade.note for r in grade.results):
        return grade.note
    return None


def _remark(grade: Grade) -> str | None:
    return grade.note if grade.note and _unread(grade) is None else None


def _second_tries(grade: Grade) -> str | None:
    return _listed(grade.second_tries) if grade.second_tries else None


def _nothing(grade: Grade) -> str | None:
    if grade.fault or grade.total or not grade.results or _unread(grade) is not None:
        return None
    hints = [result.hint for result in grade.results]
    if all(UNWRITTEN in hint for hint in hints):
        return "not begun"
    return max(set(hints), key=lambda hint: (hints.count(hint), hint))


def _ended(grade: Grade) -> str | None:
    found = {r.check.question: r.hint for r in reversed(grade.failed) if ENDED.search(r.hint)}
    return "; ".join(f"{question}: {found[question]}" for question in sorted(found)) or None


def _inaccurate(grade: Grade) -> str | None:
    alone = [item for item in grade.question_scores if _only_accuracy(item)]
    return "; ".join(f"{item.question.id}: {_missed(item).hint}" for item in alone) or None


def _only_accuracy(item: QuestionScore) -> bool:
    return [r.check.name for r in item.results if r.status != "passed"] == ["test_learns"]


def _missed(item: QuestionScore) -> CheckResult:
    return next(result for result in item.results if result.status != "passed")


def _listed(numbers: Sequence[str]) -> str:
    more = f" and {len(numbers) - 6} more" if len(numbers) > 6 else ""
    return " ".join(numbers[:6]) + more
