"""The codec between grader and guest: JSON and raw tensor bytes, bounded, never pickle.

A frame is a fixed head, a JSON text and a payload. The JSON holds the value with every tensor and
every byte string replaced by a short description; their bytes follow in the payload, in the order
in which they are described. Whatever does not fit the format exactly raises `WireError`.
"""

import json
import math
import socket
import struct
import time
from typing import Any

import torch

MAGIC = b"DGT1"
HEAD = struct.Struct("!4sIQ")  # magic, bytes of JSON, bytes of payload
MAX_TEXT = 4 * 2**20
MAX_PAYLOAD = 512 * 2**20
MAX_DEPTH = 24
MAX_DIMENSIONS = 8
CHUNK = 2**20

DTYPES = {
    str(dtype).removeprefix("torch."): dtype
    for dtype in (
        torch.bool, torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64,
        torch.float16, torch.bfloat16, torch.float32, torch.float64,
    )
}  # fmt: skip
NAMES = {dtype: name for name, dtype in DTYPES.items()}


class WireError(Exception):
    """What came over the wire is not a frame, or too large a one."""


class WireClosed(WireError):
    """The other side closed the wire."""


class WireTimeout(WireError):
    """The other side did not answer in time."""


class NotSendable(TypeError):
    """A value that the wire does not carry."""


def encode(value: Any) -> list[bytes | memoryview]:
    """Encode None, bool, int, float, str, bytes, lists, dicts and tensors into one frame.

    Tuples become lists. Returns the frame as buffers, to be sent one after the other.
    Raises `NotSendable` for anything else.
    """
    payload: list[bytes | memoryview] = []
    tree = _describe(value, payload, depth=0)
    try:
        text = json.dumps(tree, separators=(",", ":")).encode()
    except ValueError as error:  # an integer of thousands of digits
        raise NotSendable(str(error)) from None
    size = sum(len(part) for part in payload)
    if len(text) > MAX_TEXT or size > MAX_PAYLOAD:
        raise NotSendable(f"a value of {len(text) + size:,} bytes is too large to send")
    return [HEAD.pack(MAGIC, len(text), size), text, *payload]


def decode(text: bytes, payload: bytearray) -> Any:
    """Decode a frame's JSON text and payload; the inverse of `encode`. Raises `WireError`."""
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise WireError(f"a frame without valid JSON: {type(error).__name__}") from None
    cursor = _Cursor(payload)
    value = _rebuild(tree, cursor, depth=0)
    if cursor.position != len(payload):
        raise WireError("a frame with bytes left over")
    return value


class Channel:
    """Sends and receives frames over a connected stream socket."""

    def __init__(self, connection: socket.socket, max_payload: int = MAX_PAYLOAD) -> None:
        self.connection = connection
        self.max_payload = max_payload

    def send(self, value: Any, deadline: float | None = None) -> None:
        """Send one value. `deadline` is on the clock of `time.monotonic`, in seconds."""
        try:
            # In one piece, for every piece wakes the other side.
            frame = memoryview(b"".join(encode(value)))
            for start in range(0, len(frame), CHUNK):  # so that the deadline is looked at
                self._set_timeout(deadline)
                self.connection.sendall(frame[start : start + CHUNK])
        except TimeoutError:
            raise WireTimeout("no answer in time") from None
        except OSError as error:
            raise WireClosed(f"the connection is closed: {error}") from None

    def receive(self, deadline: float | None = None) -> Any:
        """Receive one value; raises `WireTimeout`, `WireClosed` or `WireError`."""
        magic, text_size, payload_size = HEAD.unpack(self._read(HEAD.size, deadline))
        if magic != MAGIC:
            raise WireError("a frame that does not start as one")
        if text_size > MAX_TEXT or payload_size > self.max_payload:
            raise WireError(f"a frame of {text_size + payload_size:,} bytes, which is too large")
        text = self._read(text_size, deadline)
        return decode(bytes(text), self._read(payload_size, deadline))

    def close(self) -> None:
        """Close the connection; the other side sees the end of the stream."""
        self.connection.close()

    def _read(self, size: int, deadline: float | None) -> bytearray:
        data = bytearray()
        while len(data) < size:  # grows with what really came, not with what was announced
            try:
                self._set_timeout(deadline)
                part = self.connection.recv(min(size - len(data), CHUNK))
            except TimeoutError:
                raise WireTimeout("no answer in time") from None
            except OSError as error:
                raise WireClosed(f"the connection is closed: {error}") from None
            if not part:
                raise WireClosed("the connection ended in the middle of a frame")
            data += part
        return data

    def _set_timeout(self, deadline: float | None) -> None:
        if deadline is None:
            self.connection.settimeout(None)
            return
        remaining = deadline - time.monotonic()
        if remaining <= 0:
            raise WireTimeout("no answer in time")
        self.connection.settimeout(remaining)


def _describe(value: Any, payload: list[bytes | memoryview], depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise NotSendable("a value nested too deeply to send")
    # Exact types only: a subclass may lie about what it holds.
    if value is None or type(value) in (bool, int, float, str):
        return value
    if type(value) in (list, tuple):
        return [_describe(item, payload, depth + 1) for item in value]
    if type(value) is dict:
        if not all(type(key) is str for key in value):
            raise NotSendable("a dict whose keys are not all strings")
        return {"dict": {k: _describe(v, payload, depth + 1) for k, v in value.items()}}
    if type(value) in (bytes, bytearray):
        payload.append(bytes(value))
        return {"bytes": len(value)}
    if isinstance(value, torch.Tensor):
        return _describe_tensor(value, payload)
    raise NotSendable(f"a value of type {type(value).__name__}")


def _describe_tensor(tensor: torch.Tensor, payload: list[bytes | memoryview]) -> Any:
    if tensor.dtype not in NAMES or tensor.layout is not torch.strided:
        raise NotSendable(f"a tensor of {tensor.dtype} and {tensor.layout}")
    if tensor.dim() > MAX_DIMENSIONS:
        raise NotSendable(f"a tensor of {tensor.dim()} dimensions")
    flat = torch.empty(tensor.numel(), dtype=tensor.dtype)
    flat.copy_(tensor.detach().reshape(-1))
    payload.append(flat.view(torch.uint8).numpy().data if flat.numel() else b"")
    return {"tensor": [NAMES[tensor.dtype], list(tensor.shape)]}


class _Cursor:
    """Hands out the payload piece by piece."""

    def __init__(self, payload: bytearray) -> None:
        self.payload = payload
        self.position = 0

    def take(self, size: int) -> bytearray:
        end = self.position + size
        if end > len(self.payload):
            raise WireError("a frame shorter than it says")
        part = self.payload[self.position : end]
        self.position = end
        return part


def _rebuild(tree: Any, cursor: _Cursor, depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise WireError("a frame nested too deeply")
    if isinstance(tree, list):
        return [_rebuild(item, cursor, depth + 1) for item in tree]
    if not isinstance(tree, dict):
        return tree
    match list(tree.items()):
        case [("dict", dict(content))]:
            return {key: _rebuild(item, cursor, depth + 1) for key, item in content.items()}
        case [("bytes", size)] if type(size) is int and size >= 0:
            return bytes(cursor.take(size))
        case [("tensor", [name, shape])]:
            return _rebuild_tensor(name, shape, cursor)
    raise WireError("a frame with an unknown kind of value")


def _rebuild_tensor(name: Any, shape: Any, cursor: _Cursor) -> torch.Tensor:
    dtype = DTYPES.get(name) if isinstance(name, str) else None
    if dtype is None or not isinstance(shape, list) or len(shape) > MAX_DIMENSIONS:
        raise WireError("a frame with a tensor of unknown type or shape")
    if not all(type(size) is int and size >= 0 for size in shape):
        raise WireError("a frame with a tensor of impossible shape")
    if math.prod(max(size, 1) for size in shape) > MAX_PAYLOAD:
        raise WireError("a frame with a tensor of impossible shape")
    raw = cursor.take(math.prod(shape) * dtype.itemsize)
    if not raw:
        return torch.empty(shape, dtype=dtype)
    if dtype is torch.bool and max(raw) > 1:
        raise WireError("a frame with a truth value that is neither true nor false")
    return torch.frombuffer(raw, dtype=dtype).reshape(shape)
