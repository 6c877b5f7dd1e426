"""The assignment's questions, in order: what each asks for, in which file, and what it needs."""

from dataclasses import dataclass
from typing import Literal

PACKAGE = "digits"


@dataclass(frozen=True)
class Asked:
    """What one question asks for.

    `names` are functions and classes, which belong into `digits/<file>.py`; a student may define
    them elsewhere in the package. `needs` are the questions whose answers the grader's own
    stand-ins give while this one is graded; `standins` are the files they are in, where these have
    other names than the questions. In an exam either the grader trains the student's `network`, or
    the student's `training` trains the grader's network.
    """

    question: str
    file: str
    names: tuple[str, ...]
    needs: tuple[str, ...] = ()
    exam: Literal["network", "training"] | None = None
    standins: tuple[str, ...] | None = None


ASSIGNMENT = (
    Asked("q1", "data", ("load_mnist", "make_loader")),
    Asked("q2", "models", ("MLP",), needs=("q3", "q4"), exam="network"),
    Asked("q3", "costs", ("cost_function",)),
    Asked("q4", "training", ("training_epoch", "train"), needs=("q1", "q3", "q5"), exam="training"),
    Asked("q5", "evaluation", ("evaluate", "accuracy", "chance_cost"), needs=("q1", "q3")),
    Asked("q6", "models", ("CNN",), needs=("q3", "q4"), exam="network"),
    Asked(
        *("q7", "experiments", ("run_experiments",)),
        needs=("q1", "q2", "q3", "q4", "q5"),
        standins=("q1", "q3", "answered"),  # the grader answers its stand-ins for q2, q4 and q5
    ),
)
QUESTIONS = {asked.question: asked.names for asked in ASSIGNMENT}
STANDINS = {asked.question: asked.standins or asked.needs for asked in ASSIGNMENT}
NETWORKS = {asked.question: asked.names[0] for asked in ASSIGNMENT if asked.exam == "network"}
HOMES = {name: asked.file for asked in ASSIGNMENT for name in asked.names}
NAMES = tuple(HOMES)
NAMES_IN = {
    file: tuple(name for name in NAMES if HOMES[name] == file)
    for file in dict.fromkeys(asked.file for asked in ASSIGNMENT)
}
