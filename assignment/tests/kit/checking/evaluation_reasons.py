"""What wrong numbers of evaluate and accuracy come of, as fields of a hint of q5's."""

from collections.abc import Iterator, Sequence
from typing import Any

from torch import Tensor
from torch.nn.functional import cross_entropy

FLOAT32 = 1e-4  # how far a number summed up in float32 may be off; a mistake is farther
THRESHOLDS = 0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 0.95, 0.99  # of a probability

Fields = dict[str, Any]


def near(found: float, expected: float) -> bool:
    """Say whether two numbers of a measurement are the same but for float32."""
    return abs(found - expected) < FLOAT32


def accuracy_reason(
    submission: Any,
    network: Any,
    images: Tensor,
    labels: Tensor,
    result: tuple[float, float],
    many: tuple[Tensor, Tensor],
) -> Fields:
    """Return the mistake behind an accuracy of evaluate's, which is in `result` beside its cost.

    The accuracy of `many` images tells more than that of few, which fits several mistakes.
    """
    cost, found = result
    log_prob, count = network.log_prob(images), len(labels)
    right = (log_prob.argmax(1) == labels).sum().item()
    known = {
        "q5.cost-for-accuracy": network.cost(images, labels),
        "q5.wrong-ones-counted": 1 - right / count,
        "q5.number-not-fraction": right,
        "q5.per-cent": 100 * right / count,
    }
    for hint, value in known.items():
        if near(found, value) and count > 1:  # of one image several are 0 or 1
            return {"because": hint}
    again = submission.evaluate(network, images, labels)
    if again.moved(network):
        return {"because": "q5.weights-moved"}
    if not near(again.result[0], cost) or not near(again.result[1], found):
        return {"because": "all.remembers"}
    if count == 1:
        return {"because": "q5.single-image"}
    if submission.rounds("evaluate", network, images, labels):
        return {"because": "all.rounded"}
    if near(found, right % 256 / count):
        return {"because": "q5.counted-in-a-byte"}
    if batches := network.batches_reason([cost], images, labels):
        return dict(batches)
    of_many = submission.evaluate(network, *many).result[1:]
    if cost and (batches := network.batches_reason(of_many, *many)):
        return dict(batches)
    divisor = round(right / found) if abs(found) > 1e-6 else right
    if divisor != right and near(right / found, divisor):
        _, all_right = submission.evaluate(network, images, log_prob.argmax(1)).result
        if near(all_right, count / divisor):
            return {"because": "q5.divisor", "divisor": divisor}
    for hint, value in _counted_otherwise(log_prob, labels):
        if near(found, value):
            return {"because": hint}
    return _counted_reason(submission, network, images, result)


def _counted_reason(
    submission: Any, network: Any, images: Tensor, result: tuple[float, float]
) -> Fields:
    """Return what evaluate counts in place of right predictions, as other labels show."""
    cost, found = result
    log_prob = network.log_prob(images)
    predicted = log_prob.argmax(1)
    _, all_right = submission.evaluate(network, images, predicted).result
    _, least = submission.evaluate(network, images, log_prob.argmin(1)).result
    if near(least, 1) and not near(all_right, 1):
        return {"because": "q5.least-likely"}
    if found == 0 and near(all_right, 1):
        return {"because": "q5.whole-number"}
    surer = network.surer()
    probability = surer.log_prob(images).max(1).values.exp()
    _, counted = submission.evaluate(surer, images, predicted).result
    for threshold in THRESHOLDS:
        over = (probability > threshold).float().mean().item()
        if 0 < over < 1 and near(counted, over):
            return {"because": "q5.threshold", "threshold": threshold}
    of_first = predicted.argmin()[None]  # an image of the first class that is predicted
    _, single = submission.evaluate(network, images[of_first], predicted[of_first]).result
    if found == all_right == least == single == 0 != cost:
        return {"because": "q5.no-hit-counted"}
    if found and near(found, all_right) and near(found, least):
        return {"because": "q5.same-for-other-labels"}
    return {"because": "q5.which-digit" if cost else "q5.short-batch-dropped"}


def _counted_otherwise(log_prob: Tensor, labels: Tensor) -> Iterator[tuple[str, float]]:
    """Yield what comes of other ways to count, by the hints that name them."""
    hits = log_prob.argmax(1) == labels
    of_classes = [hits[labels == one].float().mean().item() for one in set(labels.tolist())]
    two = log_prob.topk(2).indices == labels[:, None]
    yield "q5.two-likeliest", two.any(1).float().mean().item()
    yield "q5.zeros-never-right", (hits & (labels != 0)).float().mean().item()
    yield "q5.mean-of-classes", sum(of_classes) / len(of_classes)
    yield "q5.mean-of-classes", sum(of_classes) / log_prob.shape[1]


def alone_reason(
    submission: Any, network: Any, images: Tensor, labels: Tensor, found: float
) -> Fields:
    """Return the mistake behind an accuracy of accuracy's, where evaluate is right."""
    again = submission.accuracy(network, images, labels).result
    if not near(again, found):
        return {"because": "all.remembers"}
    if len(labels) > 1:
        if near(found, network.cost(images, labels)):
            return {"because": "q5.accuracy-is-the-cost"}
        rounded = submission.rounds("accuracy", network, images, labels)
        return {"because": "all.rounded" if rounded else "q5.same-as-evaluate"}
    others = (labels + 1) % submission.num_classes
    same = near(submission.accuracy(network, images, others).result, found)
    return {"because": "q5.same-for-other-labels" if found and same else "q5.single-image"}


def measured_cost_reason(
    submission: Any, outcome: Any, network: Any, images: Tensor, labels: Tensor
) -> Fields:
    """Return the mistake behind a cost of evaluate's; {} if it is not known."""
    found, _ = outcome.result
    if outcome.moved(network):
        return {"because": "q5.weights-moved"}
    batches: Fields = network.batches_reason([found], images, labels)
    if len(labels) == 1:
        again, _ = submission.evaluate(network, images, labels).result
        return batches or {"because": "q5.single-image" if near(again, found) else "all.remembers"}
    if abs(found - len(labels) * network.cost(images, labels)) < 0.01:
        return {"because": "q5.sum"}
    if near(found, network.accuracy(images, labels)):
        return {"because": "q5.accuracy-for-cost"}
    if near(found, cross_entropy(network.log_prob(images).exp(), labels).item()):
        return {"because": "q3.softmax-again"}
    return batches


def mode_reason(
    found: Sequence[float], outcome: Any, network: Any, images: Tensor, labels: Tensor
) -> Fields:
    """Return the mistake behind numbers that are not those of evaluation mode."""
    if outcome.moved(network):
        return {"because": "q5.weights-moved"}
    masked = network.in_training(images)
    if any(
        near(one, measure(masked, labels))
        for one in found
        for measure in (network.accuracy, network.cost)
    ):
        return {"because": "q5.in-training-mode"}
    batches: Fields = network.batches_reason(found, images, labels)
    return batches or {"because": "q5.mode-or-measure"}
