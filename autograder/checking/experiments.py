"""A table of experiments (q7) with what the grader knows about the networks behind its rows."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import torch
from torch import Tensor

from ..probing.experiment_data import content_of, first_weights
from ..probing.hints.catalogue import Message
from ..probing.shape import NUM_CLASSES, NUM_PIXELS
from ..probing.student_error import UnreadableAnswer
from .answers import KnownNetwork, Table, read_as, read_field
from .experiment_answers import ExperimentAnswers, KnownData, State, TrainingRun

TOLERANCE = 0.005  # as rows rounded to two digits have
LEARNT = 0.02  # nats per sample by which the cost of one network must have fallen at least
OVERSHOT = 0.5  # nats per sample by which the first steps may raise the cost
MAX_STATES = 1_000  # of networks that are handed back
ON_DATA = {  # the hints for a network's cost and accuracy, by the role of the data
    "training": ("q7.cost-on-training-data", "q7.accuracy-on-training-data"),
    "validation": ("q7.cost-on-validation-data", "q7.accuracy-on-validation-data"),
}
Row = dict[str, Any]
Interval = tuple[float, float]
Samples = tuple[Tensor, Tensor]


@dataclass(frozen=True)
class TrackedNetwork:
    """One network of the grader's at one moment, as run_experiments made it.

    `made` numbers the networks that MLP made, `runs` are the epochs that the grader's own train and
    training_epoch trained it for. `fallen` is by how much loops of the student's own have lowered
    the cost on the training data (nats per sample, measured here); None if they left its weights
    alone; `cost` is what it is now. `right` holds, by a row's key, the intervals in which a row for
    this network may lie; `known` the ids of what its numbers are.
    """

    made: int
    num_hidden: int
    runs: tuple[TrainingRun, ...]
    fallen: float | None
    cost: float
    right: dict[str, list[Interval]]
    known: list[tuple[float, str]]

    @property
    def epochs(self) -> int:
        """How many epochs the grader's own functions trained it for."""
        return sum(run.epochs for run in self.runs)

    @property
    def trained(self) -> bool:
        """Whether it was trained, by the grader's own functions or by loops of the student's.

        Training on data that the grader does not know does not count.
        """
        known = any(run.role != "other" for run in self.runs)
        return known or self.fallen is not None

    @property
    def untouched(self) -> bool:
        """Whether it is as MLP made it."""
        return not self.runs and self.fallen is None

    def holds(self, row: Row, key: str) -> bool:
        """Say whether a row's number under `key` is this network's."""
        value = row.get(key)
        return isinstance(value, float) and any(
            low <= value <= high for low, high in self.right[key]
        )

    def matches(self, row: Row) -> int:
        """Return how many of a row's numbers are this network's."""
        return sum(self.holds(row, key) for key in self.right)

    def unlike(self, row: Row) -> bool:
        """Say whether its last epochs were trained with other values than a row's."""
        return any(
            row.get(key, value) != value
            for run in self.runs[-1:]
            for key, value in (("batch_size", run.batch_size), ("learning_rate", run.learning_rate))
        )

    def knows(self, row: Row) -> int:
        """Return how many of a row's results are numbers of this network, in whichever place."""
        return sum(bool(self.number(row[key])) for key in self.right if key in row)

    def number(self, value: Any) -> str:
        """Return the id of which number of this network a value is; "" if it is none."""
        return next(iter(self.numbers(value)), "")

    def numbers(self, value: Any) -> list[str]:
        """Return the ids of all numbers of this network that a value may be."""
        if not isinstance(value, float):
            return []
        return [hint for number, hint in self.known if abs(number - value) <= TOLERANCE]


@dataclass(frozen=True)
class Experiments(Table):
    """The rows that run_experiments returned, and every network that MLP made meanwhile."""

    networks: list[TrackedNetwork] = field(default_factory=list)

    @property
    def strays(self) -> bool:
        """Whether a network was trained on other data than the training data."""
        return any(run.role != "training" for one in self.networks for run in one.runs)

    def sizes(self) -> list[int]:
        """Return the `num_hidden` of the networks that were made, in their order."""
        return [size for _, size in sorted({(one.made, one.num_hidden) for one in self.networks})]

    def network(self, row: Row) -> TrackedNetwork | None:
        """Return the network that a row is for: that with most of its numbers; None if none has.

        Networks may have the same numbers by chance. So one comes first that was made and trained
        with the row's values and has all of its numbers in their places.
        """
        found = [one for one in self.networks if one.matches(row)]
        return min(found, key=lambda one: _preference(one, row), default=None)

    def measured_early(self, row: Row) -> bool:
        """Say whether a row holds the numbers of a network as MLP made it."""
        network = self.network(row)
        return network is not None and network.untouched

    def accuracy_on_other_data(self, row: Row) -> bool:
        """Say whether a row's accuracy is its network's on the training data."""
        network, (_, on_training) = self.network(row), ON_DATA["training"]
        if network is None or network.holds(row, "accuracy"):
            return False
        return on_training in network.numbers(row["accuracy"])

    def trouble(self) -> Message | None:
        """Say what is wrong where a row is for no network that was trained; None if nothing."""
        if not self.networks:
            return {"hint": "experiments.no-network"}
        used: dict[int, TrackedNetwork] = {}
        for row in self.rows:
            mine = [one for one in self.networks if one.trained and one.matches(row)]
            if not mine:
                other = any(one.runs and one.matches(row) for one in self.networks)
                hint = "q7.row-of-other-data" if other else "q7.row-of-no-network"
                return {"hint": hint, "row": shown(row)}
            used |= {id(one): one for one in mine}
        if len(used) < len(self.rows):
            return {"hint": "q7.same-network"}
        own = [one.fallen for one in used.values() if one.fallen is not None]
        if own and len(own) == len(used) and max(own) < LEARNT:
            return {"hint": "q7.nothing-learnt"}
        return None


def _preference(network: TrackedNetwork, row: Row) -> tuple[bool, int, bool, bool, bool, int]:
    """Return what is smallest for the network that a row is for; of several the longest trained."""
    matches, size = network.matches(row), row.get("num_hidden", network.num_hidden)
    size_differs, unlike = network.num_hidden != size, network.unlike(row)
    whole = matches == len(network.right) and network.trained and not (size_differs or unlike)
    fits = matches + network.knows(row)
    return not whole, -fits, size_differs, not network.trained, unlike, -network.epochs


def shown(row: Row) -> str:
    """Return a row in words, its numbers rounded."""
    parts = [f"{key} {value:.4g}" if isinstance(value, float) else f"{key} {value}" for key, value
             in row.items()]  # fmt: skip
    return f"({', '.join(parts)})"


class Experiment:
    """One call of run_experiments on images and labels: what is answered meanwhile, and read then.

    All numbers that are made up come from `key`, and from what is asked.
    """

    def __init__(self, key: bytes, training: Samples, validation: Samples) -> None:
        roles = (("training", training), ("validation", validation))
        contents = [(role, content_of([samples])) for role, samples in roles]
        known = {content.name: KnownData(role, content.size) for role, content in contents}
        self.answers = ExperimentAnswers(key, known)
        self._data = training, validation

    def read(self, rows: list[Row], handed_back: list[Any]) -> Experiments:
        """Put together the rows, what was answered, and the networks that were handed back."""
        states = self.answers.states
        networks = [_answered(state, self.answers) for state in states.values()]
        if len(handed_back) > MAX_STATES:
            raise UnreadableAnswer
        for one in handed_back:
            state = states.get(read_field(one, "network", str))
            if state is None:  # made while another probe ran
                continue
            weights = read_field(one, "weights")
            if weights is not None:
                weights = _read_weights(weights, state.num_hidden)
                if not all(weight.isfinite().all() for weight in weights):
                    continue  # no number that is one can be its
            networks.append(self._measured(state, weights))
        return Experiments(rows, networks=networks)

    def _measured(self, state: State, weights: list[Tensor] | None) -> TrackedNetwork:
        """Describe a network that was handed back by measuring it; None are its first weights."""
        network = _answered(state, self.answers)
        first = first_weights(state.num_hidden, state.seed)
        before, _ = _measure(first, self._data[0])
        (cost, fitted), (other, fraction) = (
            _measure(weights or first, samples) for samples in self._data
        )
        network.right["validation_cost"].append(_around(other))
        network.right["accuracy"].append(_around(fraction))
        network.known.extend(
            (
                (cost, "q7.cost-on-training-data"),
                (fitted, "q7.accuracy-on-training-data"),
                (other, "q7.cost-on-validation-data"),
                (fraction, "q7.accuracy-on-validation-data"),
                (100 * fraction, "q7.accuracy-in-percent"),
            )
        )
        if weights is None:  # the grader's own functions trained it, or nobody did
            return network if state.runs else replace(network, cost=cost)
        # Over an epoch the cost is a mean of what it was on the way.
        network.right["training_cost"].append((0.5 * cost - TOLERANCE, before + OVERSHOT))
        return replace(network, fallen=before - cost, cost=cost)


def _answered(state: State, answers: ExperimentAnswers) -> TrackedNetwork:
    """Describe a network by what the grader has answered, or would have."""
    right: dict[str, list[Interval]] = {"training_cost": [], "validation_cost": [], "accuracy": []}
    known = []
    if state.runs:
        right["training_cost"] += [_around(state.training_cost), _around(state.fitted)]
        known += [(state.training_cost, "q7.cost-on-training-data")]
    for role, cost, fraction in _evaluations(state, answers):
        if role == "validation":
            right["validation_cost"].append(_around(cost))
            right["accuracy"].append(_around(fraction))
            known += [(100 * fraction, "q7.accuracy-in-percent")]
        known += zip((cost, fraction), ON_DATA[role], strict=True)
    return TrackedNetwork(
        state.made, state.num_hidden, state.runs, None, state.fitted, right, known
    )


def _evaluations(state: State, answers: ExperimentAnswers) -> Iterator[tuple[str, float, float]]:
    for name, data in answers.data.items():
        yield data.role, *answers.evaluate(state, name)


def _measure(weights: list[Tensor], samples: Samples) -> tuple[float, float]:
    """Measure the cost and accuracy of a network with these weights."""
    images, labels = samples
    network = KnownNetwork([(weights[0], weights[1]), (weights[2], weights[3])])
    return network.cost(images, labels), network.accuracy(images, labels)


def _read_weights(weights: Any, num_hidden: int) -> list[Tensor]:
    shapes = [(num_hidden, NUM_PIXELS), (num_hidden,)]
    shapes += [(NUM_CLASSES, num_hidden), (NUM_CLASSES,)]
    tensors = [read_as(weight, Tensor) for weight in read_as(weights, list)]
    if [tuple(one.shape) for one in tensors] != shapes:
        raise UnreadableAnswer
    if any(one.dtype != torch.float32 for one in tensors):
        raise UnreadableAnswer
    return tensors


def _around(value: float) -> Interval:
    return value - TOLERANCE - 1e-9, value + TOLERANCE + 1e-9
