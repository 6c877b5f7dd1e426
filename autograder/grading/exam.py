"""The hidden part of an accuracy check: renamed classes, moved images, and a threshold.

The classes are renamed by a secret permutation, for training and for the exam alike, and every
image is moved by a pixel or two. So weights trained elsewhere, and answers known by heart, are
worth no more than a guess. The hidden images and their labels stay with the grader.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

import torch
from torch import Tensor

from ..checking.answers import accuracy_of
from ..checking.graded_submission import GradedSubmission
from ..checking.submission import BATCH
from ..datasets.catalogue import Data
from ..network.bench.client import BenchGraph
from ..probing.images import IMAGE_SHAPE, as_floats, as_kept
from ..probing.questions import NETWORKS
from ..probing.shape import CHANNELS, COLUMNS, NUM_CLASSES, ROWS
from ..probing.student_error import StudentError
from ..rubric.grading_file import Budget, ExamEntry
from .exam_q4 import train_on_glyphs
from .secret import Secret

MAX_SHIFT = 2  # pixels
ATTEMPTS = 3
NEEDED = 0.1  # of what a network knows, that each of its layers is worth at least
NUM_EXCHANGED = 4 * BATCH  # hidden images for a network without one of its layers


@dataclass(frozen=True)
class Exam:
    """Data and budget for the questions that are graded by accuracy.

    `images` (uint8, as they are kept) and `labels` (int64 (N,)) are for training; `hidden_images`
    (float32 (M, C, H, W)) and `hidden_labels` never leave the grader. `budgets` are keyed by
    question: epochs, batch_size, learning_rate and threshold (a fraction). With `whole_budget` a
    network is trained on after it has passed, so that its accuracy can be compared with others'.
    `renamed` is the secret permutation, the class that each digit has here; `unused` are
    the training digits, by index, that are not among `images`. `glyphs` is the key that q4's images
    are drawn from, `noise` that of what is random in the training of q2's and q6's networks.
    """

    images: Tensor
    labels: Tensor
    hidden_images: Tensor
    hidden_labels: Tensor
    budgets: dict[str, Budget]
    glyphs: Secret
    noise: Secret
    whole_budget: bool = False
    renamed: Tensor = field(default_factory=lambda: torch.arange(NUM_CLASSES))
    unused: Tensor = field(default_factory=lambda: torch.arange(0))


class Attempt(NamedTuple):
    """How a trained network did on the hidden images: its accuracy, a fraction, and its output
    (M, classes). The output is empty if the network cannot run on all of them, and in q4. `graph`
    is a student's network, `costs` what a student's `train` returned, where there is one; `shown`
    is the output of the graph for the images of the pictures. `without_layer` is the accuracy that
    is left to a network that has passed without the layer that it needs least.
    """

    accuracy: float
    log_prob: Tensor
    graph: BenchGraph | None = None
    costs: list[list[float]] | None = None
    shown: Tensor = torch.empty(0, NUM_CLASSES)
    without_layer: float = 0.0


class ExamRun:
    """One submission's exam in one question. It is taken when a check first asks for its result."""

    def __init__(self, exam: Exam, question: str, submission: GradedSubmission) -> None:
        self.exam = exam
        self.question = question
        self.submission = submission
        self.budget = exam.budgets[question]
        self.attempts: list[Attempt] = []

    @property
    def threshold(self) -> float:
        """The accuracy that the question asks for, a fraction."""
        return self.budget.threshold

    @property
    def accuracy(self) -> float:
        """The accuracy of the best attempt, a fraction."""
        return self.best.accuracy

    @property
    def accuracy_without_layer(self) -> float:
        """The accuracy, a fraction, that is left to the best network without the layer that it
        needs least; 0 for a network that does not reach the threshold.
        """
        return self.best.without_layer

    @property
    def most_without_layer(self) -> float:
        """The accuracy, a fraction, that a network without a layer of its must stay below."""
        guessing = 1 / NUM_CLASSES
        return guessing + (1 - NEEDED) * (self.accuracy - guessing)

    @property
    def log_prob(self) -> Tensor:
        """What the best attempt returns for the hidden images: (M, classes), or empty."""
        return self.best.log_prob

    @property
    def best(self) -> Attempt:
        """The best attempt.

        Weights start at random, and now and then a correct network starts badly. So there are up
        to `ATTEMPTS`, each from new weights, until one reaches the threshold.
        """
        while len(self.attempts) < ATTEMPTS and not self._passed():
            self.attempt()
        return self.best_so_far

    @property
    def best_so_far(self) -> Attempt:
        """The best of the attempts that were made; there must be one."""
        return max(self.attempts, key=lambda attempt: attempt.accuracy)

    def best_on(self, images: Tensor) -> Attempt:
        """Return the best of the attempts that were made, with its network's output for other
        images, float (N, C, H, W), where it has a network that runs on them.
        """
        best = self.best_so_far
        try:
            return best if best.graph is None else best._replace(shown=best.graph.run(images))
        except StudentError:
            return best

    def forget_attempts_after(self, count: int) -> None:
        """Forget all attempts but the first `count`."""
        del self.attempts[count:]

    def attempt(self) -> Attempt:
        """Train once more, from new weights, and take the exam."""
        by_grader = self.question in NETWORKS
        self.attempts.append(self._trained_by_grader() if by_grader else self._trained_by_student())
        return self.attempts[-1]

    def _passed(self) -> bool:
        return any(attempt.accuracy >= self.threshold for attempt in self.attempts)

    def _trained_by_grader(self) -> Attempt:
        """Train a student's network epoch by epoch, until it passes or the budget is spent."""
        training = self.submission.network(NETWORKS[self.question]).begin_training(
            (self.exam.images, self.exam.labels),
            self.budget.batch_size,
            self.budget.learning_rate,
            self.exam.noise.seed(self.question, len(self.attempts)),
        )
        training.layers()  # refuses what could bring answers along
        best = None
        for _ in range(self.budget.epochs):
            training.epoch()
            now = self._examine(training.output(self.exam.hidden_images))
            if best is None or now.accuracy > best.accuracy:
                best = now._replace(graph=training.graph())
            if best.accuracy >= self.threshold and not self.exam.whole_budget:
                break
        assert best is not None and best.graph is not None  # a budget has at least one epoch
        if best.accuracy < self.threshold:
            return best
        some = torch.arange(NUM_EXCHANGED) % len(self.exam.hidden_labels)
        images, labels = self.exam.hidden_images[some], self.exam.hidden_labels[some]
        left = training.accuracy_without_layer(best.graph, images, labels)
        return best._replace(without_layer=left)

    def _trained_by_student(self) -> Attempt:
        """Let the student's `train` train a network of the grader's, on new glyphs each time."""
        key = self.exam.glyphs.derive(len(self.attempts))
        trained = train_on_glyphs(self.submission, self.budget, key)
        return Attempt(trained.accuracy, torch.empty(0, NUM_CLASSES), costs=trained.costs)

    def _examine(self, output: Tensor) -> Attempt:
        labels = self.exam.hidden_labels
        if output.shape != (len(labels), NUM_CLASSES):
            return Attempt(0.0, torch.empty(0, NUM_CLASSES))
        return Attempt(accuracy_of(output, labels), output)


def make_exam(data: Data, entry: ExamEntry, secret: Secret, whole_budget: bool = False) -> Exam:
    """Prepare an exam from a dataset; the same secret gives the same exam.

    Each draw has a key of its own: images for training, of which a guest may see, tell nothing
    about the hidden ones.
    """
    renamed = torch.randperm(NUM_CLASSES, generator=secret.generator("classes"))
    order = torch.randperm(len(data.training), generator=secret.generator("training images"))
    training, unused = order[: entry.training_images], order[entry.training_images :]
    hidden = torch.randperm(len(data.test), generator=secret.generator("hidden images"))
    hidden = hidden[: entry.hidden_images]
    hidden_images = move(data.test.images[hidden], secret.generator("hidden moves"))
    return Exam(
        images=move(data.training.images[training], secret.generator("training moves")),
        labels=renamed[data.training.labels[training]],
        hidden_images=as_floats(hidden_images),
        hidden_labels=renamed[data.test.labels[hidden]],
        budgets=entry.budgets,
        glyphs=secret.derive("glyphs"),
        noise=secret.derive("noise"),
        whole_budget=whole_budget,
        renamed=renamed,
        unused=unused,
    )


def move(images: Tensor, generator: torch.Generator) -> Tensor:
    """Move every image, as it is kept, by up to two pixels each way, and never by none at all."""
    width = 2 * MAX_SHIFT + 1
    choice = torch.randint(0, width * width - 1, (len(images),), generator=generator)
    choice += choice >= width * width // 2  # leaves out the one in the middle, which moves nothing
    top, left = choice // width, choice % width
    padded = torch.nn.functional.pad(images.view(-1, *IMAGE_SHAPE), [MAX_SHIFT] * 4)
    number, channel = torch.arange(len(images)).view(-1, 1, 1, 1), torch.arange(CHANNELS)
    rows = (top[:, None] + torch.arange(ROWS)).view(-1, 1, ROWS, 1)
    columns = (left[:, None] + torch.arange(COLUMNS)).view(-1, 1, 1, COLUMNS)
    return as_kept(padded[number, channel.view(-1, 1, 1), rows, columns])
