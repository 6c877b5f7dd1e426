"""Graphs that ask for too much: refused in bounded time and memory, before they are computed."""

import resource
import time

import pytest
import torch

from autograder.network import admission
from autograder.network.admission import MAX_NODES
from autograder.network.graph import Graph, GraphError
from support.graphs import IMAGES, SAME, Plain, graph, node, refusal, value


@pytest.fixture(scope="module", autouse=True)
def _imported() -> None:
    """Have PyTorch import what it needs to compute shapes, as the first graph of a process does."""
    Graph.from_plain(graph(node("aten.flatten.using_ints", IMAGES, 1)))


@pytest.mark.parametrize(
    "nodes",
    [
        [node("zeros", [10**12])],
        [node("zeros", [10**6, 10**6, 10**6])],
        [node("arange", 10**12)],
        [node("aten.expand.default", IMAGES, [10**9, 1, 28, 28])],
        [node("repeat", IMAGES, [10**9, 1, 1, 1])],
        [node("constant_pad_nd", IMAGES, [10**9] * 4)],
        [node("empty_strided", [10], [10**12])],
        [node("zeros", [2**62])],
        [node("zeros", [19_000_000], outputs=[number]) for number in range(1000, 1010)],
    ],
    ids=lambda nodes: f"{len(nodes)} {nodes[0]['operator']}",
)
def test_huge_tensors_are_refused_before_anything_is_allocated(nodes: list[Plain]) -> None:
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with pytest.raises(GraphError):
        Graph.from_plain(graph(*nodes))
    assert time.process_time() - start < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # kilobytes


@pytest.mark.parametrize(
    "operator",
    [
        node("addbmm", value(1), value(2), value(2)),
        node("mm", value(1), value(1)),
        node("avg_pool2d", value(3), [2000, 2000], [1, 1]),
        node("max_pool2d_with_indices", value(3), [2000], [1, 1]),
        node("aten.conv2d.default", value(3), value(4)),
    ],
    ids=lambda plain: plain["operator"],
)
def test_too_much_work_is_refused_before_it_is_begun(operator: Plain) -> None:
    big = {"a": torch.empty(1900, 1900), "b": torch.empty(1, 1900, 1900)}
    big |= {"c": torch.empty(1, 1, 3000, 3000), "d": torch.empty(1, 1, 300, 300)}
    start = time.process_time()
    assert "too much" in refusal(graph(operator, **big))
    assert time.process_time() - start < 5


def test_operators_whose_shapes_take_long_to_compute_are_refused_in_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scale = [
        node("upsample_bilinear2d", value(number), [28, 28], False, outputs=[number + 1])
        for number in range(1000, 2980)
    ]
    plain = graph(node("relu", IMAGES), *scale, output=2980)  # 30 s of a core, without a limit
    monkeypatch.setattr(admission, "MAX_SECONDS", 0.2)
    start = time.process_time()
    assert refusal(plain) == "the network's operators take too long to check"
    assert time.process_time() - start < 10  # the first use of an operator imports what it needs


ROWS, COLUMNS = torch.arange(3000)[:, None], torch.arange(3000)[None]


@pytest.mark.parametrize(
    ("nodes", "constants"),
    [
        (
            [node("aten.index_put_.default", value(1), [value(2), value(3)], value(4))] * 20,
            {"a": torch.rand(3000, 3000), "b": ROWS, "c": COLUMNS, "d": torch.tensor(0.0)},
        ),
        (
            [node("aten.linalg_vector_norm.default", value(1), outputs=[n]) for n in range(5, 65)],
            {"a": torch.rand(1).expand(19_000_000)},
        ),
        (
            [
                node("convolution", value(1), value(2), None, *SAME, outputs=[n])
                for n in range(5, 45)
            ],
            {"a": torch.rand(1, 8, 64, 64).double(), "b": torch.rand(1, 8, 29, 29).double()},
        ),
        (
            [node("aten.matmul.default", value(1), value(2), outputs=[n]) for n in range(5, 9)],
            {"a": torch.rand(1500, 1, 1, 100), "b": torch.rand(1, 150, 100, 1)},
        ),
        (
            [node("aten.argmax.default", value(1), outputs=[n]) for n in range(5, 65)],
            {"a": torch.rand(1).expand(19_000_000)},
        ),
        (
            [node("aten.copy_.default", value(1), value(2)) for _ in range(100)],
            {"a": torch.rand(3000, 3000), "b": torch.rand(3000, 3000)},
        ),
    ],
    ids=lambda part: part[0]["operator"] if isinstance(part, list) else "",
)
def test_what_operators_read_and_need_meanwhile_counts(
    nodes: list[Plain], constants: dict[str, torch.Tensor]
) -> None:
    start = time.process_time()
    with pytest.raises(GraphError, match="computes too much"):
        Graph.from_plain(graph(*nodes, **constants))
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    "operator",
    [
        node("aten.unbind.int", value(1)),
        node("aten.split.Tensor", value(1), 1),
        node("aten.unsafe_split.Tensor", value(1), 2),
        node("aten.chunk.default", value(1), 10**6),
    ],
    ids=lambda plain: plain["operator"],
)
def test_an_operator_that_makes_a_million_tensors_is_refused(operator: Plain) -> None:
    start = time.process_time()
    assert "more than 1,000 tensors" in refusal(graph(operator, a=torch.rand(10**6)))
    assert time.process_time() - start < 5


def test_too_many_operators_are_refused() -> None:
    many = [node("relu", value(n), outputs=[n + 1]) for n in range(MAX_NODES + 1)]
    assert f"more than {MAX_NODES:,} operators" in refusal(graph(*many, output=MAX_NODES + 1))


def test_too_many_weights_are_refused() -> None:
    weights = {f"w{number}": torch.empty(1).expand(10**7) for number in range(3)}
    assert "weights" in refusal(graph(node("relu", IMAGES), **weights))
