"""Graphs that nobody thought of: refused, or run, and nothing else."""

import copy
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autograder.network.admission import DTYPES
from autograder.network.graph import Graph, GraphError
from autograder.network.operators import ALLOWED
from autograder.probing.tracing import trace
from support.fuzzing import PLAIN, TREES, Apart, examples
from support.styles import STYLES

NUMBERS = st.one_of(
    st.integers(-3, 8), st.sampled_from([0, 1, 28, 784, 1000, 10**6, 2**31, 2**62, -(2**63)])
)
SCALARS = st.one_of(NUMBERS, st.floats(), st.booleans())
LISTS = st.lists(NUMBERS, max_size=4)
FORMAT = st.sampled_from(["channels_last", "contiguous_format", "preserve_format"]).map(
    lambda name: {"memory_format": name}
)
DTYPE = st.sampled_from(sorted(DTYPES)).map(lambda name: {"dtype": name})
CONSTANTS = {
    1: torch.linspace(-2, 2, 12).reshape(3, 4),
    2: torch.tensor([-(2**63), -1, 0, 1, 2**62]),
    3: torch.arange(4 * 2 * 5 * 5, dtype=torch.float32).reshape(4, 2, 5, 5),
    4: torch.tensor([True, False, True, True]),
    5: torch.tensor(float("nan")),
    6: torch.zeros(0, 3),
    7: torch.tensor([-(2**31), -1, 5, 2**31 - 1], dtype=torch.int32),
    8: torch.full((28,), 0.5),
    9: torch.tensor([255, 0, 3, 7], dtype=torch.uint8),
    10: torch.rand(4, 28, generator=torch.Generator().manual_seed(0)).double(),
    11: torch.linspace(-2, 2, 12).reshape(3, 4).half(),
    12: torch.arange(4 * 2 * 5 * 5).reshape(4, 2, 5, 5).bfloat16(),
    13: torch.tensor([-128, -1, 0, 127], dtype=torch.int8),
}
KEPT = [
    {"number": number, "name": "", "kind": "buffer", "value": value}
    for number, value in CONSTANTS.items()
]


@cache
def overloads() -> dict[str, Any]:
    """The schemas of all that `from_plain` might admit: every overload of every operator listed."""
    found = {}
    for name in sorted(ALLOWED):
        packet = getattr(torch.ops.aten, name)
        for overload in packet.overloads():
            schema = getattr(packet, overload)._schema
            if all("Tensor" in str(result.type) for result in schema.returns):
                found[f"aten.{name}.{overload}"] = schema
    return found


def argument(kind: str, values: list[int]) -> st.SearchStrategy[Any]:
    """Arguments of a type as an operator's schema writes it."""
    one = st.sampled_from(values).map(lambda number: {"value": number})
    if kind.startswith("Optional["):
        return st.one_of(st.none(), argument(kind[9:-1], values))
    if kind == "Tensor":
        return one
    if "Tensor" in kind:
        return st.lists(st.one_of(one, st.none()) if "Optional" in kind else one, max_size=3)
    if kind.startswith("List["):
        return st.one_of(LISTS, st.lists(SCALARS, max_size=4))
    if kind == "number":
        return SCALARS
    table: dict[str, st.SearchStrategy[Any]] = {
        "int": NUMBERS,
        "float": SCALARS,
        "bool": st.booleans(),
        "str": st.sampled_from(["none", "tanh", "mean", "trunc", "floor", "reflect", "ij"]),
    }
    return table.get(kind, st.one_of(st.none(), NUMBERS, DTYPE))


@st.composite
def graphs(draw: st.DrawFn) -> dict[str, Any]:
    """A few operators with arguments of the right types, and a sum of what they make of images."""
    values = [0, *CONSTANTS]
    nodes = []
    for number in range(1000, 1000 + draw(st.integers(1, 4))):
        name = draw(st.sampled_from(list(overloads())))
        arguments: list[Any] = []
        options: dict[str, Any] = {}
        for parameter in overloads()[name].arguments:
            kind = str(parameter.real_type)
            if parameter.name in ("device", "layout", "pin_memory"):
                continue
            if "ScalarType" in kind:
                options[parameter.name] = draw(st.one_of(st.none(), DTYPE))
            elif "MemoryFormat" in kind and draw(st.booleans()):
                options[parameter.name] = draw(st.one_of(st.none(), FORMAT))
            elif parameter.kwarg_only:
                options[parameter.name] = draw(argument(kind, values))
            else:
                arguments.append(draw(argument(kind, values)))
        while arguments and draw(st.integers(0, 9)) == 0:
            arguments.pop()
        outputs = [number] if draw(st.booleans()) else [number, number + 100]
        nodes.append(
            {"operator": name, "arguments": arguments, "options": options, "outputs": outputs}
        )
        values.append(number)
    flat = {"operator": "aten.flatten.using_ints", "arguments": [{"value": 0}, 1]}
    nodes.append(flat | {"options": {}, "outputs": [2000]})
    output = draw(st.sampled_from([2000, values[-1]]))
    plain = {"mode": draw(st.sampled_from(["training", "evaluation"])), "written": {}}
    return plain | {"batch": 4, "nodes": nodes, "output": output}


@cache
def traces() -> list[dict[str, Any]]:
    torch.manual_seed(0)
    chosen = ["BatchNorm2d", "GroupNorm", "attention", "weight_norm", "max pooling", "enlarged"]
    return [trace(STYLES[style]().eval(), torch.rand(4, 1, 28, 28)) for style in chosen]


@st.composite
def changed_traces(draw: st.DrawFn) -> Any:
    """What a real network is traced to, with something else in a few places."""
    plain = copy.deepcopy(draw(st.sampled_from(traces())))
    names = st.sampled_from(list(overloads()))
    for _ in range(draw(st.integers(1, 3))):
        node = draw(st.sampled_from(plain["nodes"]))
        change = draw(st.sampled_from(["operator", "argument", "option", "constant", "outer"]))
        if change == "operator":
            node["operator"] = draw(names)
        elif change == "argument" and isinstance(node["arguments"], list) and node["arguments"]:
            place = draw(st.integers(0, len(node["arguments"]) - 1))
            value = st.integers(0, 30).map(lambda number: {"value": number})
            node["arguments"][place] = draw(st.one_of(SCALARS, LISTS, value, DTYPE, st.none()))
        elif change == "option" and isinstance(node["options"], dict):
            name = draw(st.sampled_from(["dim", "dtype", "eps", "rounding_mode", "memory_format"]))
            node["options"][name] = draw(st.one_of(SCALARS, LISTS, DTYPE, st.just("trunc")))
        elif change == "constant" and plain["constants"]:
            constant = draw(st.sampled_from(plain["constants"]))
            if isinstance(constant["value"], torch.Tensor):
                constant["value"] = draw(st.sampled_from(list(CONSTANTS.values())))
        elif change == "outer":
            name = draw(st.sampled_from(["batch", "output", "nodes", "constants"]))
            if name in ("batch", "output"):
                plain[name] = draw(st.one_of(NUMBERS, PLAIN))
            else:
                node[draw(st.sampled_from(sorted(node)))] = draw(TREES)
    return plain


def execute(plain: Any) -> str:
    """Admit a graph and run it, as the grader does."""
    torch.manual_seed(0)
    try:
        graph = Graph.from_plain(plain)
        graph.steps()
        output = graph.run(torch.rand(6, 1, 28, 28))
    except GraphError as error:
        assert error.hint
        return "refused"
    assert isinstance(output, torch.Tensor)
    return "ran"


@pytest.fixture(scope="module")
def executor() -> Iterator[Apart]:
    torch.set_num_threads(1)
    with Apart(execute) as apart:
        assert [apart(plain) for plain in traces()] == ["ran"] * len(traces())
        yield apart


@given(plain=graphs())
@examples(500)
def test_any_operators_with_arguments_of_their_types_are_refused_or_run(
    executor: Apart, plain: Any
) -> None:
    executor(plain | {"constants": KEPT})


@given(plain=changed_traces())
@examples(200)
def test_a_traced_network_that_was_changed_is_refused_or_runs(executor: Apart, plain: Any) -> None:
    executor(plain)


@given(plain=TREES)
@examples(100)
def test_plain_data_of_any_form_is_refused_as_a_graph(executor: Apart, plain: Any) -> None:
    assert executor(plain) == "refused"
