"""The grader's answers to q7's stand-ins: numbers that only it knows, fixed by what was asked."""

import hmac
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..probing.student_error import StudentError, UnreadableAnswer

MAX_CALLS = 1_000
MAX_EPOCHS = 10_000  # of all networks together
MAX_HIDDEN = 4_096
LARGE = 10**9  # no honest call has a larger number
STILL = 1e-6  # a learning rate below it changes nothing
GOLDEN = (math.sqrt(5) - 1) / 2  # multiples of it, without their whole parts, lie far apart


@dataclass(frozen=True)
class KnownData:
    """Data that the grader knows: `role` is "training" or "validation", `size` in samples."""

    role: str
    size: int


@dataclass(frozen=True)
class TrainingRun:
    """Epochs in a row on the same data; `role` is the data's, "other" where it is unknown."""

    role: str
    batch_size: int
    learning_rate: float
    epochs: int


@dataclass(frozen=True)
class State:
    """A network of the grader's at one moment of its history.

    `made` numbers the networks as `MLP` made them, `seed` draws the first weights. Costs are in
    nats per sample: `training_cost` over the last epoch, `fitted` on the training data after it,
    `validation_cost` on the validation data after it.
    """

    name: str
    made: int
    num_hidden: int
    seed: int
    runs: tuple[TrainingRun, ...]
    training_cost: float
    fitted: float
    validation_cost: float

    @property
    def epochs(self) -> int:
        """How many epochs it was trained for in all."""
        return sum(run.epochs for run in self.runs)


class ExperimentAnswers:
    """Answers what the stand-ins ask while `run_experiments` runs once.

    All numbers come from `key` and from the network's history, the data's content and the
    arguments: the same call has the same answer. Training costs fall from epoch to epoch,
    validation costs fall in the first epoch and rise afterwards, so that each epoch is known.
    """

    def __init__(self, key: bytes, data: Mapping[str, KnownData]) -> None:
        self._key = key
        self.data = data  # by the name of its content
        self._calls = self._epochs = self._made = 0
        self.states: dict[str, State] = {}  # by name

    def __call__(self, question: Any) -> dict[str, Any]:
        """Answer one question; raises `StudentError` for one that no stand-in asks, or too many."""
        if not isinstance(question, dict):
            raise UnreadableAnswer
        self._calls += 1
        if self._calls > MAX_CALLS:
            raise StudentError({"hint": "experiments.too-many-calls", "most": MAX_CALLS})
        match question.get("call"):
            case "MLP":
                state = self._make(_whole(question, "num_hidden"))
                return {"network": state.name, "seed": state.seed}
            case "train":
                return self._train(question)
            case "training_epoch":
                state = self._train_on(self._state(question), _run(question, 1, self._role))
                return {"network": state.name, "cost": state.training_cost}
            case "evaluate":
                data = _text(question, "data")
                size = _whole(question, "size", least=0)
                cost, fraction = self.evaluate(self._state(question), data, size)
                return {"cost": cost, "accuracy": fraction}
        raise UnreadableAnswer

    def evaluate(self, state: State, data: str, size: int = 1) -> tuple[float, float]:
        """Return a state's cost and accuracy on the data whose content has this name.

        `size` counts where the grader does not know the data.
        """
        known = self.data.get(data, KnownData("other", size))
        low, width = (0.3, 0.6) if state.epochs else (0.05, 0.1)
        if known.role == "training":
            cost, low = state.fitted, low * 1.5
        elif known.role == "validation":
            cost = state.validation_cost
        else:
            cost = 1.5 + self._draw(state.name, "cost", data)
        fraction = low + width * self._draw(state.name, "accuracy", data)
        return cost, round(min(fraction, 1.0) * known.size) / max(known.size, 1)

    def _make(self, num_hidden: int) -> State:
        if num_hidden > MAX_HIDDEN:
            raise StudentError({"hint": "experiments.too-many-units", "count": num_hidden})
        self._made += 1
        name = self._name_of("MLP", self._made, num_hidden)
        cost = 2.25 + 0.3 * self._draw(name, "first cost")
        # Networks that a loop of the student's own trains are told apart by this cost alone.
        other = 2.25 + 0.3 * ((self._draw("first validation cost") + self._made * GOLDEN) % 1)
        seed = int(self._draw(name, "seed") * 2**48)
        return self._add(State(name, self._made, num_hidden, seed, (), cost, cost, other))

    def _train(self, question: dict[str, Any]) -> dict[str, Any]:
        state = self._state(question)
        run = _run(question, _whole(question, "epochs", least=0), self._role)
        data = _text(question, "validation")
        costs: list[float] = []
        others: list[float] = []
        for _ in range(run.epochs):
            state = self._train_on(state, replace(run, epochs=1))
            costs.append(state.training_cost)
            others.append(self.evaluate(state, data)[0])
        return {"network": state.name, "training_costs": costs, "validation_costs": others}

    def _train_on(self, state: State, run: TrainingRun) -> State:
        """Train a network for one epoch."""
        self._epochs += 1
        if self._epochs > MAX_EPOCHS:
            raise StudentError({"hint": "experiments.too-many-epochs", "most": MAX_EPOCHS})
        name = self._name_of(state.name, run.role, run.batch_size, run.learning_rate)
        if name in self.states:
            return self.states[name]
        runs = _merged(state.runs, run)
        if run.learning_rate < STILL:
            return self._add(replace(state, name=name, runs=runs))
        level = state.fitted * (0.6 + 0.2 * self._draw(name, "level"))
        first = state.epochs == 0 or all(one.learning_rate < STILL for one in state.runs)
        other = 0.7 + 0.7 * self._draw(name, "validation") if first else state.validation_cost
        rise = 0.0 if first else 0.03 + 0.12 * self._draw(name, "rise")
        cost = level * (1.03 + 0.1 * self._draw(name, "training cost"))
        return self._add(
            replace(
                state,
                name=name,
                runs=runs,
                training_cost=cost,
                fitted=level,
                validation_cost=other + rise,
            )
        )

    def _add(self, state: State) -> State:
        self.states[state.name] = state
        return state

    def _state(self, question: dict[str, Any]) -> State:
        name = _text(question, "network")
        if name not in self.states:
            raise StudentError({"hint": "experiments.other-network", "call": question["call"]})
        return self.states[name]

    def _role(self, data: str) -> str:
        return self.data[data].role if data in self.data else "other"

    def _name_of(self, *parts: object) -> str:
        return self._digest(*parts).hex()

    def _draw(self, *parts: object) -> float:
        """Draw a number in [0, 1); the same parts draw the same one."""
        return int.from_bytes(self._digest(*parts)[:6], "big") / 2**48

    def _digest(self, *parts: object) -> bytes:
        text = json.dumps([repr(part) for part in parts]).encode()
        return hmac.digest(self._key, text, "sha256")[:16]


def _run(question: dict[str, Any], epochs: int, role: Any) -> TrainingRun:
    rate = question.get("learning_rate")
    if type(rate) is not float or not math.isfinite(rate):
        raise UnreadableAnswer
    data = _text(question, "training")
    return TrainingRun(role(data), _whole(question, "batch_size"), rate, epochs)


def _merged(runs: tuple[TrainingRun, ...], run: TrainingRun) -> tuple[TrainingRun, ...]:
    """Return runs with one more, as a single one where it goes on as the last one did."""
    if runs and replace(runs[-1], epochs=run.epochs) == run:
        return (*runs[:-1], replace(run, epochs=runs[-1].epochs + run.epochs))
    return (*runs, run)


def _whole(question: dict[str, Any], key: str, least: int = 1) -> int:
    value = question.get(key)
    if type(value) is not int or not least <= value <= LARGE:
        raise UnreadableAnswer
    return value


def _text(question: dict[str, Any], key: str) -> str:
    value = question.get(key)
    if not isinstance(value, str) or len(value) > 64:
        raise UnreadableAnswer
    return value
