"""Graphs from a guest that lies: refused by name, in bounded time and memory, never a crash."""

import copy
import random
import resource
import time
from typing import Any

import pytest
import torch
from torch import nn

from autograder.checking.submission import BATCH, Submission
from autograder.network import admission
from autograder.network.admission import MAX_NODES
from autograder.network.graph import Graph, GraphError
from autograder.probing.student_error import StudentError
from autograder.probing.tracing import trace
from support.styles import STYLES
from support.zoo import a_third_in_make_test

Plain = dict[str, Any]
IMAGES = {"value": 0}
SAME = [[1, 1], [14, 14], [1, 1], False, [0, 0], 1]  # a convolution's options


def node(operator: str, *arguments: Any, outputs: Any = None, **options: Any) -> Plain:
    """One operator as the tracer writes it; its output has the number 1000."""
    name = operator if operator.count(".") == 2 else f"aten.{operator}.default"
    outputs = [1000] if outputs is None else outputs
    return {"operator": name, "arguments": [*arguments], "options": options, "outputs": outputs}


def graph(*nodes: Plain, output: Any = 1000, **constants: torch.Tensor) -> Plain:
    """A graph with these operators; constants have the numbers 1, 2, …."""
    kept = [
        {"number": number, "name": name, "kind": "parameter", "value": value}
        for number, (name, value) in enumerate(constants.items(), 1)
    ]
    plain = {"mode": "evaluation", "batch": 4, "written": {}, "constants": kept}
    return plain | {"nodes": [*nodes], "output": output}


def value(number: int) -> Plain:
    return {"value": number}


def refusal(plain: Any) -> str:
    """The reason for which a graph is refused, on admission or when it runs."""
    with pytest.raises(GraphError) as caught:
        Graph.from_plain(plain).run(torch.rand(4, 1, 28, 28))
    return caught.value.hint


def test_a_graph_made_by_hand_runs() -> None:
    plain = graph(node("aten.flatten.using_ints", IMAGES, 1))
    assert Graph.from_plain(plain).run(torch.ones(4, 1, 28, 28)).sum() == 4 * 784


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
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    with pytest.raises(GraphError):
        Graph.from_plain(graph(*nodes))
    assert time.monotonic() - start < 5
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
    start = time.monotonic()
    assert "too much" in refusal(graph(operator, **big))
    assert time.monotonic() - start < 5


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
    start = time.monotonic()
    with pytest.raises(GraphError, match="computes too much"):
        Graph.from_plain(graph(*nodes, **constants))
    assert time.monotonic() - start < 5


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
    start = time.monotonic()
    assert "more than 1,000 tensors" in refusal(graph(operator, a=torch.rand(10**6)))
    assert time.monotonic() - start < 5


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


def test_too_many_operators_are_refused() -> None:
    many = [node("relu", value(n), outputs=[n + 1]) for n in range(MAX_NODES + 1)]
    assert f"more than {MAX_NODES:,} operators" in refusal(graph(*many, output=MAX_NODES + 1))


def test_too_many_weights_are_refused() -> None:
    weights = {f"w{number}": torch.empty(1).expand(10**7) for number in range(3)}
    assert "weights" in refusal(graph(node("relu", IMAGES), **weights))


ADD_IMAGES = node("aten.add.Tensor", IMAGES, value(5))


@pytest.mark.parametrize(
    ("nodes", "message"),
    [
        ([node("relu", value(7))], "not there yet"),
        ([node("relu", value(1000))], "not there yet"),
        ([node("relu", IMAGES, outputs=[5]), node("relu", value(5), outputs=[5])], "same number"),
        ([node("relu", IMAGES, outputs=[0])], "same number"),
        ([node("zeros", [4, 10])], "does not depend on the images"),
        ([node("relu", IMAGES, outputs=[None])], "no output"),
        ([node("relu", IMAGES, outputs=[])], "no output"),
        ([], "no output"),
        ([node("aten.sum.default", IMAGES)], "one row for each image"),
        ([node("aten.add.Tensor", IMAGES, "text")], "does not run"),
        ([node("relu", IMAGES, IMAGES, IMAGES)], "does not run"),
        ([node("relu", IMAGES, colour=1)], "does not run"),
        ([node("view", IMAGES, [-5])], "does not run"),
        ([node("avg_pool2d", IMAGES, [0, 0])], "does not run"),
        ([node("aten.select.int", IMAGES, 10**30, 0)], "does not run"),
        ([node("embedding", value(1), value(2), outputs=[5]), ADD_IMAGES], "does not run"),
        ([node("zeros", [4, 10], dtype=13)], "do not fit together"),
        ([node("zeros", [4, 10], layout=1)], "do not fit together"),
    ],
)
def test_what_does_not_hold_together_is_refused(nodes: list[Plain], message: str) -> None:
    constants = {"table": torch.rand(2, 28), "beyond": torch.tensor([10**9])}
    assert message in refusal(graph(*nodes, **constants))


@pytest.mark.parametrize(
    "operator",
    [
        node("native_batch_norm", IMAGES, *[value(1)] * 4, True, 0.1, 1e-5),
        node("native_batch_norm", value(2), *[value(1)] * 4, True, 0.1, 1e-5),
        node("_native_batch_norm_legit", value(2), *[value(1)] * 4, True, 0.1, 1e-5),
        node("_native_batch_norm_legit_no_training", value(2), *[value(1)] * 4, 0.1, 1e-5),
        node("_batch_norm_no_update", value(2), *[value(1)] * 4, 0.1, 1e-5),
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
    constants |= {"d": torch.tensor(1.0), "e": torch.tensor([1, 2])}
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


def test_a_graph_of_another_batch_than_was_asked_for_is_refused() -> None:
    plain = graph(node("aten.flatten.using_ints", IMAGES, 1))  # a batch of 4
    answers = iter([0, plain, plain | {"batch": BATCH}])
    network = Submission(lambda probe, arguments: next(answers)).network("MLP")
    with pytest.raises(StudentError, match="the batch that was asked for"):
        network.graph()
    assert network.graph().batch == BATCH


def places(plain: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path to every value in plain data."""
    found = [path]
    items = enumerate(plain) if isinstance(plain, list) else ()
    for key, item in plain.items() if isinstance(plain, dict) else items:
        found += places(item, (*path, key))
    return found


def replacement(rng: random.Random, old: Any) -> Any:
    """Something else, or something a little different."""
    if type(old) is int and rng.random() < 0.5:
        return old + rng.choice([-1, 1, 2, 10**4, -(10**9), 2**63, 10**30])
    if isinstance(old, list) and old and rng.random() < 0.6:
        return rng.choice([old[:-1], old + old[:1], old[::-1], [], [old]])
    if isinstance(old, torch.Tensor) and rng.random() < 0.6:
        return rng.choice([old[..., None], old[:0], old.double(), old.bool(), old.flatten()[:1]])
    fixed = [None, True, -1, 0, 3, 10**30, 1.5, float("nan"), float("inf"), "", "float32", [], {}]
    fixed += [[[]], IMAGES, value(3), {"dtype": "int64"}, {"dtype": "qint8"}, b"x", torch.rand(2)]
    return rng.choice(
        [*fixed, {"memory_format": "channels_last"}, "aten.relu.default", [IMAGES] * 3]
    )


@pytest.mark.parametrize(
    "style", a_third_in_make_test(["BatchNorm2d", "GroupNorm", "written in slices", "attention"])
)
def test_random_changes_to_a_graph_are_refused_or_run(style: str) -> None:
    rng, refused = random.Random(style), 0
    torch.manual_seed(0)
    network: nn.Module = STYLES[style]().eval()
    plain = trace(network, torch.rand(2, 1, 28, 28))
    paths = [path for path in places(plain) if path]
    images = torch.rand(3, 1, 28, 28)
    for _ in range(400):
        changed = copy.deepcopy(plain)
        for path in rng.sample(paths, rng.randint(1, 2)):
            parent = changed
            try:
                for key in path[:-1]:
                    parent = parent[key]
                parent[path[-1]] = replacement(rng, parent[path[-1]])
            except (LookupError, TypeError, RuntimeError, ValueError):
                continue  # an earlier change has removed this place
        try:
            admitted = Graph.from_plain(changed)
            assert isinstance(admitted.run(images), torch.Tensor)
            admitted.steps()
        except GraphError:
            refused += 1
    assert refused > 150


@pytest.mark.parametrize(
    "plain", [None, 1, "graph", [], {}, b"", torch.rand(3), [{}], {"batch": 1}]
)
def test_what_is_no_graph_at_all_is_refused(plain: Any) -> None:
    assert "not a graph" in refusal(plain)
