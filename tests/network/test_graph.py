"""Networks as data: whatever its style, a network is repeated bit for bit on other images."""

import gc

import pytest
import torch
from torch import Tensor, nn

from autograder.inside.wire import decode, encode
from autograder.network.graph import Graph, GraphError
from autograder.probing.tracing import TraceError, trace
from support.styles import STYLES, Written, convolutional, dense, layers

BATCH = 8
IMAGES = torch.rand(BATCH, 1, 28, 28)
NOT_TRAINABLE = {"in place", "masked", "through .data"}


def over_the_wire(network: nn.Module, batch: int = BATCH) -> Graph:
    """Trace on random images and admit what arrives."""
    _, text, *payload = encode(trace(network, torch.rand(batch, 1, 28, 28)))
    return Graph.from_plain(decode(bytes(text), bytearray(b"".join(payload))))


def train_a_little(network: nn.Module) -> None:
    """Move weights and statistics away from where they start."""
    optimizer = torch.optim.SGD(network.parameters(), 0.1)
    network.train()
    network(torch.rand(BATCH, 1, 28, 28)).square().mean().backward()
    optimizer.step()
    network.eval()


def batch_by_batch(network: nn.Module, images: Tensor) -> Tensor:
    """What the network itself returns for batches of the same size, the last filled up."""
    rest = -len(images) % BATCH
    full = torch.cat([images, torch.zeros(rest, 1, 28, 28)])
    with torch.no_grad():
        parts = [network(part.clone()) for part in full.split(BATCH)]
    return torch.cat(parts)[: len(images)]


@pytest.mark.parametrize("style", STYLES)
def test_a_network_of_any_style_is_repeated_bit_for_bit(style: str) -> None:
    torch.manual_seed(1)
    network = STYLES[style]()
    if style not in NOT_TRAINABLE:
        train_a_little(network)
    network.eval()
    graph = over_the_wire(network)
    for count in (3 * BATCH - 3, 1, BATCH):
        images = torch.rand(count, 1, 28, 28)
        assert torch.equal(graph.run(images), batch_by_batch(network, images))
    assert graph.num_parameters() == sum(p.numel() for p in network.parameters())


def test_weights_in_another_memory_format_make_a_difference_of_rounding_only() -> None:
    network = convolutional(nn.ReLU()).to(memory_format=torch.channels_last).eval()
    images = torch.rand(5, 1, 28, 28)
    assert torch.allclose(over_the_wire(network).run(images), network(images), atol=1e-5)


def test_running_twice_gives_the_same_and_changes_neither_images_nor_weights() -> None:
    graph = over_the_wire(STYLES["in place"]().eval())
    images = torch.rand(11, 1, 28, 28)
    before = images.clone(), [constant.value.clone() for constant in graph.constants]
    first, second = graph.run(images), graph.run(images)
    assert torch.equal(first, second)
    assert torch.equal(images, before[0])
    assert all(torch.equal(c.value, b) for c, b in zip(graph.constants, before[1], strict=True))


def test_a_network_that_changes_its_own_weights_starts_anew_with_every_batch() -> None:
    def forward(net: nn.Module, images: Tensor) -> Tensor:
        net.count += 1
        return net.output(images.flatten(1)) * net.count

    network = Written(forward, output=nn.Linear(784, 10), count=nn.Buffer(torch.zeros(1))).eval()
    graph = over_the_wire(network)
    images = torch.rand(2 * BATCH, 1, 28, 28)
    with torch.no_grad():
        expected = network.output(images.flatten(1))
    # In batches of another size products are rounded otherwise; a second count would double them.
    assert torch.allclose(graph.run(images), expected, atol=1e-5)


def test_a_network_that_writes_into_its_images_is_repeated() -> None:
    def forward(net: nn.Module, images: Tensor) -> Tensor:
        images -= 0.5
        return net.output(images.flatten(1))

    network = Written(forward, output=nn.Linear(784, 10)).eval()
    images = torch.rand(5, 1, 28, 28)
    assert torch.equal(over_the_wire(network).run(images), batch_by_batch(network, images))


def test_tensors_that_come_and_go_are_never_taken_for_one_another() -> None:
    def forward(net: nn.Module, images: Tensor) -> Tensor:
        x = images.flatten(1)
        for step in range(30):
            x = x + torch.full((784,), float(step)).mul(0.01)
            gc.collect(0)
        return net.output(x)

    network = Written(forward, output=nn.Linear(784, 10)).eval()
    images = torch.rand(5, 1, 28, 28)
    assert torch.equal(over_the_wire(network).run(images), batch_by_batch(network, images))


def test_unused_parameters_are_counted() -> None:
    network = Written(lambda net, images: net.output(images.flatten(1)), **layers()).eval()
    network.output = nn.Linear(784, 10)
    graph = over_the_wire(network)
    assert graph.num_parameters() == 784 * 12 + 12 + 7850
    assert graph.run(torch.rand(3, 1, 28, 28)).shape == (3, 10)


def test_an_unregistered_weight_is_a_constant() -> None:
    weight = torch.randn(784, 10)
    graph = over_the_wire(Written(lambda net, images: images.flatten(1) @ weight))
    assert graph.num_parameters() == 0
    assert [constant.kind for constant in graph.constants] == ["constant"]


def test_dropout_left_on_by_the_network_itself_is_refused_by_name() -> None:
    def forward(net: nn.Module, images: Tensor) -> Tensor:
        return nn.functional.dropout(net.output(images.flatten(1)))

    with pytest.raises(GraphError, match="draws random numbers"):
        over_the_wire(Written(forward, output=nn.Linear(784, 10)).eval())


def test_an_operator_that_is_not_admitted_is_named() -> None:
    def forward(net: nn.Module, images: Tensor) -> Tensor:
        return net.output(net.lstm(images.squeeze(1))[0][:, -1])

    network = Written(forward, lstm=nn.LSTM(28, 12, batch_first=True), output=nn.Linear(12, 10))
    with pytest.raises(GraphError, match=r"the operator aten\.\w*(lstm|rnn)\w* is not admitted"):
        over_the_wire(network.eval())


@pytest.mark.parametrize("dtype", [torch.uint16, torch.complex128, torch.float8_e5m2])
def test_numbers_of_a_type_that_is_not_admitted_are_named(dtype: torch.dtype) -> None:
    name = str(dtype).removeprefix("torch.")
    with pytest.raises(GraphError, match=f"numbers of the type {name} are not admitted"):
        Graph.from_plain(trace(Written(lambda net, images: images.to(dtype)).eval(), IMAGES))


@pytest.mark.parametrize(
    ("forward", "message"),
    [
        (lambda images: list(images), "returned a list; expected a tensor"),
        (lambda images: images.flatten(1).tolist(), "numbers leave PyTorch"),
        (lambda images: (images, images), "returned a tuple; expected a tensor"),
        (lambda images: None, "returned None; expected a tensor"),
        (lambda images: torch.zeros(len(images), 10), "does not depend on the images"),
        (lambda images: torch.tensor(images.sum().item()).expand(BATCH, 10), "does not depend"),
        (lambda images: torch.from_numpy(images.numpy()[:, 0, :10, 0] * 2), "does not depend"),
    ],
)
def test_an_output_that_is_not_computed_from_the_images_by_pytorch_is_refused(
    forward: object, message: str
) -> None:
    with pytest.raises((GraphError, TraceError), match=message):
        over_the_wire(Written(lambda net, images: forward(images)))  # type: ignore[operator]


def test_a_network_that_depends_on_the_size_of_the_batch_is_refused_when_it_runs() -> None:
    graph = over_the_wire(Written(lambda net, images: images.mean() * torch.ones(10)))
    with pytest.raises(GraphError, match="one row for each image"):
        graph.run(torch.rand(3, 1, 28, 28))


def test_images_of_another_shape_are_refused() -> None:
    graph = over_the_wire(dense(nn.ReLU()).eval())
    with pytest.raises(GraphError):
        graph.run(torch.rand(3, 1, 14, 14))
