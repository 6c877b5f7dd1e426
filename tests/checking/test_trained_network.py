"""What a network of a student's computes, its grader computes on the bench."""

from typing import Any

import pytest
import torch
from torch import Tensor, nn

from autograder.checking.graded_submission import GradedSubmission
from autograder.checking.submission import Submission
from autograder.network.bench.client import Bench
from autograder.network.bench.tasks import Tasks
from autograder.probing.graded import GradedProbes
from autograder.probing.hints.catalogue import ENGLISH
from autograder.probing.student_error import StudentError
from support.styles import Written, functional, layers

IMAGES = torch.rand(64, 1, 28, 28, generator=torch.Generator().manual_seed(1))
LABELS = torch.arange(64) % 10


class Run:
    """A network in this process, as a student's own folder and as a grader see it."""

    def __init__(self, network: nn.Module) -> None:
        self.probed: list[str] = []
        self.tasks: list[str] = []
        probes, tasks = GradedProbes({"MLP": lambda: network}.__getitem__), Tasks()

        def call(probe: str, arguments: dict[str, Any], answer: Any = None) -> Any:
            self.probed.append(probe)
            return probes.run(probe, arguments, 0, answer)

        def do(task: str, arguments: dict[str, Any]) -> Any:
            self.tasks.append(task)
            return tasks.do(task, arguments)

        self.home = Submission(call)
        self.graded = GradedSubmission(call, bench=Bench(do))


@pytest.fixture(autouse=True)
def _seeded() -> None:
    torch.manual_seed(0)


def test_outputs_layers_and_learning_are_computed_on_the_bench() -> None:
    run = Run(Written(functional, **layers()))
    network = run.graded.network("MLP")
    network(IMAGES[:7])
    network.learning(IMAGES, LABELS)
    network.layers()
    assert run.tasks == ["admit", "run_batch", "admit", "learn", "layers"]
    assert set(run.probed) == {"build", "graph", "recordings"}  # nothing is run on its own side


def test_the_output_is_that_of_the_network_at_home_and_on_the_bench() -> None:
    made = Written(functional, **layers())
    run = Run(made)
    for images in (IMAGES[:1], IMAGES[:7], IMAGES):
        with torch.no_grad():
            expected = made.eval()(images)
        for submission in (run.home, run.graded):
            assert torch.allclose(submission.network("MLP")(images), expected, atol=1e-5)


def test_each_batch_is_recorded_once_for_a_network() -> None:
    run = Run(Written(functional, **layers()))
    network = run.home.network("MLP")
    for image in IMAGES[:5]:
        network(image[None])
    assert run.probed == ["build", "graph"]


def darker(net: nn.Module, images: Tensor) -> Tensor:
    images -= 0.5
    return functional(net, images)


def test_a_network_that_changes_images_in_place_does_not_change_those_of_a_check() -> None:
    run = Run(Written(darker, **layers()))
    for submission in (run.home, run.graded):
        images = IMAGES.clone()
        submission.network("MLP")(images)
        assert torch.equal(images, IMAGES)


def squeezed(net: nn.Module, images: Tensor) -> Tensor:
    return functional(net, images).squeeze()


def test_an_output_of_another_shape_comes_as_it_is() -> None:
    run = Run(Written(squeezed, **layers()))
    for submission in (run.home, run.graded):
        assert submission.network("MLP")(IMAGES[:1]).shape == (10,)


def as_labels(net: nn.Module, images: Tensor) -> Tensor:
    return functional(net, images).argmax(1)


def test_an_output_of_integers_is_named() -> None:
    run = Run(Written(as_labels, **layers()))
    for submission in (run.home, run.graded):
        with pytest.raises(StudentError, match=r"MLP returned torch.int64; expected torch.float32"):
            submission.network("MLP")(IMAGES)


def idle(net: nn.Module, images: Tensor) -> Tensor:
    return (images.flatten(1)[:, :10] * 0 + net.output.bias).log_softmax(1)


def test_the_trouble_of_a_network_that_learns_nothing_is_the_same_at_home() -> None:
    run = Run(Written(idle, **layers()))
    message = [
        one.network("MLP").learning_trouble(IMAGES, LABELS) for one in (run.home, run.graded)
    ]
    assert message[0] == message[1]
    assert message[0] is not None
    assert ENGLISH.words(message[0]).startswith("MLP does not learn by its registered parameters")
