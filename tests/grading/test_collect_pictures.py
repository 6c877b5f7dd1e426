"""What is kept for the pictures: the graded network on public digits, under the classes' names."""

import math
import pickle
from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from autograder.datasets.catalogue import Data, Digits, load
from autograder.datasets.embedded import Sample, load_sample
from autograder.grading.collect_pictures import (
    MAX_EPOCHS,
    MAX_WRONG,
    Shown,
    collect_pictures,
    shown_digits,
)
from autograder.grading.exam import Attempt, Exam, make_exam
from autograder.grading.secret import Secret
from autograder.network.graph import Graph
from autograder.probing.tracing import trace
from autograder.project import EMBEDDED_DIGITS
from autograder.results.picture_data import PictureData
from autograder.rubric.rubric import Rubric
from support.styles import STYLES

BATCH = 8
RENAMED = torch.tensor([3, 1, 4, 0, 5, 9, 2, 6, 8, 7])


def dotted(digits: Tensor) -> Tensor:
    """Images (N, 28, 28) of which one pixel alone tells the digit."""
    images = torch.zeros(len(digits), 784, dtype=torch.uint8)
    images[torch.arange(len(digits)), digits] = 255
    return images.view(-1, 28, 28)


def knowing(renamed: Tensor) -> nn.Module:
    """A network that knows dotted digits by the classes they were renamed to."""
    layer = nn.Linear(784, 10)
    with torch.no_grad():
        layer.weight.zero_()
        layer.bias.zero_()
        layer.weight[renamed, torch.arange(10)] = 9.0
    return nn.Sequential(nn.Flatten(), layer, nn.LogSoftmax(1))


def graph_of(network: nn.Module) -> Graph:
    return Graph.from_plain(trace(network.eval(), torch.rand(BATCH, 1, 28, 28)))


def shown(digits: Tensor, labels: Tensor | None = None) -> Shown:
    return Shown(Digits(dotted(digits), digits if labels is None else labels), "digits", RENAMED)


def attempt(network: nn.Module) -> Attempt:
    return Attempt(0.9, torch.empty(0, 10), graph_of(network))


def collected(best: dict[str, Attempt], shown: Shown) -> PictureData:
    """Collect pictures of attempts whose networks have run on what is shown."""
    images = shown.digits.images.unsqueeze(1).float() / 255
    return collect_pictures(
        {
            question: one if one.graph is None else one._replace(shown=one.graph.run(images))
            for question, one in best.items()
        },
        shown,
    )


def test_classes_have_their_own_names_again() -> None:
    digits = torch.arange(10).repeat(3)
    network = collected({"q2": attempt(knowing(RENAMED))}, shown(digits)).networks["q2"]
    assert network.confusion == tuple(tuple(3 * (a == b) for b in range(10)) for a in range(10))
    assert (network.num_right, network.num_digits, network.wrong) == (30, 30, ())


def test_the_surest_mistakes_are_kept_with_their_probabilities() -> None:
    digits = torch.arange(10).repeat(3)
    labels = (digits + 1) % 10  # it takes every digit for the one before
    network = collected({"q2": attempt(knowing(RENAMED))}, shown(digits, labels)).networks["q2"]
    assert network.num_right == 0
    assert len(network.wrong) == MAX_WRONG
    for one in network.wrong:
        assert max(range(10), key=one.probabilities.__getitem__) == (one.digit - 1) % 10
        assert sum(one.probabilities) == pytest.approx(1)
        assert one.pixels == dotted(torch.tensor([(one.digit - 1) % 10])).numpy().tobytes()
    surest = [max(one.probabilities) for one in network.wrong]
    assert surest == sorted(surest, reverse=True)


def test_operators_tell_shapes_and_each_parameter_once() -> None:
    network = nn.Sequential(nn.Flatten(), nn.Linear(784, 12), nn.ReLU(), nn.Linear(12, 10))
    kept = collected({"q2": attempt(network)}, shown(torch.arange(10))).networks["q2"]
    assert kept.num_parameters == sum(one.parameters for one in kept.operators) == 9550
    assert kept.operators[0].before == "N × 1 × 28 × 28"
    assert kept.operators[-1].after == "N × 10"


@pytest.mark.parametrize("style", STYLES)
def test_a_network_of_any_style_can_be_shown(style: str) -> None:
    torch.manual_seed(1)
    picture_data = collected({"q2": attempt(STYLES[style]())}, shown(torch.arange(10).repeat(2)))
    network = picture_data.networks["q2"]
    assert network.num_digits == 20
    assert sum(one.parameters for one in network.operators) <= network.num_parameters
    assert pickle.loads(pickle.dumps(picture_data)) == picture_data


def test_the_first_weights_are_those_of_the_units_whatever_way_they_lie() -> None:
    dense = nn.Sequential(nn.Flatten(), nn.Linear(784, 12), nn.ReLU(), nn.Linear(12, 10))
    convolution = nn.Sequential(nn.Conv2d(1, 6, 5), nn.Flatten(), nn.Linear(6 * 24 * 24, 10))
    for network, form in ((dense, (12, 28, 28)), (convolution, (6, 5, 5))):
        kept = collected({"q2": attempt(network)}, shown(torch.arange(10))).networks["q2"].weights
        assert kept is not None
        assert (kept.units, kept.height, kept.width) == form
        weights = next(network.parameters()).detach().flatten() / kept.largest
        drawn = torch.frombuffer(bytearray(kept.values), dtype=torch.int8) / 127
        assert torch.allclose(drawn, weights.clamp(-1, 1), atol=0.01)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 1e38])
def test_weights_that_are_no_numbers_can_be_shown(value: float) -> None:
    network = knowing(RENAMED)
    with torch.no_grad():
        next(network.parameters())[:, 5] = value
    picture_data = collected({"q2": attempt(network)}, shown(torch.arange(10)))
    assert picture_data.troubled == frozenset()
    assert picture_data.networks["q2"].num_digits == 10
    assert all(odds == odds for o in picture_data.networks["q2"].wrong for odds in o.probabilities)


def test_costs_are_kept_as_a_curve_can_show_them() -> None:
    costs = [[1.0, math.inf, math.nan, 1e300, -1e300], [0.5] * 10_000]
    kept = collected({"q4": Attempt(0.9, torch.empty(0, 10), None, costs)}, shown(torch.arange(10)))
    training, validation = kept.costs["q4"].training, kept.costs["q4"].validation
    assert training[0] == 1.0
    assert math.isnan(training[1]) and math.isnan(training[2])
    assert training[3] == -training[4] < 1e9
    assert len(validation) == MAX_EPOCHS


def test_a_network_that_does_not_run_is_left_to_the_checks() -> None:
    five = nn.Sequential(nn.Flatten(), nn.Linear(784, 5))
    picture_data = collected({"q2": attempt(five)}, shown(torch.arange(10)))
    assert (picture_data.networks, picture_data.troubled) == ({}, frozenset())


def test_trouble_of_our_own_is_told_and_breaks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(graph: Graph) -> None:
        raise RuntimeError("of ours")

    monkeypatch.setattr("autograder.grading.collect_pictures._first_weights", broken)
    costs = Attempt(0.9, torch.empty(0, 10), None, [[1.0], [0.5]])
    best = {"q2": attempt(knowing(RENAMED)), "q4": costs}
    picture_data = collected(best, shown(torch.arange(10)))
    assert picture_data.troubled == {"q2"}
    assert list(picture_data.costs) == ["q4"]


# Which digits are shown


def data(name: str, training: int, test: int) -> Data:
    def part(size: int, start: int) -> Digits:
        images = torch.arange(start, start + size).view(-1, 1, 1).expand(size, 28, 28) % 251
        return Digits(images.to(torch.uint8), torch.arange(size) % 10)

    return Data(name, part(training, 0), part(test, 100))


def other_sample() -> Sample:
    nothing = torch.zeros(3, 28, 28, dtype=torch.uint8)
    return Sample(nothing, torch.zeros(3).long(), nothing, torch.zeros(3).long())


def exam_of(rubric: Rubric, digits: Data, training: int) -> Exam:
    entry = rubric.exams["sample"].model_copy(update={"training_images": training})
    return make_exam(digits, entry, Secret(b"4"))


def test_best_are_training_digits_that_no_network_was_trained_on(rubric: Any) -> None:
    digits = data("mnist", 250, 90)
    exam = exam_of(rubric, digits, 100)
    chosen = shown_digits(digits, exam, other_sample())
    assert len(chosen.digits) == 150
    assert torch.equal(chosen.digits.images, digits.training.images[exam.unused])
    assert "not trained on" in chosen.source


def test_the_embedded_test_digits_are_public(rubric: Any) -> None:
    digits = data("sample", 200, 90)
    exam = exam_of(rubric, digits, 200)
    embedded = replace_test(other_sample(), digits)
    assert shown_digits(digits, exam, embedded).digits is digits.test


def test_the_test_digits_of_another_dataset_are_never_shown(rubric: Any) -> None:
    digits = data("sample", 200, 90)  # a folder may have any name
    chosen = shown_digits(digits, exam_of(rubric, digits, 200), other_sample())
    assert torch.equal(chosen.digits.images, digits.training.images)
    assert "training data" in chosen.source


def test_no_hidden_image_is_among_those_shown(rubric: Any) -> None:
    sample = load_sample(EMBEDDED_DIGITS)
    digits = load("sample")
    exam = make_exam(digits, rubric.exams["sample"], Secret(b"4"))
    chosen = shown_digits(digits, exam, sample).digits.images
    hidden = {image.numpy().tobytes() for image in (exam.hidden_images * 255).round().byte()}
    assert len(chosen) == 360
    assert not hidden & {image.numpy().tobytes() for image in chosen}


def test_keeping_what_is_unused_changes_no_exam(rubric: Any) -> None:
    digits = data("mnist", 250, 90)
    exam = exam_of(rubric, digits, 100)
    secret = Secret(b"4")
    renamed = torch.randperm(10, generator=secret.generator("classes"))
    training = torch.randperm(250, generator=secret.generator("training images"))[:100]
    assert torch.equal(exam.renamed, renamed)
    assert torch.equal(exam.labels, renamed[digits.training.labels[training]])
    assert not set(exam.unused.tolist()) & set(training.tolist())
    assert replace(exam, whole_budget=True).unused is exam.unused


def replace_test(sample: Sample, digits: Data) -> Sample:
    return sample._replace(test_images=digits.test.images, test_labels=digits.test.labels)
