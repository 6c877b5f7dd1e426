"""What needs a person: submissions that somebody should look at, by what they need one for."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from ..probing.student_error import Cause
from ..results.given import changed_beneath
from ..results.grade import CheckResult, Grade, QuestionScore
from ..text import shorten

MAX_REMARK = 1_500  # characters of a note or of a fault that are shown
SLOW_SECONDS, SLOW_TIMES = 30.0, 5.0  # slow is both: this long, this many medians of the class
NOT_LOST = "That file has another name now, and all was graded again."
ADVICE = {
    "Graded again in vain": "The grader failed; the grade of before stays. Grade these again.",
    "Decisions about nobody": (
        "Nobody of this name, id or address has handed in, or it may be several. Then, and for"
        " `counts`, give a submission's name, letter for letter."
    ),
    "About somebody else?": "The submission of this name was taken. Else write another id there.",
    "Decisions on another check": (
        "A check's number moves when checks come or go. Write its name, such as q4.test_train."
    ),
    "More points than there are": "What it is worth was given. Change the line in decisions.csv.",
    "Several hand-ins of one student": (
        "`hand_ins` in grading.yml says which one counts, or a decision of the kind `counts`."
    ),
}
SMALL = (Cause.SYNTAX, Cause.ABSENT_MODULE)
MOST_HINTS = 2  # about one of them
ENDED = {Cause.CRASH, Cause.EXIT, Cause.MEMORY, Cause.TIME}


@dataclass(frozen=True)
class Concern:
    """Something that a person should look at, and the submissions with what is said of each."""

    title: str
    advice: str
    cases: tuple[tuple[str, str], ...]


def find_concerns(
    grades: Sequence[Grade],
    unreadable: Mapping[str, str] | None = None,
    others: Mapping[str, Mapping[str, str]] | None = None,
) -> list[Concern]:
    """Sort the submissions that need a person by what they need one for.

    `unreadable` says, by name, why the file with an earlier grade could not be read; `others`
    are cases that the class has found, by what they are called in `ADVICE`.
    """
    earlier = unreadable or {}
    median = statistics.median(grade.seconds for grade in grades) if grades else 0.0
    reasons: tuple[tuple[str, str, Callable[[Grade], str | None]], ...] = (
        ("The grader itself failed", "It costs nobody a point; grade these again.", _fault),
        ("Its earlier result could not be read", NOT_LOST, lambda grade: earlier.get(grade.name)),
        ("It could not be read as a submission", "Ask for it again, or repair it.", _unread),
        ("Measured anew beneath a decision", "See whether the decision still holds.", _beneath),
        ("Late or not?", "A decision of the kind `late` says what it costs.", _late),
        ("Something about it was unusual", "It was graded; the remark says how.", _remark),
        ("Made a second time", "The sandbox was lost under these checks.", _retries),
        ("One small thing is missing", "See what it would take.", _small),
        ("No point at all", "The code may lack one small thing that all needs.", _nothing),
        ("Crashed, or ran out of time or memory", "See whether by mistake or on purpose.", _ended),
        ("Much slower than others", "Look for work done again and again.", partial(_slow, median)),
        ("Only the accuracy is missing", "All else in the question is right.", _inaccurate),
    )
    concerns = []
    for title, advice, reason in reasons:
        remarks = ((grade.name, reason(grade)) for grade in grades)
        cases = [(name, shorten(text, MAX_REMARK)) for name, text in remarks if text is not None]
        if cases:
            concerns.append(Concern(title, advice, tuple(cases)))
    for title, cases_of in (others or {}).items():
        if cases_of:
            concerns.append(Concern(title, ADVICE[title], tuple(cases_of.items())))
    return concerns


def _fault(grade: Grade) -> str | None:
    faults = [result for result in grade.results if result.status == "fault"]
    if not faults:
        return None
    return f"{_listed([result.check.number for result in faults])}: {faults[0].hint}"


def _unread(grade: Grade) -> str | None:
    return grade.note if grade.unreadable else None


def _beneath(grade: Grade) -> str | None:
    changed = changed_beneath(grade)
    sentences = (
        f"{one.sentence} (measured {_measured(one.automatic)}, {_measured(one.beneath)} when it was"
        " decided)"
        for one in changed
    )
    return "; ".join(sentences) or None


def _measured(points: float | None) -> str:
    return "nothing" if points is None else f"{points:g}"


def _late(grade: Grade) -> str | None:
    return grade.late.unknown or None


def _remark(grade: Grade) -> str | None:
    return grade.note if grade.note and not grade.unreadable else None


def _retries(grade: Grade) -> str | None:
    return _listed(grade.retries) if grade.retries else None


def _nothing(grade: Grade) -> str | None:
    if grade.fault or grade.total or not grade.results or grade.unreadable:
        return None
    if all(result.cause is Cause.UNWRITTEN for result in grade.results):
        return "not begun"
    hints = [result.hint for result in grade.results]
    return max(set(hints), key=lambda hint: (hints.count(hint), hint))


def _small(grade: Grade) -> str | None:
    """Say what hangs on code that is no Python, and on modules that are not there; where these are
    stands in the hints.
    """
    lines = []
    for cause in SMALL:
        failed = [one for one in grade.failed if one.cause is cause]
        hints = list(dict.fromkeys(" ".join(one.hint.split()) for one in failed))
        more = f" (and {len(hints) - MOST_HINTS} more)" if hints[MOST_HINTS:] else ""
        if failed:
            points = sum(one.check.points for one in failed)
            lines.append(f"{points:g} points hang on it: {' '.join(hints[:MOST_HINTS])}{more}")
    return "\n".join(lines) or None


def _ended(grade: Grade) -> str | None:
    found = {r.check.question: r.hint for r in reversed(grade.failed) if r.cause in ENDED}
    return " ".join(f"{question}: {found[question]}" for question in sorted(found)) or None


def _slow(median: float, grade: Grade) -> str | None:
    if grade.seconds < max(SLOW_SECONDS, SLOW_TIMES * median):
        return None
    return f"{grade.seconds:.0f} s; half of the class took at most {median:.1f} s"


def _inaccurate(grade: Grade) -> str | None:
    alone = [item for item in grade.question_scores if _only_accuracy(item)]
    return " ".join(f"{item.question.id}: {_missed(item).hint}" for item in alone) or None


def _only_accuracy(item: QuestionScore) -> bool:
    return [r.check.name for r in item.results if r.status != "passed"] == ["test_learns"]


def _missed(item: QuestionScore) -> CheckResult:
    return next(result for result in item.results if result.status != "passed")


def _listed(numbers: Sequence[str]) -> str:
    more = f" and {len(numbers) - 6} more" if len(numbers) > 6 else ""
    return " ".join(numbers[:6]) + more
