"""The reader of JSON by pieces: it reads what `json` reads, wherever a piece ends."""

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.intake import json_stream
from autograder.intake.json_stream import JsonStream, TooLong

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


def stepped(stream: JsonStream) -> Any:
    """Read a value by stepping through its lists and objects."""
    if stream.peek() == "{":
        return {key: stepped(stream) for key in stream.members()}
    if stream.peek() == "[":
        return [stepped(stream) for _ in stream.items()]
    return stream.read(1_000_000)


@given(
    value=VALUES,
    chunk=st.integers(4, 40),
    indent=st.none() | st.integers(0, 2),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32-be"]),
    ascii_only=st.booleans(),
)
def test_it_reads_what_json_reads(
    value: Any, chunk: int, indent: int | None, encoding: str, ascii_only: bool
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_stream, "CHUNK", chunk)
        text = json.dumps({"a": value, "b": 7}, indent=indent, ensure_ascii=ascii_only)
        data = text.encode(encoding, "surrogatepass")
        whole, steps, over = (JsonStream(io.BytesIO(data)) for _ in range(3))
        assert whole.read(1_000_000) == stepped(steps) == {"a": value, "b": 7}
        for key in over.members():
            if key == "a":
                over.skip()
            else:
                assert over.read(1) == 7


def test_a_value_that_is_too_long_is_passed_over() -> None:
    stream = JsonStream(io.BytesIO(b'{"a": "xxxx", "b": [1, 2], "c": 3}'))
    read: list[Any] = []
    for _ in stream.members():
        try:
            read.append(stream.read(5))
        except TooLong:
            read.append("too long")
    assert read == ["too long", "too long", 3]


def test_what_is_no_list_and_no_object_is_passed_over() -> None:
    stream = JsonStream(io.BytesIO(b'{"a": 1, "b": [2], "c": {}}'))
    assert [(key, list(stream.items() if key != "b" else stream.members())) for key in
            stream.members()] == [("a", []), ("b", []), ("c", [])]  # fmt: skip
