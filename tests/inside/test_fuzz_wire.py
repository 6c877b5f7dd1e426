"""Bytes on the wire that nobody thought of: a value, or an error of the wire, and nothing else."""

import json
import socket
import struct
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autograder.inside.wire import HEAD, MAGIC, MAX_TEXT, Channel, WireError, decode, encode
from support.fuzzing import TREES, Apart, examples


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
