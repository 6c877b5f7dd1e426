"""Bytes, graphs and archives that nobody thought of: refused or understood, and nothing else."""

import copy
import io
import json
import socket
import struct
import tempfile
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autograder.inside.wire import (
    DTYPES,
    HEAD,
    MAGIC,
    MAX_TEXT,
    Channel,
    WireError,
    decode,
    encode,
)
from autograder.intake.bulk import BulkError, find_all
from autograder.intake.submissions import (
    IntakeError,
    name_submissions,
    read_submission,
)
from autograder.network.graph import Graph, GraphError
from autograder.network.operators import ALLOWED
from autograder.probing.tracing import trace
from support.fuzzing import Apart, examples
from support.styles import STYLES

pytestmark = pytest.mark.filterwarnings("ignore:Duplicate name")

# The wire

PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(-3, 3),
    st.sampled_from([2**31, 2**63, 10**30, -(2**63), 10**400]),
    st.floats(),
    st.text(max_size=5),
)
SIZES = st.one_of(st.integers(0, 4), PLAIN)
TENSORS = st.tuples(
    st.one_of(st.sampled_from(list(DTYPES)), st.text(max_size=8)),
    st.one_of(st.lists(SIZES, max_size=9), PLAIN),
).map(lambda pair: {"tensor": list(pair)})
TREES = st.recursive(
    st.one_of(PLAIN, TENSORS, st.builds(lambda size: {"bytes": size}, SIZES)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(["dict", "tensor", "bytes", "a"]), inner, max_size=2),
        st.builds(
            lambda one: {"dict": one}, st.dictionaries(st.text(max_size=3), inner, max_size=3)
        ),
    ),
    max_leaves=12,
)


@cache
def valid_frame() -> bytes:
    value = {"number": 1, "value": [torch.rand(3, 2), b"bytes", {"a": torch.tensor([True])}, 1.5]}
    return b"".join(bytes(part) for part in encode(value))


@st.composite
def frames(draw: st.DrawFn) -> bytes:
    """Random bytes, a tree with a payload, or a valid frame that was damaged."""
    kind = draw(st.sampled_from(["bytes", "tree", "damaged"]))
    if kind == "bytes":
        head = struct.pack("!4sIQ", MAGIC, draw(st.integers(0, 60)), draw(st.integers(0, 60)))
        return draw(st.sampled_from([b"", head])) + draw(st.binary(max_size=120))
    if kind == "tree":
        text = json.dumps(draw(TREES)).encode()
        payload = draw(st.binary(max_size=64))
        return HEAD.pack(MAGIC, len(text), len(payload)) + text + payload
    data = bytearray(valid_frame())
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(data) - 1))
        data[place : place + draw(st.integers(0, 3))] = draw(st.binary(max_size=4))
    return bytes(data)


def receive(data: bytes) -> str:
    """What a channel makes of these bytes; what it takes can be sent again, and is the same."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(data)
        theirs.shutdown(socket.SHUT_WR)
        try:
            value = Channel(ours, max_payload=10**6).receive()
        except WireError:
            return "refused"
    again = encode(value)
    assert b"".join(map(bytes, encode(decode_again(again)))) == b"".join(map(bytes, again))
    return "taken"


def decode_again(parts: list[Any]) -> Any:
    return decode(bytes(parts[1]), bytearray(b"".join(map(bytes, parts[2:]))))


@pytest.fixture(scope="module")
def channel() -> Iterator[Apart]:
    with Apart(receive) as apart:
        assert apart(valid_frame()) == "taken"
        yield apart


@given(data=frames())
@examples(600)
def test_any_bytes_on_the_wire_are_a_value_or_an_error_of_the_wire(
    channel: Apart, data: bytes
) -> None:
    channel(data)


def largest(kind: str) -> tuple[bytes, int]:
    """A text as long as it may be, of as many values of a kind as it holds; and its payload."""
    one = {
        "lists": b"[]",
        "dicts": b'{"dict":{}}',
        "tensors": b'{"tensor":["bool",[0]]}',
        "tensors with an element": b'{"tensor":["bool",[1]]}',
    }[kind]
    count = (MAX_TEXT - 2) // (len(one) + 1)
    payload = count if kind.endswith("element") else 0
    return b"[" + b",".join([one] * count) + b"]", payload


def decode_largest(kind: str) -> str:
    text, payload = largest(kind)
    return f"{len(decode(text, bytearray(payload)))} values"


@pytest.mark.parametrize("kind", ["lists", "dicts", "tensors", "tensors with an element"])
def test_the_largest_text_of_a_frame_takes_bounded_memory_and_time(kind: str) -> None:
    with Apart(decode_largest) as apart:
        assert apart(kind).endswith(" values")


# Graphs

NUMBERS = st.one_of(
    st.integers(-3, 8), st.sampled_from([0, 1, 28, 784, 1000, 10**6, 2**31, 2**62, -(2**63)])
)
SCALARS = st.one_of(NUMBERS, st.floats(), st.booleans())
LISTS = st.lists(NUMBERS, max_size=4)
FORMAT = st.sampled_from(["channels_last", "contiguous_format", "preserve_format"]).map(
    lambda name: {"memory_format": name}
)
DTYPE = st.sampled_from(["float32", "float64", "int64", "int32", "uint8", "bool"]).map(
    lambda name: {"dtype": name}
)
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


# Intake

PARTS = st.one_of(
    st.sampled_from(
        ["digits", "Digits", "data.py", "models.py", "..", ".", "", "C:", "__MACOSX", "tests"]
    ),
    st.sampled_from(["digits.ipynb", "a.zip", "code cell 1", "data.py.", ".DS_Store", "con", "é"]),
    st.text(max_size=6),
)
NAMES = st.one_of(st.lists(PARTS, min_size=1, max_size=4).map("/".join), st.text(max_size=12))
SOURCE = st.one_of(
    st.sampled_from([b"def MLP(): ...\n", b"\xef\xbb\xbfclass CNN:\r\n pass", b"caf\xe9 = 1", b""]),
    st.binary(max_size=40),
)
CELLS = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.one_of(st.sampled_from(["code", "markdown"]), PLAIN),
        "source": st.one_of(st.lists(st.one_of(st.text(max_size=9), PLAIN), max_size=3), PLAIN),
        "input": st.text(max_size=9),
    },
)
NOTEBOOKS = st.one_of(
    st.fixed_dictionaries(
        {},
        optional={
            "cells": st.one_of(st.lists(st.one_of(CELLS, PLAIN), max_size=4), TREES),
            "worksheets": st.one_of(
                st.lists(st.one_of(st.builds(lambda c: {"cells": c}, st.lists(CELLS)), PLAIN)),
                TREES,
            ),
        },
    ),
    TREES,
).map(lambda tree: json.dumps(tree).encode())


@st.composite
def archives(draw: st.DrawFn) -> bytes:
    """A zip archive with odd names, contents and kinds, often damaged."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in draw(st.lists(NAMES, max_size=5)):
            info = zipfile.ZipInfo(name.encode("utf-8", "replace").decode() or "x")
            info.compress_type = draw(st.sampled_from([0, 8, 8, 8, 12]))
            info.external_attr = draw(st.sampled_from([0, 0o100644, 0o120777, 0o10644])) << 16
            content = NOTEBOOKS if name.endswith(".ipynb") else SOURCE
            archive.writestr(info, draw(content))
    data = bytearray(out.getvalue())
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(data) - 1))
        change = draw(st.sampled_from(["byte", "number", "cut"]))
        if change == "byte":
            data[place] = draw(st.integers(0, 255))
        elif change == "number":
            data[place : place + 4] = struct.pack(
                "<L", draw(st.sampled_from([0, 1, 2**31, 2**32 - 1]))
            )
        elif len(data) > 30:
            del data[place : place + draw(st.integers(1, 30))]
    return bytes(data)


FILES = st.one_of(
    st.tuples(st.just("alice.zip"), archives()),
    st.tuples(st.just("alice.ipynb"), NOTEBOOKS),
    st.tuples(st.sampled_from(["a.zip", "a.ipynb", "a", "a.rar", "a.py"]), st.binary(max_size=300)),
)


def take_in(file: tuple[str, bytes]) -> str:
    """Do with a file what the command does: as a bulk download, and as a submission."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "handed"
        folder.mkdir()
        path = folder / file[0]
        path.write_bytes(file[1])
        try:
            found = find_all([path], Path(name) / "scratch").submissions
            assert len(set(name_submissions(found))) == len(found)
        except BulkError as error:
            assert str(error)
        assert {one.name for one in Path(name).iterdir()} <= {"handed", "scratch"}
        try:
            submitted = read_submission(path)
        except IntakeError as error:
            assert str(error).endswith(".")
            return "refused"
        for inside in submitted.files:
            assert not inside.startswith("/") and ".." not in inside.split("/")
        return "taken"


@pytest.fixture(scope="module")
def intake() -> Iterator[Apart]:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("digits/data.py", "")
    with Apart(take_in) as apart:
        assert apart(("alice.zip", out.getvalue())) == "taken"
        yield apart


@given(file=FILES)
@examples(500)
def test_any_file_handed_in_is_taken_or_refused_with_a_sentence(
    intake: Apart, file: tuple[str, bytes]
) -> None:
    intake(file)
