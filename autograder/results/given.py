"""A grade as it was measured, and what people have decided: the grade as it is given.

This is the one place where decisions are applied. First those on checks, then those on questions,
then what lateness costs, then those on the whole. On one thing, whatever the order of the lines:

1. The last `points` stands in place of what was measured, and an `excuse` gives all that it is
   worth.
2. All of `adjust` are added.
3. A check and a question end between 0 and what they are worth; the whole ends at 0 or above.

One line never gives more than the thing is worth: `points` or `adjust` that say more count as that,
before anything else is done with them.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from ..language import ENGLISH, marked, translations
from ..rubric.rubric import Rubric
from .decisions import Decision, excess, number, place_of, read_extension, worth
from .grade import CheckResult, Grade, Late, Ruling, WrittenScore, points_text
from .grades_csv import plain_number

ACTING = ("adjust", "excuse", "points")  # kinds that rest on what was measured
LATE_BY = marked("late, but nobody knows how late; decide with the kind `late`")
NOBODY_KNOWS = marked("nobody knows when it was handed in")
Beneath = Callable[[Decision, str, float | None], float | None]


@dataclass(frozen=True)
class HandInTime:
    """When something was handed in, as far as that is known; `late` is what an LMS says of it."""

    at: datetime | None = None
    late: bool | None = None


@dataclass(frozen=True)
class Context:
    """What is known of a student beside the grade: decisions, and when it was handed in.

    `answer` is what the student has written to the written question. `beneath` returns what was
    measured when a decision was made; it takes the decision, its place, and what is measured now.
    """

    decisions: Sequence[Decision] = ()
    time: HandInTime = HandInTime()
    answer: str = ""
    beneath: Beneath = lambda decision, place, now: now


def give(grade: Grade, rubric: Rubric, context: Context) -> Grade:
    """Return the grade as it is given; what `grade` says of earlier decisions is forgotten."""
    placed = [(place_of(one.question, rubric), one) for one in context.decisions]

    def on(place: str) -> list[Decision]:
        return [one for where, one in placed if where == place]

    results = tuple(_decided(result, on(result.check.place)) for result in grade.results)
    written = None
    if (asked := rubric.written) is not None:
        points = _points(0.0, asked.points, on(asked.id), asked.points)
        settled = any(one.kind == "points" for one in on(""))
        written = WrittenScore(asked, context.answer, points, settled)
    summed = replace(grade, results=results, question_points={}, total_points=None, written=written)
    questions = {}
    for scored in summed.question_scores:
        most = scored.max_score
        points = _points(scored.score, most, on(scored.question.id), most)
        if points is not None:
            questions[scored.question.id] = points
    summed = replace(summed, question_points=questions)
    whole = on("")
    late = _late(summed.total, rubric, whole, context.time)
    after = max(summed.total - late.cost, 0.0)
    on_points = [one for one in whole if one.kind != "excuse"]
    decided = _points(after, worth("", rubric), on_points)
    return replace(
        summed,
        total_points=decided if decided is not None else after if late.cost else None,
        excused=any(one.kind == "excuse" for one in whole),
        rulings=tuple(_ruling(one, place, grade, rubric, context) for place, one in placed),
        late=late,
    )


def _ruling(one: Decision, place: str, grade: Grade, rubric: Rubric, context: Context) -> Ruling:
    """Return a decision as it stands in a grade."""
    now, written = automatic(grade, place), rubric.written
    counts = written is None or place != written.id or written.points > 0
    sentences = _in_both(rubric.language, partial(_sentence, _lowered(one, rubric), counts))
    beneath = context.beneath(one, place, now)
    return Ruling(one.key, place, one.kind, automatic=now, beneath=beneath, **sentences)


def automatic(grade: Grade, place: str) -> float | None:
    """Return what was measured on a question, a check or the whole; None where nothing could be."""
    results = [
        one for one in grade.results if not place or place in (one.check.question, one.check.place)
    ]
    if not results or any(one.status == "fault" for one in results):
        return None
    return sum(one.measured for one in results)


def changed_beneath(grade: Grade) -> list[Ruling]:
    """Return the decisions beneath which something else is measured than when they were made."""
    acting = (one for one in grade.rulings if one.kind in ACTING)
    return [one for one in acting if one.automatic != one.beneath]


def _decided(result: CheckResult, decisions: Sequence[Decision]) -> CheckResult:
    full = result.check.points
    return replace(result, decided=_points(result.measured, full, decisions, full))


def _points(
    base: float, full: float, decisions: Sequence[Decision], most: float = math.inf
) -> float | None:
    """Return the points after decisions on one thing; None where none is about points.

    `base` is what it has without them, `full` what it is worth, `most` what it can end with.
    """
    acting = [one for one in decisions if one.kind in ACTING]
    if not acting:
        return None
    values = {kind: [_at_most(one, full) for one in acting if one.kind == kind] for kind in ACTING}
    base = values["points"][-1] if values["points"] else base
    base = max(base, full) if values["excuse"] else base
    return min(max(base + sum(values["adjust"]), 0.0), most)


def _at_most(one: Decision, full: float) -> float:
    """Return the points that a decision gives or takes: of what gives more than there is, that."""
    return min(number(one.value), full) if one.value else 0.0


def _late(points: float, rubric: Rubric, decisions: Sequence[Decision], time: HandInTime) -> Late:
    """Work out what lateness costs somebody who has earned `points`."""
    policy = rubric.late

    def costs(cost: float, days: int | None) -> Late:
        return Late(cost, **_in_both(rubric.language, partial(_late_words, cost, days)))

    by_hand = [one for one in decisions if one.kind == "late"]
    if by_hand:
        cost = min(number(by_hand[-1].value), points)
        return costs(cost, 0) if cost else Late()
    if policy is None:
        return Late()
    extensions = [read_extension(one.value) for one in decisions if one.kind == "extension"]
    due = policy.due(extensions[-1] if extensions else None)
    if time.at is None:
        if time.late:
            return Late(unknown=LATE_BY)
        return Late(unknown="" if time.late is False else NOBODY_KNOWS)
    if policy.is_too_late(time.at, due):
        return costs(points, None)
    days = policy.days_late(time.at, due)
    if not days:
        return Late()
    return costs(policy.cost(days, points), days)


def _late_words(cost: float, days: int | None, language: str) -> str:
    """Say what lateness costs; `days` is 0 where a person says so, None after the latest time."""
    say, plural = translations(language).gettext, translations(language).ngettext
    points = points_text(plain_number(cost), language)
    if days is None:
        return say("Handed in after the latest time: no points.")
    if not days:
        return say("Late: {points} less.").format(points=points)
    return plural(
        "Handed in {days} day late: {points} less.",
        "Handed in {days} days late: {points} less.",
        days,
    ).format(days=days, points=points)


def _in_both(language: str, words: Callable[[str], str]) -> dict[str, str]:
    """Return a sentence in English, and in the `language` where that is another."""
    return {
        "sentence": words(ENGLISH),
        "translated": "" if language == ENGLISH else words(language),
    }


WORDS = {  # what a student reads of a decision, by kind
    "adjust": "{sign}{points}",
    "comment": "",
    "counts": marked("this submission counts"),
    "excuse": marked("excused"),
    "extension": marked("another deadline, {value}"),
    "late": marked("lateness costs {points}"),
    "points": "{points}",
}


def _lowered(one: Decision, rubric: Rubric) -> Decision:
    """Return a decision with the points that it gives, where there were more when it was made."""
    if not excess(one, rubric):
        return one
    return replace(one, value=f"{worth(one.question, rubric):g}")


def _sentence(one: Decision, counts: bool, language: str) -> str:
    """Say a decision as the student reads it; of what is worth nothing, only what it is about and
    why.
    """
    sign = "+" if one.kind == "adjust" and number(one.value) > 0 else ""
    known = WORDS[one.kind]
    points = points_text(number(one.value), language) if "{points}" in known else ""
    words = translations(language).gettext(known) if known else ""
    what = words.format(value=one.value, sign=sign, points=points) if counts else ""
    return ": ".join(filter(None, [one.question, what, one.reason]))
