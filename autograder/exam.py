"""The hidden part of an accuracy check: renamed classes, moved images, and a threshold.

The classes are renamed by a secret permutation, for training and for the exam alike, and every
image is moved by a pixel or two. So weights trained elsewhere, and answers known by heart, are
worth no more than a guess. The hidden images and their labels stay with the grader.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from .datasets import Data
from .grading_file import Exam as ExamEntry
from .grading_file import Training
from .graph import GraphError
from .submission import Submission

MAX_SHIFT = 2  # pixels
ATTEMPTS = 3
NETWORKS = {"q2": "MLP", "q6": "CNN"}
NUM_HIDDEN = 48  # of the grader's network, for q4
NUM_VALIDATION = 200


@dataclass(frozen=True)
class Exam:
    """Data and budget for the questions that are graded by accuracy.

    `images` (uint8 (N, 28, 28)) and `labels` (int64 (N,)) are for training; `hidden_images`
    (float32 (M, 1, 28, 28)) and `hidden_labels` never leave the grader. `budgets` are keyed by
    question: epochs, batch_size, learning_rate and threshold (a fraction).
    """

    images: Tensor
    labels: Tensor
    hidden_images: Tensor
    hidden_labels: Tensor
    budgets: dict[str, Training]

    def threshold(self, question: str) -> float:
        """The accuracy that a question asks for."""
        return self.budgets[question].threshold

    def take(self, submission: Submission, question: str, attempts: int = ATTEMPTS) -> float:
        """Return the accuracy that a submission reaches on the hidden images, for q2, q4 or q6.

        Weights start at random, and now and then a correct network starts badly. So there are
        several attempts, each from new weights, until one reaches the threshold; the best counts.
        """
        best = 0.0
        for _ in range(attempts):
            if question == "q4":
                accuracy = self._trained_by_student(submission)
            else:
                accuracy = self._trained_by_grader(submission, question)
            best = max(best, accuracy)
            if best >= self.budgets[question].threshold:
                break
        return best

    def _trained_by_grader(self, submission: Submission, question: str) -> float:
        """Train a student's network epoch by epoch, until it passes or the budget is spent."""
        budget = self.budgets[question]
        network = submission.network(NETWORKS[question])
        best = 0.0
        for _ in range(budget.epochs):
            network.fit(self.images, self.labels, budget.batch_size, budget.learning_rate)
            best = max(best, self.accuracy(network.graph().run))
            if best >= budget.threshold:
                break
        return best

    def _trained_by_student(self, submission: Submission) -> float:
        """Let the student's `train` train a network of the grader's."""
        budget = self.budgets["q4"]
        options = {"epochs": budget.epochs, "batch_size": budget.batch_size}
        outcome = submission.train(
            submission.witness(784, NUM_HIDDEN, 10, record=False),
            (self.images, self.labels),
            (self.images[:NUM_VALIDATION], self.labels[:NUM_VALIDATION]),
            learning_rate=budget.learning_rate,
            **options,
        )
        return self.accuracy(outcome.log_prob)

    def accuracy(self, predict: Callable[[Tensor], Tensor]) -> float:
        """The fraction of hidden images whose largest output is at their label."""
        try:
            output = predict(self.hidden_images)
        except GraphError:
            return 0.0
        if output.shape != (len(self.hidden_labels), 10):
            return 0.0
        return (output.argmax(1) == self.hidden_labels).float().mean().item()


def make_exam(data: Data, entry: ExamEntry, seed: int) -> Exam:
    """Prepare an exam from a dataset; the same seed gives the same exam."""
    generator = torch.Generator().manual_seed(seed)
    renamed = torch.randperm(10, generator=generator)
    training = torch.randperm(len(data.training), generator=generator)[: entry.training_images]
    hidden = torch.randperm(len(data.test), generator=generator)[: entry.hidden_images]
    return Exam(
        images=move(data.training.images[training], generator),
        labels=renamed[data.training.labels[training]],
        hidden_images=move(data.test.images[hidden], generator).unsqueeze(1).float() / 255,
        hidden_labels=renamed[data.test.labels[hidden]],
        budgets={"q2": entry.q2, "q4": entry.q4, "q6": entry.q6},
    )


def move(images: Tensor, generator: torch.Generator) -> Tensor:
    """Move every image (N, 28, 28) by up to two pixels each way, and never by none at all."""
    size = images.shape[-1]
    width = 2 * MAX_SHIFT + 1
    choice = torch.randint(0, width * width - 1, (len(images),), generator=generator)
    choice += choice >= width * width // 2  # leaves out the one in the middle, which moves nothing
    top, left = choice // width, choice % width
    padded = torch.nn.functional.pad(images, [MAX_SHIFT] * 4)
    rows = (top[:, None] + torch.arange(size))[:, :, None]
    columns = (left[:, None] + torch.arange(size))[:, None, :]
    return padded[torch.arange(len(images))[:, None, None], rows, columns]
