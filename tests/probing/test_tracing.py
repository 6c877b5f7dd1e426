"""Recordings say the mode, what a pass has written, and leave the network as it was."""

import copy
import random
from collections.abc import Callable, Iterator

import numpy
import pytest
import torch
from torch import Tensor, nn

from autograder.network.graph import Graph, GraphError
from autograder.probing.default_type import default_type
from autograder.probing.tracing import TraceError, images_like_digits, trace, warm_up
from support.styles import STYLES, Written, dense, functional, layers

IMAGES = torch.rand(8, 1, 28, 28, generator=torch.Generator().manual_seed(0))


def number_of(plain: dict[str, object], name: str) -> int:
    """The number of the constant of that name."""
    (number,) = [c["number"] for c in plain["constants"] if c["name"] == name]  # type: ignore[attr-defined]
    return int(number)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("training", [True, False])
def test_every_style_is_recorded_in_both_modes_and_left_as_it_was(
    style: str, training: bool
) -> None:
    network = STYLES[style]().train(training)
    before = copy.deepcopy(network.state_dict())
    plain = trace(network, IMAGES)
    assert plain["mode"] == ("training" if training else "evaluation")
    assert all(torch.equal(before[name], new) for name, new in network.state_dict().items())
    assert Graph.from_plain(plain).mode == plain["mode"]
    assert not training or all(module.training for module in network.modules())


@pytest.fixture
def double_by_default() -> Iterator[None]:
    """New tensors are float64, as some students' files have it."""
    with default_type(torch.float64):
        yield


@pytest.mark.usefixtures("double_by_default")
def test_images_are_float32_whatever_new_tensors_are_by_default() -> None:
    seen = []

    def forward(net: nn.Module, images: Tensor) -> Tensor:
        seen.append(images.dtype)
        return functional(net, images.double()).float()

    network = Written(forward, **layers())
    warm_up(network)
    images = images_like_digits(4)
    assert Graph.from_plain(trace(network, images)).run(images).shape == (4, 10)
    assert {*seen} == {torch.float32}


def test_statistics_of_normalisation_are_written_in_training_only() -> None:
    network = dense(nn.BatchNorm1d(12), nn.ReLU())
    plain = trace(network.train(), IMAGES)
    names = ["2.num_batches_tracked", "2.running_mean", "2.running_var"]
    assert sorted(plain["written"]) == names
    # They are written in place: each buffer keeps its own number.
    assert plain["written"] == {name: number_of(plain, name) for name in names}
    assert trace(network.eval(), IMAGES)["written"] == {}


def test_a_buffer_that_is_assigned_anew_is_written_with_the_new_value() -> None:
    def forward(net: nn.Module, images: Tensor) -> Tensor:
        net.mean = 0.9 * net.mean + 0.1 * images.detach().mean()
        return functional(net, images - net.mean)

    network = Written(forward, mean=nn.Buffer(torch.tensor(0.5)), **layers())
    plain = trace(network, IMAGES)
    assert list(plain["written"]) == ["mean"]
    assert plain["written"]["mean"] != number_of(plain, "mean")
    assert network.mean.item() == 0.5


def test_a_plain_attribute_that_is_read_and_assigned_anew_is_a_buffer() -> None:
    def forward(net: nn.Module, images: Tensor) -> Tensor:
        if net.training:
            net.mean = (0.9 * net.mean + 0.1 * images.mean()).detach()
        net.seen = images.flatten(1)  # nobody reads what it was before
        return functional(net, images - net.mean)

    network = Written(forward, mean=torch.zeros(()), seen=torch.zeros(1), **layers())
    network.alias = network.hidden.weight.data
    plain = trace(network.train(), IMAGES)
    assert list(plain["written"]) == ["mean"]
    assert {one["name"] for one in plain["constants"] if one["kind"] == "buffer"} == {"mean"}
    assert network.mean == 0 and torch.equal(network.seen, torch.zeros(1))
    assert Graph.from_plain(plain).weights == {"hidden.weight", "output.weight"}
    assert trace(network.eval(), IMAGES)["written"] == {}


def test_a_buffer_that_is_only_written_is_kept() -> None:
    def forward(net: nn.Module, images: Tensor) -> Tensor:
        net.last = images.mean()
        net.calls.add_(1)
        return functional(net, images)

    buffers = {"last": nn.Buffer(torch.tensor(0.0)), "calls": nn.Buffer(torch.tensor(0))}
    plain = trace(Written(forward, **buffers, **layers()), IMAGES)
    assert sorted(plain["written"]) == ["calls", "last"]
    assert len(Graph.from_plain(plain).written) == 2


def test_a_buffer_that_changes_its_shape_is_refused() -> None:
    def forward(net: nn.Module, images: Tensor) -> Tensor:
        net.memory = images.flatten(1)
        return functional(net, images)

    network = Written(forward, memory=nn.Buffer(torch.zeros(1, 784)), **layers())
    with pytest.raises(GraphError, match="a buffer's shape or type changes"):
        Graph.from_plain(trace(network, IMAGES))


@pytest.mark.parametrize("written", [None, 1, {"nothing": 1}, {"0": 1}, {"mean": "x"}])
def test_what_is_written_must_be_buffers_and_values(written: object) -> None:
    network = Written(
        lambda net, images: functional(net, images - net.mean),
        mean=nn.Buffer(torch.tensor(0.5)),
        **layers(),
    )
    plain = trace(network, IMAGES) | {"written": written}
    with pytest.raises(GraphError, match="not a graph"):
        Graph.from_plain(plain)


@pytest.mark.parametrize("mode", [None, 1, "", "train", ["training"]])
def test_the_mode_is_one_of_two(mode: object) -> None:
    with pytest.raises(GraphError, match="not a graph"):
        Graph.from_plain(trace(STYLES["sequential"](), IMAGES) | {"mode": mode})


def test_the_momentum_of_a_cumulative_average_follows_the_number_of_batches() -> None:
    network = dense(nn.BatchNorm1d(12, momentum=None))
    plain = trace(network.train(), IMAGES)
    (norm,) = [node for node in plain["nodes"] if "batch_norm" in node["operator"]]
    assert norm["arguments"][6] == {"reciprocal": number_of(plain, "2.num_batches_tracked")}
    Graph.from_plain(plain)


def test_random_numbers_are_admitted_in_training_only() -> None:
    plain = trace(STYLES["dropout"]().train(), IMAGES)
    assert any("bernoulli" in node["operator"] for node in plain["nodes"])
    Graph.from_plain(plain)
    with pytest.raises(GraphError, match="draws random numbers"):
        Graph.from_plain(plain | {"mode": "evaluation"})


def test_noise_of_a_generator_of_its_own_is_recorded_without_it() -> None:
    generator = torch.Generator()

    def forward(net: nn.Module, images: Tensor) -> Tensor:
        return functional(net, images + torch.rand(1, 1, 28, 28, generator=generator))

    plain = trace(Written(forward, **layers()).train(), IMAGES)
    assert Graph.from_plain(plain).run(IMAGES).shape == (len(IMAGES), 10)


def test_random_numbers_that_nothing_uses_are_left_out() -> None:
    def forward(net: nn.Module, images: Tensor) -> Tensor:
        torch.empty(3).bernoulli_(0.5)
        return functional(net, images)

    Graph.from_plain(trace(Written(forward, **layers()).eval(), IMAGES))


def test_layers_that_are_made_in_the_first_call_are_there_after_warming_up() -> None:
    def forward(net: nn.Module, images: Tensor) -> Tensor:
        if not hasattr(net, "output"):
            net.output = nn.Sequential(nn.Linear(784, 10), nn.Dropout(0.5))
        return net.output(images.flatten(1)).log_softmax(1)

    network = Written(forward)
    warm_up(network)
    assert not any(module.training for module in network.modules())
    names = [c["name"] for c in trace(network, IMAGES)["constants"]]
    assert names == ["output.0.weight", "output.0.bias"]


def test_lazy_layers_are_there_after_warming_up() -> None:
    network = nn.Sequential(nn.Flatten(), nn.LazyLinear(10))
    warm_up(network.train())
    assert Graph.from_plain(trace(network, IMAGES)).num_parameters() == 7850


def compiled(net: nn.Module, images: Tensor) -> Tensor:
    return torch.compile(functional)(net, images)


def scripted() -> nn.Module:
    script: nn.Module = torch.jit.script(dense(nn.ReLU()))
    return script


WRAPPED = {
    "compiled": lambda: torch.compile(dense(nn.ReLU())),
    "compiled in forward": lambda: Written(compiled, **layers()),
    "scripted": scripted,
    "functional_call": lambda: Written(
        lambda net, images: torch.func.functional_call(
            net.body, dict(net.body.named_parameters()), (images,)
        ),
        body=dense(nn.ReLU()),
    ),
}


@pytest.mark.parametrize("style", WRAPPED)
@pytest.mark.parametrize("training", [True, False])
def test_networks_behind_a_wrapper_are_recorded_operator_by_operator(
    style: str, training: bool
) -> None:
    network = WRAPPED[style]()
    warm_up(network)
    graph = Graph.from_plain(trace(network.train(training), IMAGES))
    assert [step.name for step in graph.steps() if step.weights] == ["addmm", "addmm"]
    with torch.no_grad(), torch.compiler.set_stance("force_eager"):
        assert torch.allclose(graph.run(IMAGES), network(IMAGES), atol=1e-6)


def test_autograd_inside_a_network_works_while_it_is_recorded_in_training() -> None:
    def forward(net: nn.Module, images: Tensor) -> Tensor:
        images = images.requires_grad_()
        (slope,) = torch.autograd.grad(net.hidden(images.flatten(1)).sum(), images)
        return functional(net, images + 0 * slope.detach())

    Graph.from_plain(trace(Written(forward, **layers()).train(), IMAGES.clone()))


def test_a_branch_of_pythons_own_random_numbers_is_recorded_as_it_went() -> None:
    def forward(net: nn.Module, images: Tensor) -> Tensor:
        x = net.hidden(images.flatten(1))
        return net.output(x.relu() if random.random() < 0.5 else x.tanh()).log_softmax(1)

    network = Written(forward, **layers())
    random.seed(0)
    seen = [{n["operator"] for n in trace(network, IMAGES)["nodes"]} for _ in range(20)]
    assert any("aten.relu.default" in names for names in seen)
    assert any("aten.tanh.default" in names for names in seen)


def by_numpy(net: nn.Module, images: Tensor) -> Tensor:
    x = numpy.maximum(net.hidden(images.flatten(1)).detach().numpy(), 0)
    return net.output(torch.from_numpy(x)).log_softmax(1)


def by_a_list(net: nn.Module, images: Tensor) -> Tensor:
    x = net.hidden(images.flatten(1)).tolist()
    return net.output(torch.tensor(x).relu()).log_softmax(1)


def numpy_to_the_end(net: nn.Module, images: Tensor) -> Tensor:
    return torch.from_numpy(net.hidden(images.flatten(1)).detach().numpy() + 1)


def numpy_from_the_start(net: nn.Module, images: Tensor) -> Tensor:
    pixels = numpy.sqrt(images.numpy())
    return functional(net, torch.as_tensor(pixels))


def numpys_function_of_a_tensor(net: nn.Module, images: Tensor) -> Tensor:
    x = numpy.tanh(net.hidden(images.flatten(1)).detach())
    return net.output(torch.tensor(numpy.array(x))).log_softmax(1)


def plain_numbers(net: nn.Module, images: Tensor) -> Tensor:
    rows = [[max(0.0, value.item()) for value in row] for row in net.hidden(images.flatten(1))]
    return net.output(torch.tensor(rows)).log_softmax(1)


def numbers_by_float(net: nn.Module, images: Tensor) -> Tensor:
    rows = [[max(0.0, float(value)) for value in row] for row in net.hidden(images.flatten(1))]
    return net.output(torch.FloatTensor(rows)).log_softmax(1)


@pytest.mark.parametrize(
    "forward",
    [
        by_a_list,
        by_numpy,
        numbers_by_float,
        numpy_from_the_start,
        numpy_to_the_end,
        numpys_function_of_a_tensor,
        plain_numbers,
    ],
)
@pytest.mark.parametrize("training", [True, False])
def test_numpy_inside_a_network_is_told_as_that_and_where(
    forward: Callable[[nn.Module, Tensor], Tensor], training: bool
) -> None:
    network = Written(forward, **layers()).train(training)
    name, line = forward.__name__, forward.__code__.co_firstlineno + 1
    message = rf"in `{name}` \(test_tracing.py, line {line}\) numbers leave PyTorch"
    with pytest.raises(TraceError, match=message):
        trace(network, IMAGES)


def test_numpy_for_printing_and_for_constants_is_fine() -> None:
    def forward(net: nn.Module, images: Tensor) -> Tensor:
        print(images.numpy().mean(), images.mean().item(), images[0].tolist()[0][0][0])
        return functional(net, images - torch.from_numpy(numpy.float32([0.1307])))

    Graph.from_plain(trace(Written(forward, **layers()).train(), IMAGES))
