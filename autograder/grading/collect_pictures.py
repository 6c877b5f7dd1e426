"""Collects the picture data of a student's page: graded networks on digits that anyone may see.

The images of the exam are hidden, so they are not shown. In their place the graph that was graded
runs on other digits, not moved, and its outputs get the classes' own names back. A page tells
nothing that helps in another run: classes are renamed anew for each.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from ..datasets.catalogue import Data, Digits
from ..datasets.embedded import Sample
from ..language import marked
from ..network.graph import GraphError, RecordedNetwork, Step
from ..probing.images import IMAGE_SHAPE
from ..probing.questions import NETWORKS
from ..probing.shape import CHANNELS, NUM_CLASSES, NUM_PIXELS
from ..results.picture_data import (
    Costs,
    Operator,
    PictureData,
    PicturedNetwork,
    Weights,
    WrongDigit,
)
from .exam import Attempt, Exam

NUM_SHOWN = 1_000  # digits that a network is shown
ENOUGH = 100  # digits make a picture worth looking at
MAX_OPERATORS, MAX_WRONG, MAX_UNITS, MAX_EPOCHS = 40, 12, 64, 100
FULL = 0.995  # of the weights are drawn as they are, the rest in the fullest colours
MAX_COST = 1e4  # nats; a curve that goes further is cut off there


@dataclass(frozen=True)
class Shown:
    """Digits that anyone may see, what they are, and the class that each digit was renamed to.

    `classes` are the names of the classes, where they have any but their numbers.
    """

    digits: Digits
    source: str
    renamed: Tensor
    classes: tuple[str, ...] = ()


def shown_digits(data: Data, exam: Exam, sample: Sample) -> Shown:
    """Choose digits for the pictures.

    Best are training digits that no network was trained on. The embedded digits leave none; their
    test part is public, and only the moved images of the exam are hidden. Of another dataset the
    test part may be as secret as its owner likes: then the training digits must do.
    """
    unseen = marked("digits that it was not trained on")
    seen = marked("digits of the training data")
    if data.classes:
        unseen, seen = (
            marked("images that it was not trained on"),
            marked("images of the training data"),
        )
    if len(exam.unused) >= ENOUGH:
        chosen = exam.unused[:NUM_SHOWN]
        digits = Digits(data.training.images[chosen], data.training.labels[chosen])
        return Shown(digits, unseen, exam.renamed, data.classes)
    if torch.equal(data.test.images, sample.test_images):
        return Shown(data.test, unseen, exam.renamed, data.classes)
    digits = Digits(data.training.images[:NUM_SHOWN], data.training.labels[:NUM_SHOWN])
    return Shown(digits, seen, exam.renamed, data.classes)


def collect_pictures(best: Mapping[str, Attempt], shown: Shown) -> PictureData:
    """Collect what there is to show of the best attempt at each question."""
    networks: dict[str, PicturedNetwork] = {}
    costs: dict[str, Costs] = {}
    troubled = set()
    for question, attempt in best.items():
        try:
            if attempt.graph is not None:
                networks[question] = _network(
                    NETWORKS[question], attempt.graph, attempt.shown, shown
                )
            if attempt.costs is not None:
                training, validation = attempt.costs
                costs[question] = Costs(_finite(training), _finite(validation))
        except GraphError:
            continue  # the checks say what is wrong with it
        except Exception:  # noqa: BLE001 - a picture is not worth a grade
            troubled.add(question)
    return PictureData(shown.source, networks, costs, frozenset(troubled))


def _network(name: str, graph: RecordedNetwork, output: Tensor, shown: Shown) -> PicturedNetwork:
    images, labels = shown.digits.images, shown.digits.labels
    if output.shape != (len(labels), NUM_CLASSES):
        raise GraphError({"hint": "graph.ten-numbers"})
    output = output[:, shown.renamed].double().nan_to_num(-1e9, 1e9, -1e9)
    predicted = output.argmax(1)
    counts = torch.bincount(labels * NUM_CLASSES + predicted, minlength=NUM_CLASSES**2)
    steps = graph.steps()
    return PicturedNetwork(
        name=name,
        operators=tuple(_operator(step, graph.batch) for step in steps[:MAX_OPERATORS]),
        left_out=max(len(steps) - MAX_OPERATORS, 0),
        num_parameters=graph.num_parameters(),
        confusion=tuple(map(tuple, counts.view(NUM_CLASSES, NUM_CLASSES).tolist())),
        wrong=_wrong_digits(images, labels, output.softmax(1)),
        weights=_first_weights(graph),
        classes=shown.classes,
    )


def _wrong_digits(images: Tensor, labels: Tensor, probabilities: Tensor) -> tuple[WrongDigit, ...]:
    """Return the mistakes that the network is surest of, the surest first."""
    surest, predicted = probabilities.max(1)
    wrong = (predicted != labels).nonzero().flatten()
    order = wrong[surest[wrong].argsort(descending=True, stable=True)][:MAX_WRONG]
    return tuple(
        WrongDigit(
            images[n].reshape(IMAGE_SHAPE).permute(1, 2, 0).numpy().tobytes(),
            int(labels[n]),
            tuple(probabilities[n].tolist()),
        )
        for n in order
    )


def _operator(step: Step, batch: int) -> Operator:
    return Operator(
        step.name, _shape(step.before, batch), _shape(step.after, batch), step.parameters
    )


def _shape(shape: tuple[int, ...], batch: int) -> str:
    sizes = [str(size) for size in shape]
    if shape[:1] == (batch,):
        sizes[0] = "N"
    return " × ".join(sizes)


def _first_weights(graph: RecordedNetwork) -> Weights | None:
    """Return the weights that meet the images first, if they have the form of images."""
    constants = {constant.number: constant.value for constant in graph.constants}
    for number in graph.used:
        images = _as_images(constants[number])
        if images is not None:
            return _scaled(images)
    return None


def _scaled(images: Tensor) -> Weights:
    """Weights as images; a few that stick out would leave the others pale, so they are cut off."""
    left_out = max(len(images) - MAX_UNITS, 0)
    images = images[:MAX_UNITS].double().nan_to_num(0.0, 0.0, 0.0)
    sizes = images.abs().flatten().sort().values
    largest = sizes[round(FULL * (len(sizes) - 1))].item() or sizes[-1].item()
    scaled = (images / largest if largest > 0 else images).clamp(-1, 1)
    values = (scaled * 127).round().to(torch.int8).contiguous()
    units, height, width = values.shape
    return Weights(units, height, width, values.numpy().tobytes(), largest, left_out)


def _as_images(weights: Tensor) -> Tensor | None:
    """Dense weights (units, pixels) or (pixels, units), or a convolution's, as pictures.

    They are (units, rows, columns), the sums over the channels.
    """
    if not weights.is_floating_point() or weights.numel() == 0:
        return None
    if weights.dim() == 4 and weights.shape[1] == CHANNELS and weights.shape[2] > 1:
        return weights.sum(1)
    if weights.dim() == 2 and NUM_PIXELS in weights.shape:
        dense = weights if weights.shape[1] == NUM_PIXELS else weights.T
        return dense.reshape(-1, *IMAGE_SHAPE).sum(1)
    return None


def _finite(costs: list[float]) -> tuple[float, ...]:
    """Costs as a curve can show them."""
    finite = (cost if math.isfinite(cost) else math.nan for cost in costs[:MAX_EPOCHS])
    return tuple(max(min(cost, MAX_COST), -MAX_COST) if cost == cost else cost for cost in finite)
