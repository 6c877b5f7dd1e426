"""A network's form is worth points where it learns: honest styles do, shows of weights do not."""

import runpy
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from autograder.datasets.embedded import load_sample
from autograder.network.bench.client import Bench
from autograder.network.graph import Graph, GraphError
from autograder.network.learning import Learning, redrawn, surest_outputs, try_to_learn
from autograder.probing.hints.catalogue import ENGLISH
from autograder.probing.tracing import images_like_digits, trace, warm_up
from autograder.project import EMBEDDED_DIGITS
from support import ZOO
from support.networks import PACKAGES, build
from support.styles import Written, functional, layers
from support.zoo import drawn_in_make_test

SAMPLE = load_sample(EMBEDDED_DIGITS)
IMAGES = SAMPLE.training_images[:64].unsqueeze(1).float() / 255
LABELS = SAMPLE.training_labels[:64]
HONEST = {
    f"{specimen.name}-{name}": (specimen, name)
    for specimen in PACKAGES.values()
    for name in ("MLP", "CNN")
    if name in specimen.names and not specimen.notebook
}


@pytest.fixture(autouse=True)
def _seeded() -> None:
    torch.manual_seed(0)


def mlp(forward: Callable[[nn.Module, Tensor], Tensor]) -> nn.Module:
    return Written(forward, **layers(hidden=nn.Linear(784, 64), output=nn.Linear(64, 10)))


def recorded(network: nn.Module) -> dict[str, object]:
    warm_up(network)
    return trace(network.eval(), images_like_digits(64))


def learning(network: nn.Module, labels: Tensor = LABELS) -> Learning:
    return try_to_learn(Graph.from_plain(recorded(network)), IMAGES, labels)


@pytest.mark.parametrize("which", drawn_in_make_test([*HONEST]))
def test_correct_networks_of_the_zoo_learn_with_all_of_their_parameters(
    which: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    specimen, name = HONEST[which]
    found = learning(build(specimen, name, tmp_path, monkeypatch))
    assert found.succeeded
    assert not found.idle | found.unneeded


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("num_hidden", [8, 13, 64])
def test_units_that_a_large_step_saturates_learn_by_smaller_ones(
    num_hidden: int, seed: int
) -> None:
    torch.manual_seed(seed)
    made = runpy.run_path(str(ZOO / "correct" / "centred_tanh.py"))["MLP"](num_hidden=num_hidden)
    assert learning(made).succeeded


def started_at(value: float | Callable[[Tensor], object]) -> nn.Module:
    """An MLP whose weights all start in the same way."""
    network = mlp(functional)
    with torch.no_grad():
        for weight in network.parameters():
            value(weight) if callable(value) else weight.fill_(value)
    return network


@pytest.mark.parametrize("start", [0.0, lambda weight: weight.mul_(40)], ids=["zero", "large"])
def test_how_the_weights_start_does_not_matter(start: float | Callable[[Tensor], object]) -> None:
    found = learning(started_at(start))
    assert found.succeeded
    assert not found.idle


def frozen(net: nn.Module, images: Tensor) -> Tensor:
    for weight in net.hidden.parameters():
        weight.requires_grad_(False)
    return functional(net, images)


def detached(net: nn.Module, images: Tensor) -> Tensor:
    return net.output(net.hidden(images.flatten(1)).relu().detach()).log_softmax(1)


def without_gradients(net: nn.Module, images: Tensor) -> Tensor:
    with torch.no_grad():
        return functional(net, images)


def logits(net: nn.Module, images: Tensor) -> Tensor:
    return net.output(net.hidden(images.flatten(1)).relu())


def softmax_twice(net: nn.Module, images: Tensor) -> Tensor:
    return logits(net, images).softmax(1).log_softmax(1)


def rescaled_in_place(net: nn.Module, images: Tensor) -> Tensor:
    with torch.no_grad():
        net.hidden.weight.mul_((0.5 / net.hidden.weight.norm(dim=1, keepdim=True)).clamp(max=1))
    return functional(net, images)


@pytest.mark.parametrize(
    "forward",
    [frozen, detached, without_gradients, logits, softmax_twice, rescaled_in_place],
    ids=lambda one: one.__name__,
)
def test_other_mistakes_do_not_count_here(forward: Callable[[nn.Module, Tensor], Tensor]) -> None:
    found = learning(mlp(forward))
    assert found.succeeded
    assert not found.idle
    assert found.num_parameters == 784 * 64 + 64 + 640 + 10


def idle_sum(net: nn.Module) -> Tensor:
    return sum(((weight * 0).sum() for weight in net.parameters()), torch.zeros(()))


def constant(net: nn.Module, images: Tensor) -> Tensor:
    return (images.flatten(1)[:, :10] * 0 + net.output.bias + idle_sum(net)).log_softmax(1)


def scaled(net: nn.Module, images: Tensor) -> Tensor:
    few = images.flatten(1)[:, 400:410] * net.output.bias
    return (few + 1e-5 * logits(net, images)).log_softmax(1)


def bright(net: nn.Module, images: Tensor) -> Tensor:
    few = images.mean((1, 2, 3))[:, None] * net.output.bias * 9
    return (few + 1e-5 * logits(net, images)).log_softmax(1)


def rounded(net: nn.Module, images: Tensor) -> Tensor:
    """Weights without a gradient answer, those with one have no part in it."""
    return (images.flatten(1)[:, :640] @ net.output.weight.round().view(640, 1)).log_softmax(
        1
    ) + constant(net, images)


@pytest.mark.parametrize(
    "forward", [constant, scaled, bright, rounded], ids=lambda one: one.__name__
)
def test_a_network_without_weights_that_see_the_image_learns_nothing(
    forward: Callable[[nn.Module, Tensor], Tensor],
) -> None:
    found = learning(mlp(forward))
    assert not found.succeeded
    message = found.trouble("MLP", 64, 0)
    assert message is not None
    begin = "MLP does not learn by its registered parameters: in 100 steps on 64"
    assert ENGLISH.words(message).startswith(begin)


def few_names(net: nn.Module, images: Tensor) -> Tensor:
    small = nn.functional.avg_pool2d(images, 4).flatten(1)
    return (small @ net.output.weight.T[:49] + idle_sum(net)).log_softmax(1)


def test_weights_on_which_nothing_depends_are_not_counted() -> None:
    found = learning(mlp(few_names))
    assert found.idle == {"hidden.weight", "hidden.bias", "output.bias"}
    assert found.num_parameters == 640
    message = found.trouble("MLP", 64, 50_890)
    if found.succeeded:
        assert ENGLISH.words(message) == (
            "Of MLP's parameters 640 numbers get a gradient, whatever their values are; expected"
            " 50,890. The output does not depend on `hidden.bias`, `hidden.weight`, `output.bias`:"
            " look at what forward does with it."
        )


def by_rows(net: nn.Module, images: Tensor) -> Tensor:
    hidden = sum(row(images[:, 0, number]) for number, row in enumerate(net.rows))
    return net.output(torch.relu(hidden)).log_softmax(1)


def test_weights_of_rows_that_are_blank_on_every_digit_are_counted() -> None:
    rows = nn.ModuleList(nn.Linear(28, 12, bias=number == 0) for number in range(28))
    found = learning(Written(by_rows, rows=rows, output=nn.Linear(12, 10)))
    assert found.succeeded
    assert (found.idle, found.num_parameters) == (set(), 785 * 12 + 130)


def unit_by_unit(net: nn.Module, images: Tensor) -> Tensor:
    hidden = torch.cat([unit(images.flatten(1)) for unit in net.units], 1).relu()
    return net.output(hidden).log_softmax(1)


def test_units_of_their_own_that_are_dead_by_luck_are_counted() -> None:
    units = nn.ModuleList(nn.Linear(784, 1) for _ in range(64))
    for unit in units[:40]:
        nn.init.constant_(unit.weight, -1)
    found = learning(Written(unit_by_unit, units=units, output=nn.Linear(64, 10)))
    assert found.succeeded
    assert (found.idle, found.num_parameters) == (set(), 50_890)


def neurons(hidden: int = 64) -> nn.Module:
    """Units with a vector of weights each, and a bias that starts at 0; some are dead."""
    units = nn.ParameterList(0.03 * torch.randn(784) for _ in range(hidden))
    for unit in units[: hidden // 2]:
        nn.init.constant_(unit, -0.03)
    biases = nn.ParameterList(torch.zeros(1) for _ in range(hidden))
    outputs = nn.ParameterList(0.01 * torch.randn(hidden) for _ in range(10))
    return Written(neuron_by_neuron, units=units, biases=biases, outputs=outputs)


def neuron_by_neuron(net: nn.Module, images: Tensor) -> Tensor:
    flat, pairs = images.flatten(1), zip(net.units, net.biases, strict=True)
    hidden = torch.stack([(flat * unit).sum(1) + bias for unit, bias in pairs], 1).relu()
    return torch.stack([hidden @ one for one in net.outputs], 1).log_softmax(1)


def test_units_with_a_vector_of_weights_each_are_counted_and_can_be_sure() -> None:
    found = learning(neurons())
    assert found.succeeded
    assert (found.idle, found.num_parameters) == (set(), 50_880)
    graph = Graph.from_plain(recorded(neurons()))
    on_the_bench = Bench().graph(recorded(neurons()))
    for one in (graph, on_the_bench):
        assert max(output.exp().max() for output in surest_outputs(one, IMAGES)) > 0.4
    assert graph.weights == on_the_bench.weights


def test_only_weights_of_layers_are_drawn_anew() -> None:
    graph = Graph.from_plain(recorded(neurons(12)))
    drawn = {one.name: one.value for one in redrawn(graph).constants}
    same = {one.name for one in graph.constants if torch.equal(one.value, drawn[one.name])}
    assert {name for name in same if name} == {f"biases.{number}" for number in range(12)}


def test_a_network_whose_weights_all_learn_may_be_too_small() -> None:
    message = Learning(1.9, frozenset(), frozenset(), 3_985).trouble("MLP", 64, 7_840)
    assert ENGLISH.words(message) == (
        "MLP learns by 3,985 numbers; expected at least 7,840. Look at the sizes of its layers."
    )


def test_with_few_classes_there_are_sure_outputs_of_several_weights(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    graph = Graph.from_plain(recorded(mlp(functional)))
    (only,) = surest_outputs(graph, IMAGES)
    assert only.exp().max() > 0.4
    monkeypatch.setattr("autograder.network.learning.DRAWS", 5)
    first, *others = surest_outputs(graph, IMAGES)
    assert torch.equal(first, only)
    assert len(others) == 4
    assert not any(torch.equal(one, first) for one in others)


class Bank(nn.Module):
    """Compares with digits that it has stored, and learns their names."""

    def __init__(self) -> None:
        super().__init__()
        self.names = nn.Parameter(torch.randn(10, 10))
        self.register_buffer("stored", SAMPLE.training_images[100:300].flatten(1) / 255)
        votes = nn.functional.one_hot(SAMPLE.training_labels[100:300], 10)
        self.register_buffer("votes", votes.float())

    def forward(self, images: Tensor) -> Tensor:
        far = (self.stored**2).sum(1) - 2 * images.flatten(1) @ self.stored.T
        return ((-0.3 * far).softmax(1) @ self.votes @ self.names.T * 30).log_softmax(1)


def test_a_network_that_rests_on_stored_numbers_is_refused() -> None:
    with pytest.raises(GraphError, match="not registered as parameters"):
        learning(Bank())


def test_learning_is_the_same_on_the_bench() -> None:
    network = mlp(functional)
    bench, plain = Bench(), recorded(network)
    here, there = learning(network), bench.graph(plain).learn(IMAGES, LABELS)
    assert (here.idle, here.num_parameters) == (there.idle, there.num_parameters)
    assert here.cost == pytest.approx(there.cost)
    again = bench.graph(recorded(mlp(functional))).learn(IMAGES, LABELS)
    assert again == there  # networks that differ in their weights only are tried once


def rooted(net: nn.Module, images: Tensor) -> Tensor:
    """It is no number where its first weight is below 0."""
    return functional(net, images) + 0 * net.output.weight[0, 0].sqrt()


def first_weight(graph: Graph) -> float:
    (value,) = [one.value for one in graph.constants if one.name == "output.weight"]
    return float(value[0, 0])


def test_a_start_that_leads_to_no_number_spoils_no_other() -> None:
    network = mlp(rooted)
    network.idle = nn.Parameter(torch.ones(3))
    with torch.no_grad():
        network.output.weight[0, 0] = 1
    graph = Graph.from_plain(recorded(network))
    spoilt = [seed for seed in range(9) if first_weight(redrawn(graph, draw=seed)) < 0]
    assert spoilt
    for seed in spoilt:
        found = try_to_learn(graph, IMAGES, LABELS, seed)
        assert found.succeeded
        assert found.idle == {"idle"}


def convolutions(second: nn.Module) -> nn.Module:
    """A network of two convolutions; the weights of the second can lie in another order."""
    first = nn.Sequential(nn.Conv2d(1, 4, 5), nn.ReLU(), nn.MaxPool2d(2), second, nn.ReLU())
    return nn.Sequential(first, nn.Flatten(), nn.LazyLinear(10), nn.LogSoftmax(1))


def test_a_network_learns_alike_in_whatever_order_it_lies_in_memory() -> None:
    graph = Graph.from_plain(recorded(convolutions(nn.Conv2d(4, 4, 5))))
    fixed = replace(graph, effects=replace(graph.effects, movable=False))
    one, other = (try_to_learn(each, IMAGES, LABELS) for each in (graph, fixed))
    assert graph.effects.movable
    assert one.cost == pytest.approx(other.cost, rel=1e-3)
    assert one.num_parameters == other.num_parameters


def test_a_network_that_another_order_in_memory_stops_learns_in_its_own() -> None:
    normalised = nn.utils.parametrizations.weight_norm(nn.Conv2d(4, 4, 5))
    graph = Graph.from_plain(recorded(convolutions(normalised)))
    assert graph.effects.movable
    found = try_to_learn(graph, IMAGES, LABELS)
    assert found.succeeded and not found.idle
