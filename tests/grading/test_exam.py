"""The exam: renamed classes, moved images, several attempts."""

import pytest
import torch
from torch import Tensor

from autograder.datasets.catalogue import Data, Digits
from autograder.grading.exam import Exam, ExamRun, make_exam, move
from autograder.grading.secret import Secret
from autograder.rubric.grading_file import Budget, ExamEntry

TRAINING = Budget(epochs=2, batch_size=32, learning_rate=0.001, threshold=0.9)
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


class _Network:
    """Stands in for a student's network in training that gets everything right in the end."""

    def __init__(self, exam: Exam, learns_after: int, log: list[str]) -> None:
        self.right = torch.nn.functional.one_hot(exam.hidden_labels, 10).float()
        self.learns_after, self.log, self.epochs = learns_after, log, 0

    def begin_training(self, *data: object) -> "_Network":
        return self

    def layers(self) -> None:
        pass

    def epoch(self) -> None:
        self.epochs += 1
        self.log.append(f"epoch {self.epochs}")

    def graph(self) -> "_Network":
        return self

    def accuracy_without_layer(self, graph: "_Network", images: Tensor, labels: Tensor) -> float:
        self.log.append("exchanged")
        return 0.125

    def output(self, images: Tensor) -> Tensor:
        return self.right if self.epochs >= self.learns_after else torch.zeros_like(self.right)


@pytest.mark.parametrize(
    ("learns_after", "log"),
    [
        (1, ["epoch 1", "exchanged"]),
        (TRAINING.epochs, ["epoch 1", "epoch 2", "exchanged"]),
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

    run = ExamRun(exam, "q2", Student())
    passes = learns_after <= TRAINING.epochs
    assert (run.accuracy >= run.threshold) == passes
    assert run.accuracy_without_layer == (0.125 if passes else 0.0)
    assert done == log


def test_the_threshold_itself_is_enough(data: Data) -> None:
    exam = make_exam(data, ENTRY, Secret(b"1"))

    class Student:
        def network(self, name: str) -> _Network:
            network = _Network(exam, 1, [])
            network.right[:3] = network.right[:3].roll(1, 1)
            return network

    run = ExamRun(exam, "q2", Student())
    assert (run.accuracy, run.threshold) == (27 / 30, 0.9) and run.accuracy >= run.threshold


def test_a_budget_larger_than_the_data_takes_all_of_them(data: Data) -> None:
    large = ENTRY.model_copy(update={"training_images": 10**6, "hidden_images": 10**6})
    exam = make_exam(data, large, Secret(b"1"))
    assert (len(exam.images), len(exam.hidden_images)) == (100, 50)
