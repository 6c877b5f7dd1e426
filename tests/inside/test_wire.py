"""The wire: what is sent arrives, and nothing that arrives can do harm."""

import json
import math
import random
from typing import Any

import pytest
import torch

from autograder.inside.wire import (
    DTYPES,
    MAX_DEPTH,
    MAX_TEXT,
    NotSendable,
    WireError,
    decode,
    encode,
)


def there_and_back(value: Any) -> Any:
    """Encode and decode, without a socket."""
    _, text, *payload = encode(value)
    return decode(bytes(text), bytearray(b"".join(payload)))


def frame(tree: Any, payload: bytes = b"") -> Any:
    """Decode a frame made by hand."""
    return decode(json.dumps(tree).encode(), bytearray(payload))


def same(a: torch.Tensor, b: torch.Tensor) -> bool:
    """Whether two tensors are the same bit for bit."""
    bits = [x.reshape(-1).contiguous().view(torch.uint8) for x in (a, b)]
    return a.dtype == b.dtype and a.shape == b.shape and torch.equal(*bits)


@pytest.mark.parametrize(
    "value",
    [
        None, True, False, 0, -1, 10**30, 1.5, -0.0, math.inf, -math.inf, "", "ß\0\ud800🙂", b"",
        b"\0\xff", [], {}, [[], {}], {"dict": 1, "tensor": [2], "": {"bytes": 3}},
        [1, [2.5, ["x", [None]]]], {"a": [b"1", b"22"], "b": b"333"},
    ],
)  # fmt: skip
def test_plain_values_arrive_as_they_were_sent(value: Any) -> None:
    found = there_and_back(value)
    assert found == value
    assert type(found) is type(value)
    assert math.copysign(1, found) == -1 if value == 0 and isinstance(value, float) else True


def test_tuples_arrive_as_lists_and_not_a_number_survives() -> None:
    assert there_and_back((1, (2,))) == [1, [2]]
    assert math.isnan(there_and_back([math.nan])[0])


@pytest.mark.parametrize("name", DTYPES)
@pytest.mark.parametrize("shape", [(), (0,), (3, 0, 2), (1,), (2, 3, 4), (1,) * 8])
def test_tensors_of_every_type_and_shape_arrive(name: str, shape: tuple[int, ...]) -> None:
    generator = torch.Generator().manual_seed(0)
    tensor = (torch.randn(shape, generator=generator) * 3).abs().to(DTYPES[name])
    assert same(there_and_back(tensor), tensor)


@pytest.mark.parametrize(
    "tensor",
    [
        torch.arange(12.0).view(3, 4).T,
        torch.arange(12.0)[::3],
        torch.arange(3.0).expand(4, 3),
        torch.arange(10.0).as_strided((1, 3), (999, 2)),
        torch.arange(10.0).as_strided((2, 1, 3), (1, 77, 2), 1),
        torch.rand(2, 3, 4, 5).to(memory_format=torch.channels_last),
        torch.arange(6).view(2, 3).flip(0)[:, 1],
        torch.rand(3, requires_grad=True),
        torch.nn.Parameter(torch.rand(2, 2)),
        torch._neg_view(torch.arange(3.0)),
        torch.tensor([math.nan, math.inf, -0.0, 1e-45]),
    ],
)
def test_tensors_of_any_layout_arrive(tensor: torch.Tensor) -> None:
    found = there_and_back(tensor)
    assert same(found, tensor.detach().resolve_neg())
    assert found.is_contiguous()
    assert not found.requires_grad


def test_bits_of_not_a_number_are_kept() -> None:
    odd = torch.tensor([0x7FC12345, -1], dtype=torch.int32).view(torch.float32)
    assert same(there_and_back(odd), odd)


def test_what_arrives_shares_no_memory() -> None:
    first, second = there_and_back([torch.zeros(3), torch.zeros(3)])
    first += 1
    assert second.sum() == 0


class Liar(dict[str, Any]):
    """A subclass, which may say anything about what it holds."""


@pytest.mark.parametrize(
    "value",
    [
        object(), 1j, {1}, Liar(a=1), {1: 2}, {None: 1}, range(3), [print],
        torch.zeros(2, dtype=torch.complex64), torch.zeros(2, 2).to_sparse(), torch.zeros((1,) * 9),
        "x" * (MAX_TEXT + 1), 10**5000,
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_what_the_wire_does_not_carry_is_refused_where_it_is_sent(value: Any) -> None:
    with pytest.raises(NotSendable):
        encode(value)


def test_a_value_that_holds_itself_is_refused() -> None:
    loop: list[Any] = []
    loop.append(loop)
    with pytest.raises(NotSendable):
        encode(loop)


@pytest.mark.parametrize(
    ("tree", "payload"),
    [
        ({}, b""),
        ({"dict": {}, "bytes": 0}, b""),
        ({"dict": []}, b""),
        ({"pickle": 1}, b"x"),
        ({"bytes": 1}, b""),
        ({"bytes": -1}, b""),
        ({"bytes": True}, b"x"),
        ({"bytes": 1.0}, b"x"),
        ({"bytes": 0}, b"left over"),
        (1, b"left over"),
        ({"tensor": ["float32", [1]]}, b"\0\0\0"),
        ({"tensor": ["float32", [1]]}, b"\0\0\0\0\0"),
        ({"tensor": ["float32", [-1]]}, b"\0\0\0\0"),
        ({"tensor": ["float32", [-1, -1]]}, b"\0\0\0\0"),
        ({"tensor": ["float32", [1.0]]}, b"\0\0\0\0"),
        ({"tensor": ["float32", [True]]}, b"\0\0\0\0"),
        ({"tensor": ["float32", [math.nan]]}, b"\0\0\0\0"),
        ({"tensor": ["float32", [math.inf]]}, b""),
        ({"tensor": ["float32", [1, -math.inf]]}, b"\0\0\0\0"),
        ({"tensor": ["float32", [None]]}, b"\0\0\0\0"),
        ({"bytes": math.nan}, b""),
        ({"tensor": ["float32", ["1"]]}, b"\0\0\0\0"),
        ({"tensor": ["float32", "1"]}, b"\0\0\0\0"),
        ({"tensor": ["float32", [10**12]]}, b""),
        ({"tensor": ["float32", [0, 2**62, 2**62]]}, b""),
        ({"tensor": ["float32", [10**40]]}, b""),
        ({"tensor": ["float32", [1] * 9]}, b"\0\0\0\0"),
        ({"tensor": ["complex64", [1]]}, b"\0" * 8),
        ({"tensor": ["quint8", [1]]}, b"\0"),
        ({"tensor": [None, [1]]}, b"\0"),
        ({"tensor": [["float32"], [1]]}, b"\0"),
        ({"tensor": ["float32"]}, b""),
        ({"tensor": {"0": "float32", "1": []}}, b""),
        ({"tensor": ["bool", [3]]}, b"\0\1\2"),
    ],
)  # fmt: skip
def test_a_frame_that_does_not_fit_exactly_is_refused(tree: Any, payload: bytes) -> None:
    with pytest.raises(WireError):
        frame(tree, payload)


@pytest.mark.parametrize("depth", [MAX_DEPTH + 2, 900, 100_000])
@pytest.mark.parametrize(("left", "right"), [(b"[", b"]"), (b'{"dict":{"a":', b"}}")])
def test_deep_nesting_is_refused(depth: int, left: bytes, right: bytes) -> None:
    with pytest.raises(WireError):
        decode(left * depth + b"1" + right * depth, bytearray())


@pytest.mark.parametrize("text", [b"", b"{", b"\xff", b"nul", b"1 2", b"9" * 5000, b"[" * 10**6])
def test_text_that_is_not_json_is_refused(text: bytes) -> None:
    with pytest.raises(WireError):
        decode(text, bytearray())


def test_random_damage_to_a_frame_is_an_error_of_the_wire_or_no_error() -> None:
    value = {
        "number": 3,
        "value": [torch.rand(4, 3), torch.tensor([True, False]), b"bytes", "text", None, 1.5],
        "dict": {"tensor": torch.arange(3)},
    }
    _, text, *payload = map(bytes, encode(value))
    whole, rng = text + b"".join(payload), random.Random(0)
    tokens = [b"{", b"}", b"[", b"]", b'"dict"', b'"tensor"', b'"bytes"', b"-", b"9" * 25, b"1e9"]
    tokens += [b"null", b"true", b'"float64"', b'"bool"', b",", b":", b"NaN", b"\\u0000", b""]
    refused = 0
    for _ in range(6000):
        data = bytearray(whole)
        for _ in range(rng.randint(1, 4)):
            start = rng.randrange(len(text))
            if rng.random() < 0.5:
                data[start] = rng.randrange(256)
            else:
                data[start : start + rng.randint(0, 3)] = rng.choice(tokens)
        cut = len(text) + rng.randint(-1, 1) + len(data) - len(whole)
        try:
            decode(bytes(data[:cut]), data[cut:])
        except WireError:
            refused += 1
    assert 3000 < refused < 6000
