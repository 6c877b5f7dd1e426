"""An exam for a dataset that has none in grading.yml yet: lenient, until somebody has measured."""

from ..probing.questions import NETWORKS
from ..probing.shape import NUM_CLASSES, NUM_PIXELS
from .grading_file import Budget, ExamEntry

ACCURACY_OF_GUESSING = 0.1  # the accuracy on the ten classes of what was measured
LENIENCE = 2 / 3  # of what the measured threshold is above guessing
MEASURED_PIXELS = 28 * 28
MOST_EPOCHS = 100
MEASURED = "not yet; provisional"


def provisional(measured: ExamEntry, training: int, test: int) -> ExamEntry:
    """Make an exam for a dataset of so many images from one that was `measured` on ten classes.

    A network of a student's takes as many steps as there; the glyphs, on which a student's `train`
    is graded, stay as many. A unit of `MLP` adds up all pixels, so on larger images it learns by
    smaller steps: else tanh saturates at once. Thresholds are lower: of what lies between guessing
    and certainty, two thirds of what was asked for.
    """
    images = min(training, measured.training_images)
    longer = measured.training_images / images
    budgets = {
        question: _budget(budget, longer if question in NETWORKS else 1.0, _step(question))
        for question, budget in measured.budgets.items()
    }
    return ExamEntry.model_validate(
        {
            "measured": MEASURED,
            "training_images": images,
            "hidden_images": min(test, measured.hidden_images),
            **{question: budget.model_dump() for question, budget in budgets.items()},
        }
    )


def _step(question: str) -> float:
    """Return by how much a learning rate is multiplied."""
    return min(1.0, MEASURED_PIXELS / NUM_PIXELS) if NETWORKS.get(question) == "MLP" else 1.0


def _budget(measured: Budget, longer: float, step: float) -> Budget:
    guessing = 1 / NUM_CLASSES
    better = max(measured.threshold - ACCURACY_OF_GUESSING, 0)
    above = better / (1 - ACCURACY_OF_GUESSING) * LENIENCE
    threshold = round(guessing + above * (1 - guessing), 2)
    epochs = min(round(measured.epochs * longer), max(MOST_EPOCHS, measured.epochs))
    rate = float(f"{measured.learning_rate * step:.2g}")
    more = {"threshold": threshold, "epochs": epochs, "learning_rate": rate}
    return measured.model_copy(update=more)
