"""What stands on a student's page: the checks that they may see, and pictures of their networks."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from markupsafe import Markup

from ..language import ENGLISH, translations
from ..results.grade import CheckResult, Grade, QuestionScore, WrittenScore
from ..results.picture_data import Costs, PicturedNetwork, WrongDigit
from ..results.results_json import CHECK_NOT_MADE, NO_SCORE_YET, spoken, still_open
from ..text import clean
from .pictures import cost_curves, digit_address, first_weights

MAX_WHOSE = 1_000  # characters about who a student is
Make = Callable[[], str]  # draws a picture
Draw = Callable[[str, Make], str]  # does so, or finds it drawn: the picture called so on its page


def draw_afresh(what: str, make: Make) -> str:
    """Draw a picture."""
    return make()


@dataclass(frozen=True)
class Line:
    """A check as the student sees it; with `same_as`, what is said stands at that check.

    `at_home` says that the student has the check, too. A click unfolds `look` and
    `example`.
    """

    number: str
    title: str
    status: str
    score: float
    points: float
    hint: str = ""
    details: str = ""
    same_as: str = ""
    at_home: bool = False
    look: str = ""
    example: str = ""


@dataclass(frozen=True)
class Mistake:
    """A digit that was taken for another, as an image and the probabilities of 0 to 9."""

    image: str
    digit: int
    answer: int
    probabilities: tuple[float, ...]


@dataclass(frozen=True)
class Pictures:
    """What is drawn for a question. `trouble` says that something could not be drawn."""

    network: PicturedNetwork | None = None
    mistakes: tuple[Mistake, ...] = ()
    weights: Markup | None = None
    costs: Costs | None = None
    curves: Markup | None = None
    trouble: bool = False


@dataclass(frozen=True)
class ShownQuestion:
    """A question with the checks that are shown: their results, added up, and as lines."""

    scored: QuestionScore
    lines: tuple[Line, ...]
    pictures: Pictures


@dataclass(frozen=True)
class StudentView:
    """A student's page. `grade` has the visible results only; where not `whole` others exist.

    `decisions` are sentences about lateness and what people have decided.
    """

    grade: Grade
    whole: bool
    notes: tuple[str, ...]
    questions: tuple[ShownQuestion, ...]
    decisions: tuple[str, ...] = ()

    @property
    def whose(self) -> str:
        """Return names, ids and addresses of the students, and what their file was called."""
        return whose(self.grade)

    @property
    def written(self) -> WrittenScore | None:
        """The written question, unless there is neither an answer nor a point to be had."""
        one = self.grade.written
        return one if one is not None and (one.answer or one.question.points) else None


def whose(grade: Grade) -> str:
    """Return names, ids and addresses of a grade's students, and what their file was called, as far
    as the grade's own name does not say it.
    """
    one = grade.hand_in
    if one is None:
        return ""
    people = (" ".join(filter(None, [who.name, *who.ids, who.email])) for who in one.people)
    known = {"", grade.name}
    more = [text for text in dict.fromkeys([*people, one.file]) if text not in known]
    return clean("; ".join(more), MAX_WHOSE)


def student_view(grade: Grade, draw: Draw = draw_afresh) -> StudentView:
    """Choose what the student may see, as Gradescope would; `draw` makes its pictures."""
    say = translations(grade.language).gettext
    results = tuple(one for one in grade.results if one.check.visibility == "visible")
    shown = replace(grade, results=results)
    counts = Counter(result.check.question for result in grade.results)
    first: dict[tuple[str, str], str] = {}
    questions = []
    for scored in shown.question_scores:
        # a picture may tell what a check that is not shown has found
        whole = len(scored.results) == counts[scored.question.id]
        pictures = pictures_of(grade, scored.question.id, draw) if whole else Pictures()
        lines = tuple(_line(result, first, grade.language) for result in scored.results)
        questions.append(ShownQuestion(scored, lines, pictures))
    remarks = (grade.note, say(NO_SCORE_YET) if grade.fault else "", still_open(grade))
    notes = tuple(filter(None, remarks))
    whole = len(results) == len(grade.results)
    return StudentView(shown, whole, notes, tuple(questions), tuple(spoken(grade)))


def _line(result: CheckResult, first: dict[tuple[str, str], str], language: str) -> Line:
    check = result.check
    status = result.status
    own = check.group == "public"
    line = Line(check.number, check.title, status, result.score, check.points, at_home=own)
    if status == "fault" and not result.fault:  # a person has decided what it is worth
        status = "passed" if result.score >= check.points else "failed"
        return replace(line, status=status)
    if status == "passed":
        return line
    if status == "fault":  # what happened is for instructors
        hint, details = translations(language).gettext(CHECK_NOT_MADE), ""
    else:
        hint, details = result.hint.strip(), result.details_in(language)
        line = replace(line, look=result.look, example=result.example)
    same_as = first.setdefault((hint, details), check.number)
    if same_as != check.number and (hint or details):
        return replace(line, same_as=same_as, look="", example="")
    return replace(line, hint=hint, details=details)


def pictures_of(grade: Grade, question: str, draw: Draw) -> Pictures:
    """Return what is drawn for a question; a picture that cannot be drawn is left out."""
    network = grade.picture_data.networks.get(question)
    costs = grade.picture_data.costs.get(question)
    trouble = question in grade.picture_data.troubled
    language = grade.language
    other = "" if language == ENGLISH else f" {language}"

    def drawn(what: str, make: Callable[[], Markup | None]) -> Markup | None:
        nonlocal trouble
        try:
            return Markup(draw(f"{question} {what}{other}", lambda: make() or "")) or None
        except Exception:  # noqa: BLE001 - a page without a picture is better than none
            trouble = True
            return None

    weights = network.weights if network else None
    wrong = enumerate(network.wrong) if network else ()
    return Pictures(
        network=network,
        mistakes=tuple(_mistake(one, f"{question} digit {index}", draw) for index, one in wrong),
        weights=drawn("weights", lambda: first_weights(weights, language)) if weights else None,
        costs=costs,
        curves=drawn("costs", lambda: cost_curves(costs, question, language)) if costs else None,
        trouble=trouble,
    )


def _mistake(wrong: WrongDigit, what: str, draw: Draw) -> Mistake:
    answer = max(range(len(wrong.probabilities)), key=wrong.probabilities.__getitem__)
    image = draw(what, lambda: digit_address(wrong.pixels))
    return Mistake(image, wrong.digit, answer, wrong.probabilities)
