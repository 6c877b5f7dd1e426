"""What needs a person: submissions that somebody should look at, by what they need one for."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from ..language import marked, translations, written
from ..probing.student_error import Cause
from ..results.given import changed_beneath
from ..results.grade import CheckResult, Grade, QuestionScore
from ..text import shorten

MAX_REMARK = 1_500  # characters of a note or of a fault that are shown
SLOW_SECONDS, SLOW_TIMES = 30.0, 5.0  # slow is both: this long, this many medians of the class
ADVICE = {  # by what a person is needed for
    marked("The grader itself failed"): marked("It costs nobody a point; grade these again."),
    marked("Its earlier result could not be read"): marked(
        "That file has another name now, and all was graded again."
    ),
    marked("It could not be read as a submission"): marked("Ask for it again, or repair it."),
    marked("Measured anew beneath a decision"): marked("See whether the decision still holds."),
    marked("Late or not?"): marked("A decision of the kind `late` says what it costs."),
    marked("Something about it was unusual"): marked("It was graded; the remark says how."),
    marked("Made a second time"): marked("The sandbox was lost under these checks."),
    marked("One small thing is missing"): marked("See what it would take."),
    marked("No point at all"): marked("The code may lack one small thing that all needs."),
    marked("Crashed, or ran out of time or memory"): marked(
        "See whether by mistake or on purpose."
    ),
    marked("Much slower than others"): marked("Look for work done again and again."),
    marked("Only the accuracy is missing"): marked("All else in the question is right."),
    marked("Graded again in vain"): marked(
        "The grader failed; the grade of before stays. Grade these again."
    ),
    marked("Decisions about nobody"): marked(
        "Nobody of this name, id or address has handed in, or it may be several. Then, and for"
        " `counts`, give a submission's name, letter for letter."
    ),
    marked("About somebody else?"): marked(
        "The submission of this name was taken. Else write another id there."
    ),
    marked("Decisions on another check"): marked(
        "A check's number moves when checks come or go. Write its name, such as q4.test_train."
    ),
    marked("Decisions on what is gone"): marked(
        "There is no such question or check any more, so they are not applied. Delete the lines,"
        " or write them anew."
    ),
    marked("More points than there are"): marked(
        "What it is worth was given. Change the line in decisions.csv."
    ),
    marked("Several hand-ins of one student"): marked(
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
    finders: dict[str, Callable[[Grade], str | None]] = {
        "The grader itself failed": _fault,
        "Its earlier result could not be read": lambda grade: earlier.get(grade.name),
        "It could not be read as a submission": _unread,
        "Measured anew beneath a decision": _beneath,
        "Late or not?": _late,
        "Something about it was unusual": _remark,
        "Made a second time": _retries,
        "One small thing is missing": _small,
        "No point at all": _nothing,
        "Crashed, or ran out of time or memory": _ended,
        "Much slower than others": partial(_slow, median),
        "Only the accuracy is missing": _inaccurate,
    }
    concerns = []
    for title, reason in finders.items():
        remarks = ((grade.name, reason(grade)) for grade in grades)
        cases = [(name, shorten(text, MAX_REMARK)) for name, text in remarks if text is not None]
        if cases:
            concerns.append(Concern(title, ADVICE[title], tuple(cases)))
    for title, cases_of in (others or {}).items():
        if cases_of:
            concerns.append(Concern(title, ADVICE[title], tuple(cases_of.items())))
    return concerns


def _fault(grade: Grade) -> str | None:
    faults = [result for result in grade.results if result.status == "fault"]
    if not faults:
        return None
    return f"{_listed([one.check.number for one in faults], grade)}: {faults[0].hint}"


def _unread(grade: Grade) -> str | None:
    return grade.note if grade.unreadable else None


def _beneath(grade: Grade) -> str | None:
    changed = changed_beneath(grade)
    say = translations(grade.language).gettext
    words = say("{decision} (measured {now}, {before} when it was decided)")
    nothing = say("nothing")

    def measured(points: float | None) -> str:
        return nothing if points is None else written(f"{points:g}", grade.language)

    sentences = (
        words.format(
            decision=one.localized, now=measured(one.automatic), before=measured(one.beneath)
        )
        for one in changed
    )
    return "; ".join(sentences) or None


def _late(grade: Grade) -> str | None:
    unknown = grade.late.unknown
    return translations(grade.language).gettext(unknown) if unknown else None


def _remark(grade: Grade) -> str | None:
    return grade.note if grade.note and not grade.unreadable else None


def _retries(grade: Grade) -> str | None:
    return _listed(grade.retries, grade) if grade.retries else None


def _nothing(grade: Grade) -> str | None:
    if grade.fault or grade.total or not grade.results or grade.unreadable:
        return None
    say = translations(grade.language).gettext
    if all(result.cause is Cause.UNWRITTEN for result in grade.results):
        return say("not begun")
    hints = [result.hint for result in grade.results]
    return max(set(hints), key=lambda hint: (hints.count(hint), hint))


def _small(grade: Grade) -> str | None:
    """Say what hangs on code that is no Python, and on modules that are not there; where these are
    stands in the hints.
    """
    lines = []
    say, plural = translations(grade.language).gettext, translations(grade.language).ngettext
    for cause in SMALL:
        failed = [one for one in grade.failed if one.cause is cause]
        hints = list(dict.fromkeys(" ".join(one.hint.split()) for one in failed))
        count = len(hints) - MOST_HINTS
        more = say(" (and {count} more)").format(count=count) if count > 0 else ""
        if failed:
            points = sum(one.check.points for one in failed)
            words = plural(
                "{points} point hangs on it: {hints}",
                "{points} points hang on it: {hints}",
                1 if points == 1 else 2,
            )
            worth = written(f"{points:g}", grade.language)
            lines.append(words.format(points=worth, hints=" ".join(hints[:MOST_HINTS])))
            lines[-1] += more
    return "\n".join(lines) or None


def _ended(grade: Grade) -> str | None:
    found = {r.check.question: r.hint for r in reversed(grade.failed) if r.cause in ENDED}
    return " ".join(f"{question}: {found[question]}" for question in sorted(found)) or None


def _slow(median: float, grade: Grade) -> str | None:
    if grade.seconds < max(SLOW_SECONDS, SLOW_TIMES * median):
        return None
    say = translations(grade.language).gettext
    words = say("{seconds} s; half of the class took at most {median} s")
    usual = written(f"{median:.1f}", grade.language)
    return words.format(seconds=f"{grade.seconds:.0f}", median=usual)


def _inaccurate(grade: Grade) -> str | None:
    alone = [item for item in grade.question_scores if _only_accuracy(item)]
    return " ".join(f"{item.question.id}: {_missed(item).hint}" for item in alone) or None


def _only_accuracy(item: QuestionScore) -> bool:
    return [r.check.name for r in item.results if r.status != "passed"] == ["test_learns"]


def _missed(item: QuestionScore) -> CheckResult:
    return next(result for result in item.results if result.status != "passed")


def _listed(numbers: Sequence[str], grade: Grade) -> str:
    say = translations(grade.language).gettext
    more = say(" and {count} more").format(count=len(numbers) - 6) if len(numbers) > 6 else ""
    return " ".join(numbers[:6]) + more
