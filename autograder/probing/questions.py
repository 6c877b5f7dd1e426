"""The assignment's questions, in order: what each asks for, in which file, and what it needs."""

from dataclasses import dataclass

PACKAGE = "digits"


@dataclass(frozen=True)
class Asked:
    """What one question asks for.

    `names` are functions and classes, which belong into `digits/<file>.py`; a student may define
    them elsewhere in the package. `needs` are the questions whose answers the grader's own
    stand-ins give while this one is graded.
    """

    question: str
    file: str
    names: tuple[str, ...]
    needs: tuple[str, ...] = ()


ASSIGNMENT = (
    Asked("q1", "data", ("load_mnist", "make_loader")),
    Asked("q2", "models", ("MLP",), needs=("q3", "q4")),
    Asked("q3", "costs", ("cost_function",)),
    Asked("q4", "training", ("training_epoch", "train"), needs=("q1", "q3", "q5")),
    Asked("q5", "evaluation", ("evaluate", "accuracy", "chance_cost"), needs=("q1", "q3")),
    Asked("q6", "models", ("CNN",), needs=("q3", "q4")),
    Asked("q7", "experiments", ("run_experiments",), needs=("q1", "q2", "q3", "q4", "q5")),
)
QUESTIONS = {asked.question: asked.names for asked in ASSIGNMENT}
NEEDS = {asked.question: asked.needs for asked in ASSIGNMENT}
HOMES = {name: asked.file for asked in ASSIGNMENT for name in asked.names}
NAMES = tuple(HOMES)
FILES = {
    file: tuple(name for name in NAMES if HOMES[name] == file)
    for file in dict.fromkeys(asked.file for asked in ASSIGNMENT)
}
