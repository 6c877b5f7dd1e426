"""The exam: renamed classes, moved images, several attempts."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from autograder.datasets.catalogue import Data, Digits
from autograder.grading.exam import Exam, ExamRun, make_exam, move
from autograder.grading.secret import Secret
from autograder.rubric.grading_file import Exam as ExamEntry
from autograder.rubric.grading_file import Training

TRAINING = Training(epochs=2, batch_size=32, learning_rate=0.001, threshold=0.9)
ENTRY = ExamEntry(
    measured="for a test",
    training_images=60,
    hidden_images=30,
    q2=TRAINING,
    q4=TRAINING,
    q6=TRAINING,
)


@pytest.fixture
def data() -> Data:
    """Digits that carry their label in the brightness of one pixel in the middle."""
    parts = []
    for count in (100, 50):
        labels = torch.arange(count) % 10
        images = torch.zeros(count, 28, 28, dtype=torch.uint8)
        images[:, 14, 14] = (10 + labels).byte()
        parts.append(Digits(images, labels))
    return Data("made up", *parts)


def test_every_image_is_moved_and_by_two_pixels_at_most() -> None:
    images = torch.zeros(2000, 28, 28, dtype=torch.uint8)
    images[:, 14, 14] = 200
    moved = move(images, torch.Generator().manual_seed(0))
    places = {tuple((image == 200).nonzero()[0].tolist()) for image in moved}
    assert (moved.sum((1, 2)) == 200).all()
    assert places == {(y, x) for y in range(12, 17) for x in range(12, 17)} - {(14, 14)}


def test_classes_are_renamed_alike_for_training_and_exam(data: Data) -> None:
    exam = make_exam(data, ENTRY, Secret(b"5"))
    names = {}
    hidden = (exam.hidden_images.flatten(1).max(1).values * 255).round().long() - 10
    for image, label in zip(exam.images, exam.labels, strict=True):
        names.setdefault(int(image.max()) - 10, set()).add(int(label))
    for digit, label in zip(hidden.tolist(), exam.hidden_labels.tolist(), strict=True):
        names[digit].add(label)
    assert all(len(labels) == 1 for labels in names.values())
    assert sorted(next(iter(labels)) for labels in names.values()) == list(range(10))
    assert any(labels != {digit} for digit, labels in names.items())


def test_the_same_seed_gives_the_same_exam_and_another_seed_another(data: Data) -> None:
    first, again, other = (make_exam(data, ENTRY, Secret(one)) for one in (b"1", b"1", b"2"))
    assert torch.equal(first.images, again.images) and torch.equal(first.labels, again.labels)
    assert torch.equal(first.hidden_images, again.hidden_images)
    assert not torch.equal(first.hidden_labels, other.hidden_labels)


class _Student:
    """Stands in for a submission whose `train` makes a network that returns what it is told to.

    `answers` are functions of the right output, one for each attempt.
    """

    def __init__(self, exam: Exam, *answers: Callable[[Tensor], Tensor]) -> None:
        self.right = torch.nn.functional.one_hot(exam.hidden_labels, 10).float()
        self.answers = answers
        self.attempts = 0
        self.result = [[1.0], [1.0]]  # costs, for training and for validation

    def witness(self, *sizes: int, **options: object) -> None:
        return None

    def train(self, *data: object, **options: object) -> "_Student":
        self.attempts += 1
        return self

    def log_prob(self, images: Tensor) -> Tensor:
        return self.answers[self.attempts - 1](self.right)


def _good(right: Tensor) -> Tensor:
    return right


@pytest.mark.parametrize(
    ("answer", "accuracy"),
    [
        (_good, 1.0),
        (lambda right: right[:, :9], 0.0),
        (lambda right: right[:-1], 0.0),
        (lambda right: right.roll(1, 1), 0.0),
    ],
)
def test_outputs_of_the_wrong_shape_score_nothing(
    data: Data, answer: Callable[[Tensor], Tensor], accuracy: float
) -> None:
    exam = make_exam(data, ENTRY, Secret(b"1"))
    sitting = ExamRun(exam, "q4", _Student(exam, answer, answer, answer))
    assert sitting.accuracy == accuracy
    assert len(sitting.log_prob) in (0, len(exam.hidden_labels))


def test_not_a_number_is_no_answer(data: Data) -> None:
    exam = make_exam(data, ENTRY, Secret(b"1"))
    sitting = ExamRun(exam, "q4", _Student(exam, *[lambda right: right * torch.nan] * 3))
    assert sitting.accuracy < 0.5


@pytest.mark.parametrize(
    ("lucky", "passed", "attempts"), [(1, True, 1), (3, True, 3), (4, False, 3)]
)
def test_an_unlucky_start_gets_three_attempts_and_a_lucky_one_needs_one(
    data: Data, lucky: int, passed: bool, attempts: int
) -> None:
    exam = make_exam(data, ENTRY, Secret(b"1"))
    answers = [_good if number == lucky else torch.zeros_like for number in (1, 2, 3)]
    student = _Student(exam, *answers)
    sitting = ExamRun(exam, "q4", student)
    assert (sitting.accuracy >= sitting.threshold) == passed
    assert torch.equal(sitting.log_prob, student.right) == passed
    assert student.attempts == attempts


class _Network:
    """Stands in for a student's network that gets everything right after some epochs."""

    def __init__(self, exam: Exam, learns_after: int, log: list[str]) -> None:
        self.right = torch.nn.functional.one_hot(exam.hidden_labels, 10).float()
        self.learns_after, self.log, self.epochs = learns_after, log, 0

    def fit(self, *data: object) -> None:
        self.epochs += 1
        self.log.append(f"epoch {self.epochs}")

    def graph(self) -> "_Network":
        return self

    def run(self, images: Tensor) -> Tensor:
        return self.right if self.epochs >= self.learns_after else torch.zeros_like(self.right)


@pytest.mark.parametrize(
    ("learns_after", "log"),
    [
        (1, ["epoch 1"]),
        (TRAINING.epochs, ["epoch 1", "epoch 2"]),
        (TRAINING.epochs + 1, ["epoch 1", "epoch 2"] * 3),
    ],
)
def test_a_good_network_stops_early_and_a_weak_one_gets_the_whole_budget(
    data: Data, learns_after: int, log: list[str]
) -> None:
    exam = make_exam(data, ENTRY, Secret(b"1"))
    done: list[str] = []

    class Student:
        def network(self, name: str) -> _Network:
            return _Network(exam, learns_after, done)

    sitting = ExamRun(exam, "q2", Student())
    assert (sitting.accuracy >= sitting.threshold) == (learns_after <= TRAINING.epochs)
    assert done == log


def test_a_budget_larger_than_the_data_takes_all_of_them(data: Data) -> None:
    large = ENTRY.model_copy(update={"training_images": 10**6, "hidden_images": 10**6})
    exam = make_exam(data, large, Secret(b"1"))
    assert (len(exam.images), len(exam.hidden_images)) == (100, 50)
