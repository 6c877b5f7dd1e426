"""Operators that are refused: by name, or as they would leave their memory or end the process."""

from typing import Any

import pytest
import torch

from autograder.network.graph import Graph
from support.graphs import IMAGES, Plain, graph, node, refusal, value


@pytest.mark.parametrize(
    ("operator", "arguments"),
    [
        ("aten.as_strided.default", [IMAGES, [10**6], [1]]),
        ("aten.as_strided_.default", [IMAGES, [10**6], [1]]),
        ("aten._reshape_alias.default", [IMAGES, [10**6], [1]]),
        ("aten.from_file.default", ["/etc/passwd", False, 10]),
        ("aten.set_.source_Tensor", [IMAGES, IMAGES]),
        ("aten.resize_.default", [IMAGES, [10**6]]),
        ("aten.data.default", [IMAGES]),
        ("prims.add.default", [IMAGES, IMAGES]),
        ("torchvision.nms.default", [IMAGES, IMAGES, 0.5]),
        ("profiler._record_function_enter.default", ["name"]),
        ("aten.__class__.default", [IMAGES]),
    ],
)
def test_an_operator_outside_the_list_is_refused_by_name(
    operator: str, arguments: list[Any]
) -> None:
    library, name, _ = operator.split(".")
    plain = graph(node(operator, *arguments))
    assert refusal(plain) == f"the operator {library}.{name} is not admitted in a network"


@pytest.mark.parametrize(
    "operator", ["rand", "randn_like", "bernoulli", "uniform_", "native_dropout", "multinomial"]
)
def test_an_operator_that_draws_random_numbers_is_refused_by_name(operator: str) -> None:
    message = refusal(graph(node(operator, IMAGES)))
    assert message.startswith(f"the operator {operator} draws random numbers")


@pytest.mark.parametrize("overload", ["__class__", "op", "overloads", "_schema", "nothing"])
def test_an_overload_that_is_none_is_refused(overload: str) -> None:
    assert "not a graph" in refusal(graph(node(f"aten.relu.{overload}", IMAGES)))


@pytest.mark.parametrize(
    "operator",
    [
        node("aten.empty.memory_format", [4, 784]),
        node("empty_like", value(1)),
        node("new_empty", value(1), [4, 784]),
        node("empty_strided", [4, 784], [784, 1]),
        node("new_empty_strided", value(1), [4, 784], [784, 1]),
    ],
    ids=lambda plain: plain["operator"],
)
def test_new_memory_holds_zeros_and_nothing_that_was_there_before(operator: Plain) -> None:
    nodes = [
        node("aten.flatten.using_ints", IMAGES, 1, outputs=[10]),
        operator,
        node("aten.add.Tensor", value(10), value(1000), outputs=[1001]),
    ]
    admitted = Graph.from_plain(graph(*nodes, output=1001, like=torch.rand(4, 784)))
    for _ in range(20):
        waste = torch.full((4, 784), 7.0)
        del waste
        assert torch.equal(admitted.run(torch.zeros(4, 1, 28, 28)), torch.zeros(4, 784))


@pytest.mark.parametrize(
    "operator",
    [
        node("native_batch_norm", IMAGES, *[value(1)] * 4, True, 0.1, 1e-5),
        node("native_batch_norm", value(2), *[value(1)] * 4, True, 0.1, 1e-5),
        node("_native_batch_norm_legit", value(2), *[value(1)] * 4, True, 0.1, 1e-5),
        node("_native_batch_norm_legit_no_training", value(2), *[value(1)] * 4, 0.1, 1e-5),
        node("_batch_norm_no_update", value(2), *[value(1)] * 4, 0.1, 1e-5),
        node("native_batch_norm", IMAGES, None, None, None, None, False, 0.1, 1e-5),
        node("native_batch_norm", IMAGES, None, None, value(6), None, True, 0.1, 1e-5),
        node("aten._native_batch_norm_legit.no_stats", IMAGES, None, None, False, 0.1, 1e-5),
        node("_batch_norm_no_update", IMAGES, None, None, None, None, 0.1, 1e-5),
        node("native_batch_norm", value(7), *[value(6)] * 3, value(8), True, 0.1, 1e-5),
        node("native_batch_norm", value(7), *[value(9)] * 4, True, 0.1, 1e-5),
        node("_weight_norm_interface", value(2), value(3), 0),
        node("_weight_norm_interface", value(4), value(4)),
        node("_weight_norm_interface", value(2), value(3), [0]),
        node("aten.div.Tensor_mode", value(5), 10**30, rounding_mode="trunc"),
        node("aten.div.Tensor_mode", value(5), [], rounding_mode="trunc"),
        node("upsample_nearest2d", IMAGES, [99, 99], -1e-5, -1e-5),
        node("upsample_bilinear2d", IMAGES, [99, 99], False, 1e-300, float("nan")),
        node("aten.upsample_nearest2d.vec", IMAGES, None, [-3.0, -3.0]),
        node("rrelu_with_noise", IMAGES, value(1), 0.1, 0.3, False),
    ],
    ids=lambda plain: plain["operator"],
)
def test_an_operator_that_would_leave_its_memory_is_refused(operator: Plain) -> None:
    constants = {"a": torch.rand(3), "b": torch.rand(4, 10**5), "c": torch.rand(1, 1)}
    constants |= {"d": torch.tensor(1.0), "e": torch.tensor([1, 2]), "f": torch.ones(1)}
    constants |= {"g": torch.ones(4, 1).half(), "h": torch.ones(1).half()}
    constants |= {"i": torch.ones(1).double()}
    message = refusal(graph(operator, **constants))
    assert "do not fit together" in message or "does not run" in message


LEAST = torch.tensor([-(2**63)] * 28)
MINUS_ONE = torch.tensor([-1] * 28)


@pytest.mark.parametrize(
    "operator",
    [
        node("aten.div.Tensor_mode", value(1), value(2), rounding_mode="trunc"),
        node("aten.div.Scalar_mode", value(1), -1, rounding_mode="trunc"),
        node("aten.div_.Tensor_mode", value(1), value(2), rounding_mode="trunc"),
        node("aten.remainder.int", 0, 0),
        node("aten.round.decimals", IMAGES, decimals=-(2**63)),  # or takes for ever
        node("aten.floor_divide.int", 0, 0),
        node("ones_like", IMAGES, memory_format=1000),
        node("clone", IMAGES, memory_format=77),
        node("aten.to.prim_dtype", IMAGES, 1000, False, False),
    ],
    ids=lambda plain: plain["operator"],
)
def test_an_operator_that_would_end_the_process_is_refused(operator: Plain) -> None:
    used = [operator, node("aten.add.Tensor", IMAGES, value(1000), outputs=[1001])]
    message = refusal(graph(*used, output=1001, least=LEAST, minus_one=MINUS_ONE))
    assert "do not fit together" in message or "not a graph" in message


def test_whole_numbers_may_be_divided_by_all_others() -> None:
    operator = node("aten.div.Tensor_mode", value(1), value(2), rounding_mode="trunc")
    used = [operator, node("aten.add.Tensor", IMAGES, value(1000), outputs=[1001])]
    plain = graph(*used, output=1001, least=LEAST, two=-2 * MINUS_ONE)
    assert Graph.from_plain(plain).run(torch.rand(4, 1, 28, 28)).shape == (4, 1, 28, 28)
