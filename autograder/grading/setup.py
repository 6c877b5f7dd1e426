"""What a run grades with, and what is drawn from its seed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from ..checking.check_data import CheckData
from ..datasets.catalogue import Data
from ..datasets.embedded import load_sample
from ..project import EMBEDDED_DIGITS
from ..random_bits import kept_random_bits
from ..results.grade import CheckResult, Grade
from ..rubric.rubric import Question, Rubric
from ..sandbox.isolation import Isolation
from .check_inputs import CheckInputs, embedded_check_data, public_inputs
from .collect_pictures import Shown, shown_digits
from .exam import Exam, make_exam
from .secret import Secret, stretch

LOST = "The grader ended while it was at this submission, more than once."


@dataclass(frozen=True)
class GradingSetup:
    """What all submissions of a run are graded with; it can be sent to another process.

    With `whole_budget` a network is trained on after it has passed, so that its accuracy can be
    compared with those of others. `seed` and `random_bits` make the secret; only the seed is told.
    """

    rubric: Rubric
    data: Data
    isolation: Isolation
    seed: int
    whole_budget: bool = False
    random_bits: bytes = field(default_factory=kept_random_bits, repr=False)

    def for_submission(self, options: "Options") -> "GradingSetup":
        """Return what one submission is graded with: its own seed and questions."""
        setup = self
        if options.seed is not None:
            setup = replace(setup, seed=options.seed)
        if options.questions is not None:
            setup = replace(setup, rubric=replace(setup.rubric, questions=options.questions))
        return setup

    def grade(self, name: str, results: Sequence[CheckResult], **more: Any) -> Grade:
        """Make the grade of the submission `name`; `more` are further fields of a `Grade`."""
        fields = {"seed": self.seed, "seconds": 0.0, "questions": self.rubric.questions, **more}
        return Grade(
            name=name,
            title=self.rubric.title,
            language=self.rubric.language,
            results=tuple(results),
            data=self.data.name,
            isolation=self.isolation.level,
            **fields,
        )

    def lost(self, name: str, options: "Options") -> Grade:
        """Make the grade, a fault, of a submission at which one grader after another was lost."""
        setup = self.for_submission(options)
        return setup.grade(name, [CheckResult(one, "fault", LOST) for one in setup.rubric.checks])


@dataclass(frozen=True)
class Options:
    """How one submission is graded where that is not as the setup says.

    `seed` is its own seed; of `questions` those alone are graded, with the checks that they hold.
    `seconds` is called with the id of each question that begins, and returns its time limit.
    """

    seed: int | None = None
    questions: tuple[Question, ...] | None = None
    seconds: Callable[[str], float] | None = None


@dataclass(frozen=True)
class Draws:
    """What is drawn from a seed: data for checks, the exam, and how pictures show its classes.

    `secret` is what it was drawn from; probes have seeds from it.
    """

    seed: int
    secret: Secret
    public: CheckInputs
    exam: Exam
    shown: Shown

    def inputs(self, question: str, repeat: int = 0) -> CheckInputs:
        """Return what the checks of a question work on that are not public, or are repeated."""
        if not repeat:
            return CheckInputs(self.digits, self.secret.derive("check", question))
        secret = self.secret.derive("repeat", question, repeat)
        return CheckInputs(embedded_check_data(secret.seed("digits")), secret)

    @cached_property
    def digits(self) -> CheckData:
        """The small data of all checks that are not repeated a second time."""
        return embedded_check_data(self.secret.seed("digits"))


def draw(setup: GradingSetup, seed: int) -> Draws:
    """Draw what a seed stands for; the same seed gives the same."""
    training, test = len(setup.data.training), len(setup.data.test)
    entry = setup.rubric.exam_for(setup.data.name, training, test)
    secret = stretch(seed, setup.random_bits)
    exam = make_exam(setup.data, entry, secret.derive("exam"), setup.whole_budget)
    shown = shown_digits(setup.data, exam, load_sample(EMBEDDED_DIGITS))
    return Draws(seed, secret, public_inputs(), exam, shown)
