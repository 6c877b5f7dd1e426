"""What a network looks like, whichever way it is written: its layers, and what stands between."""

import itertools
from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from autograder.network.graph import Graph
from autograder.network.layers import Layer, layers_from
from autograder.network.lineage import trace_output
from autograder.probing.tracing import trace
from support.styles import STYLES, Written, functional, layers

BATCH = 6


def seen(network: nn.Module) -> list[Layer]:
    """The layers of a network in evaluation mode."""
    graph = Graph.from_plain(trace(network.eval(), torch.rand(BATCH, 1, 28, 28)))
    return layers_from(graph, trace_output(graph.plan))


def written_by_hand(net: nn.Module, images: Tensor) -> Tensor:
    x = torch.tanh(torch.matmul(net.first, images.flatten(1).T) + net.offset[:, None])
    return torch.mm(net.second, x).T.log_softmax(1)


MLPS = {
    "functional": lambda: Written(functional, **layers()),
    "sequential": STYLES["sequential"],
    "matrices": STYLES["matrices"],
    "einsum": STYLES["einsum"],
    "in place": STYLES["in place"],
    "lazy": STYLES["lazy"],
    "normalised": STYLES["normalised"],
    "BatchNorm1d": STYLES["BatchNorm1d"],
    "dropout": STYLES["dropout"],
    "masked by a comparison": lambda: Written(
        lambda net, x: net.output((h := net.hidden(x.flatten(1))) * (h > 0)), **layers()
    ),
    "columns": lambda: Written(
        written_by_hand,
        first=nn.Parameter(torch.randn(12, 784)),
        offset=nn.Parameter(torch.zeros(12)),
        second=nn.Parameter(torch.randn(10, 12)),
    ),
}


@pytest.mark.parametrize("style", MLPS)
def test_an_mlp_has_two_layers_in_every_style(style: str) -> None:
    found = seen(MLPS[style]())
    assert [layer.outputs for layer in found] == [12, 10]
    assert [layer.inputs for layer in found] == [784, 12]
    assert [layer.num_weights for layer in found] == [784 * 12, 120]
    assert not any(layer.convolution for layer in found)


@pytest.mark.parametrize("style", ["functional", "sequential", "matrices", "einsum", "in place"])
def test_a_non_linearity_is_seen_where_it_stands(style: str) -> None:
    hidden, output = seen(MLPS[style]())
    assert hidden.then == {"activation"}
    by_hand = {"activation"} if style == "matrices" else set()  # its softmax takes exp()
    assert output.then == by_hand


@pytest.mark.parametrize(
    "bend",
    [
        lambda x: (x + x.abs()) / 2,
        lambda x: x * (1 + x.sign()) / 2,
        lambda x: -torch.clamp_max(-x, 0),
        lambda x: -torch.minimum(-x, torch.zeros(())),
        lambda x: torch.logaddexp(x, torch.zeros(())),
        lambda x: torch.log1p(x.exp()),
        lambda x: 1 / (1 + torch.exp(-x)),
        lambda x: x / (1 + x.abs()),
        lambda x: x.cos(),
    ],
)
def test_a_non_linearity_by_hand_is_seen(bend: Callable[[Tensor], Tensor]) -> None:
    net = Written(
        lambda net, images: net.second(bend(net.first(images.flatten(1)))).log_softmax(1),
        first=nn.Linear(784, 12),
        second=nn.Linear(12, 10),
    )
    assert [layer.then for layer in seen(net)] == [{"activation"}, set()]


def test_a_normalisation_by_hand_is_no_non_linearity() -> None:
    def standardised(x: Tensor) -> Tensor:
        return (x - x.mean(1, keepdim=True)) * (x.var(1, keepdim=True) + 1e-5).rsqrt()

    net = Written(
        lambda net, images: net.second(standardised(net.first(images.flatten(1)))).log_softmax(1),
        first=nn.Linear(784, 12),
        second=nn.Linear(12, 10),
    )
    assert not any("activation" in layer.then for layer in seen(net))


def test_without_a_non_linearity_none_is_seen() -> None:
    linear = nn.Sequential(nn.Flatten(), nn.Linear(784, 12), nn.Linear(12, 10), nn.LogSoftmax(1))
    assert [layer.then for layer in seen(linear)] == [set(), set()]


def convolutions(*, pool: nn.Module, rectify: nn.Module, pool_first: bool = True) -> nn.Module:
    """The network that q6 asks for."""
    parts: list[nn.Module] = []
    for channels, before in ((4, 1), (6, 4), (8, 6)):
        between = [pool, rectify] if pool_first else [rectify, pool]
        parts += [nn.Conv2d(before, channels, 5, padding="same"), *between]
    tail = [nn.Flatten(), nn.Linear(8 * 16, 12), nn.ReLU(), nn.Linear(12, 10), nn.LogSoftmax(1)]
    return nn.Sequential(*parts, *tail)


def raw_convolutions(net: nn.Module, images: Tensor) -> Tensor:
    x = images
    for weight in (net.first, net.second, net.third):
        x = nn.functional.conv2d(x, weight, padding=2)
        x = torch.clamp(nn.functional.max_pool2d(x, 2, ceil_mode=True), min=0)
    x = torch.relu(x.reshape(len(x), -1) @ net.hidden)
    return torch.log_softmax(x @ net.output, 1)


def pooled_by_slices(net: nn.Module, images: Tensor) -> Tensor:
    x = images
    for conv in net.convolutions:
        x = nn.functional.pad(conv(x), (0, 1, 0, 1), value=-torch.inf)
        size = x.shape[-1] // 2 * 2
        x = x[..., :size, :size].unflatten(-1, (-1, 2)).unflatten(-3, (-1, 2)).amax((-1, -3)).relu()
    return net.end(x.flatten(1)).log_softmax(1)


def pooled_by_windows(net: nn.Module, images: Tensor) -> Tensor:
    x = images
    for conv in net.convolutions[:2]:
        x = nn.functional.max_pool2d(conv(x), 2).relu()
    x = net.convolutions[2](x)
    out = torch.zeros(len(x), x.shape[1], 4, 4)
    for i, j in itertools.product(range(4), range(4)):
        out[:, :, i, j] = x[:, :, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2].amax((2, 3))
    return net.end(out.relu().flatten(1)).log_softmax(1)


def edge_repeated(net: nn.Module, images: Tensor) -> Tensor:
    x = images
    for conv in net.convolutions:
        x = conv(x)
        if x.shape[-1] % 2:
            x = torch.cat([x, x[:, :, -1:]], 2)
            x = torch.cat([x, x[:, :, :, -1:]], 3)
        x = nn.functional.max_pool2d(x, 2).relu()
    return net.end(x.flatten(1)).log_softmax(1)


def cut_by_padding(net: nn.Module, images: Tensor) -> Tensor:
    x = images
    for conv in net.convolutions:
        x = nn.functional.pad(conv(x), (-2, -2, -2, -2))
        x = nn.functional.max_pool2d(x, 2, ceil_mode=True).relu()
    return net.end(x.flatten(1)).log_softmax(1)


def edge_written(net: nn.Module, images: Tensor) -> Tensor:
    x = images
    for conv in net.convolutions:
        x = conv(x)
        x[:, :, -1:].relu_()
        x[:, :, :, -1:] = 0
        x = nn.functional.max_pool2d(x, 2, ceil_mode=True).relu()
    return net.end(x.flatten(1)).log_softmax(1)


def one_by_one(net: nn.Module, images: Tensor) -> Tensor:
    outputs = []
    for image in images:
        x = image
        for conv in net.convolutions:
            x = nn.functional.max_pool2d(conv(x), 2, ceil_mode=True).relu()
        outputs.append(net.end(x.reshape(-1)).log_softmax(0))
    return torch.stack(outputs)


def in_modules(forward: Callable[[nn.Module, Tensor], Tensor]) -> nn.Module:
    """A network of three convolutions and two dense layers that is written as `forward` says."""
    return Written(
        forward,
        convolutions=nn.ModuleList(
            [nn.Conv2d(b, c, 5, padding=2) for c, b in ((4, 1), (6, 4), (8, 6))]
        ),
        end=nn.Sequential(nn.Linear(128, 12), nn.ReLU(), nn.Linear(12, 10)),
    )


CNNS = {
    "max pooling first": lambda: convolutions(
        pool=nn.MaxPool2d(2, ceil_mode=True), rectify=nn.ReLU()
    ),
    "rectified first": lambda: convolutions(
        pool=nn.MaxPool2d(2, ceil_mode=True), rectify=nn.ReLU(), pool_first=False
    ),
    "average pooling": lambda: convolutions(
        pool=nn.AvgPool2d(2, ceil_mode=True), rectify=nn.ReLU(inplace=True)
    ),
    "padded pooling": lambda: convolutions(
        pool=nn.AvgPool2d(3, 2, padding=1), rectify=nn.LeakyReLU()
    ),
    "raw": lambda: Written(
        raw_convolutions,
        first=nn.Parameter(torch.rand(4, 1, 5, 5)),
        second=nn.Parameter(torch.rand(6, 4, 5, 5)),
        third=nn.Parameter(torch.rand(8, 6, 5, 5)),
        hidden=nn.Parameter(torch.rand(128, 12)),
        output=nn.Parameter(torch.rand(12, 10)),
    ),
    "pooled by slices": lambda: in_modules(pooled_by_slices),
    "pooled by windows": lambda: in_modules(pooled_by_windows),
    "cut by padding": lambda: Written(
        cut_by_padding,
        convolutions=nn.ModuleList(
            [nn.Conv2d(b, c, 5, padding=4) for c, b in ((4, 1), (6, 4), (8, 6))]
        ),
        end=nn.Sequential(nn.Linear(128, 12), nn.ReLU(), nn.Linear(12, 10)),
    ),
    "edge repeated": lambda: in_modules(edge_repeated),
    "edge written": lambda: in_modules(edge_written),
}


@pytest.mark.parametrize("style", CNNS)
def test_a_cnn_has_three_convolutions_and_two_dense_layers_in_every_style(style: str) -> None:
    found = seen(CNNS[style]())
    assert [layer.convolution for layer in found] == [True, True, True, False, False]
    shapes = [(4, 1, 5, 5), (6, 4, 5, 5), (8, 6, 5, 5)]
    assert [layer.weights for layer in found[:3]] == shapes
    assert [layer.outputs for layer in found[:3]] == [4 * 28 * 28, 6 * 14 * 14, 8 * 7 * 7]
    assert all(layer.then == {"pooling", "activation"} for layer in found[:3])
    assert [layer.outputs for layer in found[3:]] == [12, 10]
    assert [layer.then for layer in found[3:]] == [{"activation"}, set()]


def test_a_cnn_that_takes_its_images_one_by_one_has_the_same_layers() -> None:
    found = seen(in_modules(one_by_one))
    assert BATCH == 6  # of which 8 * 7 * 7 values are no multiple
    assert [layer.outputs for layer in found] == [4 * 28 * 28, 6 * 14 * 14, 8 * 7 * 7, 12, 10]
    assert [layer.convolution for layer in found] == [True, True, True, False, False]


def test_units_and_channels_that_a_padding_below_0_cuts_are_no_margin() -> None:
    def forward(net: nn.Module, images: Tensor) -> Tensor:
        x = nn.functional.pad(net.first(images), (0, 0, 0, 0, 0, -2)).relu().flatten(1)
        return net.end(nn.functional.pad(net.hidden(x), (0, -5)).relu()).log_softmax(1)

    hidden, end = nn.Linear(2 * 28 * 28, 17), nn.Linear(12, 10)
    first = nn.Conv2d(1, 4, 5, padding=2)
    found = seen(Written(forward, first=first, hidden=hidden, end=end))
    assert [layer.outputs for layer in found] == [4 * 28 * 28, 17, 10]


def test_pooling_that_keeps_the_size_is_no_pooling() -> None:
    network = nn.Sequential(nn.Conv2d(1, 2, 5), nn.MaxPool2d(1), nn.Flatten(), nn.Linear(1152, 10))
    assert [layer.then for layer in seen(network)] == [set(), set()]


@pytest.mark.parametrize(
    "spread",
    [
        lambda x: x.cumsum(1),
        lambda x: x.logcumsumexp(1),
        lambda x: x @ torch.ones(784, 784).tril(),
        lambda x: torch.fft.irfft(torch.fft.rfft(x), n=784),
        lambda x: torch.view_as_real(torch.fft.fft(x)).sum(-1),
    ],
    ids=["sums", "logarithms of sums", "a triangle", "there and back", "there"],
)
def test_scaled_values_of_which_as_many_sums_are_taken_are_a_layer(
    spread: Callable[[Tensor], Tensor],
) -> None:
    def forward(net: nn.Module, images: Tensor) -> Tensor:
        x = spread(images.flatten(1) * net.scale).relu()
        return net.output(net.hidden(x).relu())

    network = Written(forward, scale=nn.Parameter(torch.rand(784)), **layers())
    assert [layer.outputs for layer in seen(network)][-2:] == [12, 10]
    assert len(seen(network)) == 3


def test_values_that_are_repeated_are_no_more_than_they_were() -> None:
    def forward(net: nn.Module, images: Tensor) -> Tensor:
        x = net.first(images[:, 0, 12:17, 12:17].flatten(1))
        return net.output((x[:, :, None].expand(-1, -1, 784) + 0).mean(2).relu())

    first, output = nn.Linear(25, 8), nn.Linear(8, 10)
    found = seen(Written(forward, first=first, output=output))
    assert [(layer.outputs, layer.convolution) for layer in found] == [(8, False), (10, False)]


def test_a_layer_that_the_output_does_not_use_is_not_seen() -> None:
    def forward(net: nn.Module, images: Tensor) -> Tensor:
        net.hidden(images.flatten(1))
        return net.only(images.flatten(1))

    network = Written(forward, **layers(only=nn.Linear(784, 10)))
    assert [layer.outputs for layer in seen(network)] == [10]


def test_what_is_written_into_a_tensor_of_zeros_counts() -> None:
    def forward(net: nn.Module, images: Tensor) -> Tensor:
        padded = torch.zeros(len(images), 784)
        padded[:, :] = images.flatten(1)
        return net.output(net.hidden(padded).relu())

    assert [layer.outputs for layer in seen(Written(forward, **layers()))] == [12, 10]


def test_networks_that_differ_in_their_weights_only_are_looked_at_once() -> None:
    one, other = (
        Graph.from_plain(trace(Written(functional, **layers()).eval(), torch.rand(64, 1, 28, 28)))
        for _ in range(2)
    )
    assert trace_output(one.plan) is trace_output(other.plan)


def test_networks_whose_images_pass_the_same_operators_are_told_apart() -> None:
    small, large = (
        Written(lambda net, x, table=table: functional(net, x + table()), **layers())
        for table in (lambda: torch.tensor([0.5]), lambda: torch.tensor([0.5]).neg().mul(3))
    )
    first, second = (
        Graph.from_plain(trace(one.eval(), torch.rand(BATCH, 1, 28, 28))) for one in (small, large)
    )
    assert first.path == second.path
    joined = [{one.place for one in trace_output(one.plan).joined} for one in (first, second)]
    assert joined[0] != joined[1]
