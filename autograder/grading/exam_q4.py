"""The exam of q4: the student's `train` trains the grader's network on glyphs new to everybody.

The training images go to the guest, for `train` runs there. Their classes were drawn for this one
attempt, so weights and answers that a student brings along are worth a guess. What comes back is
weights; they are measured here, on images that stay with the grader.
"""

from functools import lru_cache
from typing import NamedTuple

from ..checking.answers import accuracy_of
from ..checking.graded_submission import GradedSubmission
from ..datasets.glyphs import draw_glyphs, draw_shapes
from ..datasets.idx import Digits
from ..probing.images import as_floats
from ..rubric.grading_file import Budget
from .secret import Secret

NUM_TRAINING = 1_437  # whatever the data, so that the threshold holds for all
NUM_VALIDATION = 200
NUM_HIDDEN_IMAGES = 1_000
NUM_HIDDEN_UNITS = 48


class Trained(NamedTuple):
    """How a trained network did on the hidden glyphs, a fraction, and the costs `train` returned,
    a list for training and one for validation.
    """

    accuracy: float
    costs: list[list[float]]


def train_on_glyphs(submission: GradedSubmission, budget: Budget, key: Secret) -> Trained:
    """Let the student's `train` train the grader's network on glyphs drawn from `key`."""
    training, validation, hidden = _draw(key)
    outcome = submission.train(
        submission.known_network(NUM_HIDDEN_UNITS, record=False),
        (training.images, training.labels),
        (validation.images, validation.labels),
        epochs=budget.epochs,
        batch_size=budget.batch_size,
        learning_rate=budget.learning_rate,
    )
    output = outcome.log_prob(as_floats(hidden.images))
    return Trained(accuracy_of(output, hidden.labels), outcome.result)


@lru_cache(maxsize=3)  # attempts: all submissions of a run have the same keys
def _draw(key: Secret) -> tuple[Digits, Digits, Digits]:
    """Draw the glyphs of an attempt: for training, for validation, and hidden ones."""
    shapes = draw_shapes(key.generator("shapes"))
    return (
        draw_glyphs(shapes, NUM_TRAINING, key.generator("training")),
        draw_glyphs(shapes, NUM_VALIDATION, key.generator("validation")),
        draw_glyphs(shapes, NUM_HIDDEN_IMAGES, key.generator("hidden")),
    )
