"""What stands on a student's page: the checks that they may see, and pictures of their networks."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from markupsafe import Markup

from ..results.grade import CheckResult, Grade
from ..results.picture_data import Costs, Network, WrongDigit
from ..results.results_json import CHECK_NOT_MADE, NO_SCORE_YET
from .pictures import cost_curves, digit_address, first_weights


@dataclass(frozen=True)
class Line:
    """A check as the student sees it; with `same_as`, what is said stands at that check."""

    number: str
    title: str
    status: str
    score: float
    points: float
    hint: str = ""
    details: str = ""
    same_as: str = ""


@dataclass(frozen=True)
class Mistake:
    """A digit that was taken for another, as an image and the probabilities of 0 to 9."""

    image: str
    digit: int
    said: int
    probabilities: tuple[float, ...]


@dataclass(frozen=True)
class Pictures:
    """What is drawn for a question. `trouble` says that something could not be drawn."""

    network: Network | None = None
    mistakes: tuple[Mistake, ...] = ()
    weights: Markup | None = None
    costs: Costs | None = None
    curves: Markup | None = None
    trouble: bool = False


@dataclass(frozen=True)
class Part:
    """A question with the checks that are shown."""

    id: str
    title: str
    extra: bool
    score: float
    max_score: float
    fault: bool
    lines: tuple[Line, ...]
    pictures: Pictures


@dataclass(frozen=True)
class StudentView:
    """A student's page. Where not `whole` there are checks that are not shown (yet)."""

    name: str
    score: float
    max_score: float
    extra: float
    max_extra: float
    fault: bool
    whole: bool
    notes: tuple[str, ...]
    source: str
    parts: tuple[Part, ...]


def student_view(grade: Grade) -> StudentView:
    """Choose what the student may see, as Gradescope would."""
    visible = [result for result in grade.results if result.check.visibility == "visible"]
    usual = [result for result in visible if not result.check.extra]
    extra = [result for result in visible if result.check.extra]
    notes = grade.note, NO_SCORE_YET if grade.fault else ""
    said: dict[tuple[str, str], str] = {}
    return StudentView(
        name=grade.name,
        score=sum(result.score for result in usual),
        max_score=sum(result.check.points for result in usual),
        extra=sum(result.score for result in extra),
        max_extra=sum(result.check.points for result in extra),
        fault=any(result.status == "fault" for result in visible),
        whole=len(visible) == len(grade.results),
        notes=tuple(filter(None, notes)),
        source=grade.picture_data.source,
        parts=tuple(_parts(grade, visible, said)),
    )


def _parts(
    grade: Grade, visible: list[CheckResult], said: dict[tuple[str, str], str]
) -> list[Part]:
    parts = []
    for item in grade.question_scores:
        question = item.question
        results = [result for result in visible if result.check.question == question.id]
        if not results:
            continue
        # a picture may tell what a check that is not shown has found
        whole = len(results) == len(item.results)
        parts += [
            Part(
                id=question.id,
                title=question.title,
                extra=question.extra,
                score=sum(result.score for result in results),
                max_score=sum(result.check.points for result in results),
                fault=any(result.status == "fault" for result in results),
                lines=tuple(_line(result, said) for result in results),
                pictures=_pictures(grade, question.id) if whole else Pictures(),
            )
        ]
    return parts


def _line(result: CheckResult, said: dict[tuple[str, str], str]) -> Line:
    check = result.check
    line = Line(check.number, check.title, result.status, result.score, check.points)
    if result.status == "passed":
        return line
    if result.status == "fault":  # what happened is for instructors
        hint, details = CHECK_NOT_MADE, ""
    else:
        hint, details = result.hint.strip(), result.details.strip()
    first = said.setdefault((hint, details), check.number)
    if first != check.number and (hint or details):
        return replace(line, same_as=first)
    return replace(line, hint=hint, details=details)


def _pictures(grade: Grade, question: str) -> Pictures:
    network = grade.picture_data.networks.get(question)
    costs = grade.picture_data.costs.get(question)
    trouble = question in grade.picture_data.troubled

    def drawn(draw: Callable[[], Markup | None]) -> Markup | None:
        nonlocal trouble
        try:
            return draw()
        except Exception:  # noqa: BLE001 - a page without a picture is better than none
            trouble = True
            return None

    weights = network.weights if network else None
    return Pictures(
        network=network,
        mistakes=tuple(map(_mistake, network.wrong)) if network else (),
        weights=drawn(lambda: first_weights(weights, question)) if weights else None,
        costs=costs,
        curves=drawn(lambda: cost_curves(costs, question)) if costs else None,
        trouble=trouble,
    )


def _mistake(wrong: WrongDigit) -> Mistake:
    said = max(range(10), key=wrong.probabilities.__getitem__)
    return Mistake(digit_address(wrong.pixels), wrong.digit, said, wrong.probabilities)
