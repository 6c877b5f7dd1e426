"""q7 by challenge and response: what the grader answers, and what it knows of the rows then."""

import copy
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
import torch

from autograder.checking.check_data import CheckData
from autograder.checking.experiment_answers import ExperimentAnswers, KnownData, TrainingRun
from autograder.checking.experiments import Experiment, Experiments, TrackedNetwork
from autograder.checking.graded_submission import GradedSubmission
from autograder.grading.standins import sources
from autograder.probing.default_type import default_type
from autograder.probing.experiment_data import content_of, first_weights, helpers
from autograder.probing.given import Digits
from autograder.probing.graded import GradedProbes
from autograder.probing.loader import run_standins
from autograder.probing.nested_calls import NestedCalls
from autograder.probing.student_error import StudentError, UnreadableAnswer

Names = dict[str, Any]
GRID = {"num_hidden": [4, 8], "learning_rate": [0.01]}
KEY = b"a key of the run"


@pytest.fixture
def digits(grader: Any) -> CheckData:
    data: CheckData = grader.drawn().digits
    return data


def answered(
    code: Callable[[Names], Callable[..., Any]],
    digits: CheckData,
    epochs: int = 2,
    key: bytes = KEY,
) -> Experiments:
    """The table of a run_experiments that `code` makes from the names of the stand-ins."""
    ask = NestedCalls()
    names: Names = run_standins(sources("q7"), helpers(ask))
    names["run_experiments"] = code(names)
    probes = GradedProbes(names.__getitem__, ask)

    def call(probe: str, arguments: dict[str, Any], answer: Any = None) -> Any:
        return probes.run(probe, arguments, 1, answer)

    submission = GradedSubmission(call, key)
    return submission.run_experiments(GRID, digits.patterns(64), digits.patterns(20, 64), epochs)


def honest(names: Names) -> Callable[..., Any]:
    """run_experiments as it should be."""

    def run_experiments(grid: Any, training: Any, validation: Any, epochs: int) -> list[Any]:
        rows = []
        for size in grid["num_hidden"]:
            for rate in grid["learning_rate"]:
                model = names["MLP"](size)
                costs, _ = names["train"](model, training, validation, epochs, learning_rate=rate)
                cost, share = names["evaluate"](model, validation)
                row = {"num_hidden": size, "learning_rate": rate, "training_cost": costs[-1]}
                rows.append(row | {"validation_cost": cost, "accuracy": share})
        return rows

    return run_experiments


def inside(digits: CheckData, look: Callable[[Names, Any, Any], None]) -> None:
    """Let `look` use the stand-ins with two sets of data while run_experiments runs."""
    looked = []

    def code(names: Names) -> Callable[..., Any]:
        def run_experiments(grid: Any, training: Any, validation: Any, epochs: int) -> list[Any]:
            look(names, training, validation)
            looked.append(True)
            return []

        return run_experiments

    assert answered(code, digits).rows == []
    assert looked


def test_each_row_is_for_the_network_that_was_trained_for_it(digits: CheckData) -> None:
    table = answered(honest, digits)
    assert table.trouble() is None
    for row in table.rows:
        network = table.network(row)
        assert network is not None and network.matches(row) == 3
        assert network.num_hidden == row["num_hidden"]
        assert network.runs == (
            TrainingRun("training", batch_size=32, learning_rate=0.01, epochs=2),
        )


def test_training_on_a_part_of_the_data_is_told_by_its_name(digits: CheckData) -> None:
    part = answered(lambda n: lambda g, data, *rest: honest(n)(g, [*data][:32], *rest), digits)
    assert (part.trouble() or {})["hint"] == "q7.row-of-other-data"


def test_no_row_is_for_no_network(digits: CheckData) -> None:
    table = answered(lambda names: lambda *_: [], digits)
    assert table.rows == [] and table.trouble() == {"hint": "experiments.no-network"}
    table = answered(lambda names: lambda *_: [names["MLP"](4)][1:], digits)
    assert table.rows == [] and table.trouble() is None


def test_the_same_key_repeats_all_numbers_and_another_changes_them(digits: CheckData) -> None:
    rows = answered(honest, digits).rows
    assert answered(honest, digits).rows == rows
    others = answered(honest, digits, key=b"another").rows
    for key in ("training_cost", "validation_cost"):
        pairs = zip(rows, others, strict=True)
        assert all(abs(row[key] - other[key]) > 1e-9 for row, other in pairs)


def test_epochs_add_up_however_they_are_asked_for(digits: CheckData) -> None:
    def look(names: Names, training: Any, validation: Any) -> None:
        start = names["MLP"](8)
        at_once, one_by_one, by_hand = (copy.deepcopy(start) for _ in range(3))
        costs, others = names["train"](at_once, training, validation, 3, 16, 0.005)
        for epoch in range(3):
            found = names["train"](one_by_one, training, validation, 1, 16, 0.005)
            assert found == ([costs[epoch]], [others[epoch]])
        optimizer = torch.optim.AdamW(by_hand.parameters(), lr=0.005)
        loader = names["make_loader"](training, 16, True)
        assert [names["training_epoch"](by_hand, loader, optimizer) for _ in range(3)] == costs
        for model in (at_once, one_by_one, by_hand):
            assert names["evaluate"](model, validation)[0] == others[-1]
            assert names["accuracy"](model, validation) == names["evaluate"](model, validation)[1]
        assert costs[0] > costs[1] > costs[2] and others[0] < others[1] < others[2]

    inside(digits, look)


def test_a_state_that_is_put_back_is_known_again(digits: CheckData) -> None:
    def look(names: Names, training: Any, validation: Any) -> None:
        model = names["MLP"](8)
        before = names["evaluate"](model, validation)
        state = {key: value.clone() for key, value in model.state_dict().items()}
        names["train"](model, training, validation, 1)
        assert names["evaluate"](model, validation) != before
        model.load_state_dict(state)
        assert names["evaluate"](model, validation) == before

    inside(digits, look)


def test_the_same_content_has_the_same_answer_in_whatever_form(digits: CheckData) -> None:
    def look(names: Names, training: Any, validation: Any) -> None:
        model = names["MLP"](8)
        answer = names["evaluate"](model, validation)
        backwards = torch.utils.data.Subset(validation, range(len(validation))[::-1])
        assert names["evaluate"](model, backwards) == answer
        assert names["evaluate"](model, list(validation)) == answer
        assert names["evaluate"](model, training) != answer

    inside(digits, look)


def test_networks_start_from_weights_of_the_graders(digits: CheckData) -> None:
    def look(names: Names, training: Any, validation: Any) -> None:
        first, second = names["MLP"](8), names["MLP"](8)
        assert not torch.equal(first[1].weight, second[1].weight)
        assert sum(weight.numel() for weight in first.parameters()) == 8 * 785 + 10 * 9

    inside(digits, look)


@pytest.mark.parametrize("num_hidden", [1, 64])
def test_first_weights_are_drawn_as_pytorch_draws_them(num_hidden: int) -> None:
    weights = first_weights(num_hidden, seed=3)
    layers = torch.nn.Linear(784, num_hidden), torch.nn.Linear(num_hidden, 10)
    usual = [weight for layer in layers for weight in (layer.weight, layer.bias)]
    for ours, theirs in zip(weights, usual, strict=True):
        assert ours.shape == theirs.shape and ours.dtype == theirs.dtype
    assert 0.95 / 28 < weights[0].abs().max() <= 1 / 28


def test_a_network_that_was_trained_for_another_row_is_not_that_rows(digits: CheckData) -> None:
    def code(names: Names) -> Callable[..., Any]:
        def run_experiments(*arguments: Any) -> list[Any]:
            first, second = honest(names)(*arguments)
            return [second | {"num_hidden": 4}, first | {"num_hidden": 8}]

        return run_experiments

    table = answered(code, digits)
    assert [network.num_hidden for row in table.rows if (network := table.network(row))] == [8, 4]


def test_of_two_moments_that_fit_a_row_equally_the_later_one_is_its_network() -> None:
    """As where the validation cost is the best epoch's, and the accuracy is both moments'."""
    right = {"training_cost": [(0.5, 0.6)], "validation_cost": [(0.7, 0.8)], "accuracy": [(0, 1)]}
    first, last = (
        TrackedNetwork(
            1, 4, (TrainingRun("training", 32, 0.01, epochs),), None, 1.0, right | {key: []}, []
        )
        for epochs, key in ((1, "training_cost"), (6, "validation_cost"))
    )
    row = {"training_cost": 0.55, "validation_cost": 0.75, "accuracy": 0.5}
    for networks in ([first, last], [last, first]):
        assert Experiments([row], networks=networks).network(row) is last


@pytest.mark.parametrize("change", [-0.0051, -0.0049, 0.0049, 0.0051])
def test_numbers_match_within_what_rounding_changes(digits: CheckData, change: float) -> None:
    table = answered(honest, digits)
    row = table.rows[0]
    network = table.network(row)
    assert network is not None
    for key in ("training_cost", "validation_cost", "accuracy"):
        assert network.holds(row | {key: row[key] + change}, key) is (abs(change) < 0.005)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), None, True, "0.5", 1])
def test_what_is_no_float_is_no_networks_number(digits: CheckData, value: Any) -> None:
    table = answered(honest, digits)
    row = {"training_cost": value, "validation_cost": value, "accuracy": value}
    assert all(network.matches(row) == 0 for network in table.networks)


def test_first_validation_costs_lie_further_apart_than_rounding_to_two_digits_moves_them() -> None:
    for number in range(50):
        answers = ExperimentAnswers(bytes([number]), {"": KnownData("validation", 100)})
        costs = []
        for _ in range(20):
            made = answers({"call": "MLP", "num_hidden": 1})
            question = {"call": "evaluate", "network": made["network"], "data": "", "size": 100}
            costs.append(answers(question)["cost"])
        assert 2.25 <= min(costs) < max(costs) <= 2.55
        assert all(high - low > 0.01 for low, high in pairwise(sorted(costs)))


def test_calls_are_counted() -> None:
    answers = ExperimentAnswers(KEY, {})
    for _ in range(1000):
        answers({"call": "MLP", "num_hidden": 1})
    with pytest.raises(StudentError, match="more than 1,000 times"):
        answers({"call": "MLP", "num_hidden": 1})


def test_epochs_are_counted() -> None:
    answers = ExperimentAnswers(KEY, {})
    made = answers({"call": "MLP", "num_hidden": 1})
    question = {"network": made["network"], "training": "", "validation": "", "batch_size": 1}
    question |= {"call": "train", "epochs": 10_001, "learning_rate": 0.1}
    with pytest.raises(StudentError, match="more than 10,000 epochs"):
        answers(question)


@pytest.mark.parametrize(
    "question",
    [
        *(None, [], "MLP", {}, {"call": None}, {"call": "exec"}, {"call": "MLP"}),
        *({"call": "MLP", "num_hidden": size} for size in (0, -1, True, 0.5, "4", 10**400)),
        {"call": "evaluate", "network": "0", "data": "0" * 65, "size": 1},
    ],
)
def test_what_no_stand_in_asks_is_refused(question: Any) -> None:
    with pytest.raises(StudentError):
        ExperimentAnswers(KEY, {})(question)


@pytest.mark.parametrize("rate", [float("nan"), float("inf"), 10**400, True, None])
def test_a_learning_rate_must_be_a_finite_number(rate: Any) -> None:
    answers = ExperimentAnswers(KEY, {})
    made = answers({"call": "MLP", "num_hidden": 1})
    question = {"call": "training_epoch", "network": made["network"], "training": ""}
    with pytest.raises(UnreadableAnswer):
        answers(question | {"batch_size": 1, "learning_rate": rate})


@pytest.mark.parametrize(
    "handed",
    [
        [None], [{}], [{"network": 1, "weights": None}], [{"network": "x"}] * 1001,
        [{"network": "made", "weights": [torch.zeros(1)] * 4}],
        [{"network": "made", "weights": [1, 2, 3, 4]}], [{"network": "made", "weights": "w"}],
    ],
)  # fmt: skip
def test_networks_that_were_not_handed_back_so_are_refused(handed: Any, digits: CheckData) -> None:
    samples = digits.patterns(20)
    experiment = Experiment(KEY, samples, samples)
    made = experiment.answers({"call": "MLP", "num_hidden": 2})["network"]
    for one in handed:
        if one and one.get("network") == "made":
            one["network"] = made
    with pytest.raises(UnreadableAnswer):
        experiment.read([], handed)


def test_a_network_of_no_numbers_matches_nothing(digits: CheckData) -> None:
    samples = digits.patterns(20)
    experiment = Experiment(KEY, samples, samples)
    made = experiment.answers({"call": "MLP", "num_hidden": 2})
    weights = [torch.full_like(one, float("nan")) for one in first_weights(2, made["seed"])]
    table = experiment.read([], [{"network": made["network"], "weights": weights}])
    assert [network.fallen for network in table.networks] == [None]


def test_data_are_known_by_their_samples() -> None:
    images, labels = torch.rand(6, 1, 28, 28), torch.arange(6)
    whole = content_of([(images, labels)])
    order = torch.tensor([3, 1, 0, 2, 5, 4])
    assert content_of([(images[order], labels[order])]).name == whole.name
    assert content_of([(images[:4], labels[:4]), (images[4:], labels[4:])]) == (whole.name, 6, 4)
    assert content_of([(images[order], labels)]).name != whole.name
    assert content_of([(images[:5], labels[:5])]).name != whole.name


def test_a_network_loads_a_state_of_weights_alone_and_stays_the_network_it_is() -> None:
    names: Names = run_standins(sources("q7"), helpers(NestedCalls()))
    one, other = names["MLP"](8), names["MLP"](8)
    one.history.fill_(1)
    one.load_state_dict(dict(other.named_parameters()))
    assert all(map(torch.equal, one.parameters(), other.parameters()))
    assert one.history.tolist() == [1] * 16
    other.load_state_dict(one.state_dict())  # a whole state says what the network went through
    assert other.history.tolist() == [1] * 16
    with pytest.raises(RuntimeError, match="Missing key"):
        one.load_state_dict({})


def test_weights_are_float32_whatever_new_tensors_are_by_default() -> None:
    drawn = first_weights(4, 1)
    with default_type(torch.float64):
        again = first_weights(4, 1)
        network = run_standins(sources("q7"), helpers(NestedCalls()))["MLP"](4)
    assert all(map(torch.equal, drawn, again))
    assert {one.dtype for one in network.state_dict().values()} == {torch.float32}


def test_nothing_is_answered_but_while_a_probe_runs(digits: CheckData) -> None:
    ask = NestedCalls()
    names: Names = run_standins(sources("q7"), helpers(ask))
    model = names["MLP"](8)  # a line that was left over at the top of a file
    assert model(torch.zeros(2, 1, 28, 28)).shape == (2, 10)
    data = Digits(*digits.patterns(20))
    with pytest.raises(StudentError, match="in run_experiments only"):
        names["train"](model, data, data)
    with ask.answered_by(ExperimentAnswers(KEY, {})):
        with pytest.raises(StudentError, match="not made by MLP while"):
            names["evaluate"](model, data)
        with pytest.raises(TypeError, match="not a network made by MLP"):
            names["evaluate"](torch.nn.Linear(3, 4), data)
