"""The socket under the wire: bounded frames, honoured deadlines, a peer that may do anything."""

import random
import socket
import struct
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import torch

from autograder.inside.wire import (
    HEAD,
    MAGIC,
    MAX_TEXT,
    Channel,
    WireClosed,
    WireError,
    WireTimeout,
)

Pair = tuple[Channel, socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    """A channel that refuses large payloads, and the bare socket at its other end."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield Channel(ours, max_payload=1000), theirs


def test_a_frame_goes_through_a_socket(pair: Pair) -> None:
    channel, theirs = pair
    value = {"images": torch.rand(3, 2), "labels": [1, 2], "raw": b"abc"}
    Channel(theirs).send(value)
    found = channel.receive(time.monotonic() + 10)
    assert torch.equal(found["images"], value["images"])
    assert (found["labels"], found["raw"]) == ([1, 2], b"abc")


def test_a_frame_larger_than_the_buffers_of_a_socket_goes_through(pair: Pair) -> None:
    channel, theirs = pair
    value = torch.rand(3_000_000)
    reader = Channel(theirs)
    found: list[Any] = []
    thread = threading.Thread(target=lambda: found.append(reader.receive(time.monotonic() + 20)))
    thread.start()
    channel.send(value, time.monotonic() + 20)
    thread.join()
    assert torch.equal(found[0], value)


@pytest.mark.parametrize(
    "head",
    [
        HEAD.pack(b"HTTP", 1, 0),
        HEAD.pack(MAGIC, MAX_TEXT + 1, 0),
        HEAD.pack(MAGIC, 1, 1001),
        HEAD.pack(MAGIC, 2**32 - 1, 2**64 - 1),
    ],
)
def test_a_head_that_announces_too_much_is_refused_before_anything_is_read(
    pair: Pair, head: bytes
) -> None:
    channel, theirs = pair
    theirs.sendall(head)  # and nothing more: who waited for the rest would wait in vain
    with pytest.raises(WireError, match=r"too large|does not start"):
        channel.receive(time.monotonic() + 10)


@pytest.mark.parametrize("sent", [b"", MAGIC, HEAD.pack(MAGIC, 4, 0) + b"tr"])
def test_a_peer_that_hangs_up_is_told_from_one_that_is_slow(pair: Pair, sent: bytes) -> None:
    channel, theirs = pair
    theirs.sendall(sent)
    start = time.monotonic()
    with pytest.raises(WireTimeout):
        channel.receive(start + 0.1)
    assert time.monotonic() - start < 5
    theirs.close()
    with pytest.raises(WireClosed):
        channel.receive(time.monotonic() + 10)
    with pytest.raises(WireClosed):
        channel.send([1] * 100_000, time.monotonic() + 10)


def test_a_peer_that_sends_a_byte_now_and_then_does_not_move_the_deadline(pair: Pair) -> None:
    channel, theirs = pair
    stop = threading.Event()

    def dribble() -> None:
        theirs.sendall(HEAD.pack(MAGIC, 1000, 0))
        while not stop.wait(0.02):
            theirs.sendall(b" ")

    thread = threading.Thread(target=dribble)
    thread.start()
    start = time.monotonic()
    with pytest.raises(WireTimeout):
        channel.receive(start + 0.3)
    assert 0.2 < time.monotonic() - start < 5
    stop.set()
    thread.join()


def test_a_peer_that_does_not_read_does_not_move_the_deadline(pair: Pair) -> None:
    channel, _ = pair
    start = time.monotonic()
    with pytest.raises(WireTimeout):
        channel.send(torch.zeros(8_000_000), start + 0.3)
    assert time.monotonic() - start < 5


def test_random_bytes_on_the_socket_are_an_error_of_the_wire(pair: Pair) -> None:
    rng = random.Random(1)
    for _ in range(300):
        ours, theirs = socket.socketpair()
        with ours, theirs:
            head = struct.pack("!4sIQ", MAGIC, rng.randrange(40), rng.randrange(40))
            theirs.sendall(rng.choice([b"", head]) + rng.randbytes(rng.randrange(90)))
            theirs.shutdown(socket.SHUT_WR)
            with pytest.raises(WireError):
                Channel(ours).receive(time.monotonic() + 10)
