"""q4's exam: glyphs new in each attempt, weights measured outside, several attempts."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from autograder.checking.answers import KnownNetwork
from autograder.grading.exam import Exam, ExamRun
from autograder.grading.exam_q4 import train_on_glyphs
from autograder.grading.secret import Secret
from autograder.rubric.grading_file import Budget

BUDGET = Budget(epochs=3, batch_size=32, learning_rate=0.01, threshold=0.9)
KEY = Secret(b"1")
NOTHING = torch.empty(0)
EXAM = Exam(NOTHING, NOTHING, NOTHING, NOTHING, {"q4": BUDGET}, KEY, KEY)


class _Student:
    """Stands in for a submission whose `train` makes a network that returns what it is told to.

    `answers` are functions of the right output, one for each attempt. It sees through the wall:
    `right` is the right output for images.
    """

    def __init__(self, *answers: Callable[[Tensor], Tensor]) -> None:
        self.answers = answers
        self.given: list[tuple[Tensor, Tensor]] = []
        self.options: dict[str, object] = {}
        self.result = [[1.0], [0.5]]  # costs, for training and for validation

    def known_network(self, *sizes: int, **options: object) -> None:
        return None

    def train(
        self,
        network: None,
        training: tuple[Tensor, Tensor],
        validation: tuple[Tensor, Tensor],
        **options: object,
    ) -> "_Student":
        self.given.append(training)
        self.options = options
        return self

    def log_prob(self, images: Tensor) -> Tensor:
        centres = self._near(images)
        return self.answers[len(self.given) - 1](centres)

    def _near(self, images: Tensor) -> Tensor:
        """Tell classes by the nearest training image, which is right nearly always."""
        known, labels = self.given[-1]
        distances = torch.cdist(images.flatten(1), known.flatten(1).float() / 255)
        return torch.nn.functional.one_hot(labels[distances.argmin(1)], 10).float()


def _good(right: Tensor) -> Tensor:
    return right


@pytest.mark.parametrize(
    ("lucky", "passed", "attempts"), [(1, True, 1), (3, True, 3), (4, False, 3)]
)
def test_an_unlucky_start_gets_three_attempts_and_a_lucky_one_needs_one(
    lucky: int, passed: bool, attempts: int
) -> None:
    answers = [_good if number == lucky else torch.zeros_like for number in (1, 2, 3)]
    student = _Student(*answers)
    run = ExamRun(EXAM, "q4", student)
    assert (run.accuracy >= run.threshold) == passed
    assert len(student.given) == attempts
    assert run.best.costs == [[1.0], [0.5]]


def test_every_attempt_has_classes_of_its_own() -> None:
    student = _Student(*[torch.zeros_like] * 3)
    assert ExamRun(EXAM, "q4", student).accuracy < 0.2
    (first, _), (second, _), (third, _) = student.given
    assert not torch.equal(first, second) and not torch.equal(second, third)


def test_train_gets_1437_images_and_the_budget() -> None:
    student = _Student(_good)
    train_on_glyphs(student, BUDGET, KEY)
    images, labels = student.given[0]
    assert images.shape == (1437, 28, 28) and labels.shape == (1437,)
    assert student.options == {"epochs": 3, "batch_size": 32, "learning_rate": 0.01}


def test_accuracy_is_that_of_the_weights_that_came_back() -> None:
    class Student(_Student):
        def log_prob(self, images: Tensor) -> Tensor:
            assert images.shape == (1000, 1, 28, 28)
            known, _ = self.given[-1]
            distances = torch.cdist(images.flatten(1), known.flatten(1).float() / 255)
            near = known[distances.argmin(1)]
            assert not (near.flatten(1).float() / 255 == images.flatten(1)).all(1).any()
            return super().log_prob(images)

    student = Student(lambda right: right.roll(1, 1))
    assert train_on_glyphs(student, BUDGET, KEY).accuracy < 0.05


def test_weights_for_another_network_are_worth_a_guess() -> None:
    generator = torch.Generator().manual_seed(1)
    weights = [(torch.randn(10, 784, generator=generator), torch.zeros(10))]

    class Student(_Student):
        def log_prob(self, images: Tensor) -> Tensor:
            return KnownNetwork(weights).log_prob(images)

    assert train_on_glyphs(Student(), BUDGET, KEY).accuracy < 0.4


def test_the_glyphs_of_an_attempt_are_drawn_once_for_all_submissions_of_a_run() -> None:
    one, another = _Student(_good), _Student(_good)
    train_on_glyphs(one, BUDGET, KEY)
    train_on_glyphs(another, BUDGET, KEY)
    assert one.given[0][0] is another.given[0][0]
