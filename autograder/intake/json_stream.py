"""Reads JSON piece by piece, in bounded memory: what is not wanted is passed over unread."""

import codecs
import json
import re
from collections.abc import Iterator
from typing import IO, Any

CHUNK = 1 << 16  # bytes
MAX_KEY = 10_000  # characters
MAX_DEPTH = 1_000
MAX_STEPS = 15_000_000  # of which each takes a microsecond at most
STEPS_A_MEMBER = 10
SPACE = re.compile(r"[ \t\r\n]*")
SCALAR = re.compile(r'[^ \t\r\n,:"\[\]{}]*')
STRING = r'[^"\\]*(?:\\.[^"\\]*)*'  # without its quotes
REST = re.compile(STRING, re.DOTALL)
FLAT = re.compile(  # what nests no deeper: most of a value, in one step
    rf'(?:[^"\[\]{{}}]+|"{STRING}"|\[[^"\[\]{{}}]*\])*', re.DOTALL
)
CONFLICT_LINE = "\n<<<<<<< "


class TooLong(Exception):
    """A value that is longer than wanted; it was passed over."""


class TooManyValues(Exception):
    """More lists, objects and their members than anybody waits for."""


class Steps:
    """How many more steps through lists and objects may be taken, in one file or in several."""

    def __init__(self) -> None:
        self.left = MAX_STEPS

    def take(self, count: int = 1) -> None:
        """Take steps; raises `TooManyValues` when none is left."""
        self.left -= count
        if self.left < 0:
            raise TooManyValues


class JsonStream:
    """The JSON in `file`, in any Unicode encoding.

    A byte that is not in that encoding becomes a surrogate, as by `surrogateescape`. Whatever is
    read raises `ValueError` where the text is no JSON; what is passed over is not looked at that
    closely. Both raise `TooManyValues` when no `steps` are left. `head` are the first bytes;
    `conflict` says whether a merge conflict of Git's was seen.
    """

    def __init__(self, file: IO[bytes], steps: Steps | None = None) -> None:
        self.file = file
        self.steps = steps or Steps()
        self.head = file.read(CHUNK)
        encoding = json.detect_encoding(self.head)
        self.decoder = codecs.getincrementaldecoder(encoding)("surrogateescape")
        self.waiting = self.head  # to be decoded
        self.text = "\n"
        self.at = 0
        self.conflict = False

    def members(self) -> Iterator[str]:
        """Yield the keys of an object; after each, its value is to be read or passed over.

        A value that is no object is passed over.
        """
        if self.peek() != "{":
            self.skip()
            return
        for _ in self._several("}"):
            key = self.read(MAX_KEY)
            if not isinstance(key, str):
                raise ValueError("a key is no text")
            self._expect(":")
            yield key

    def items(self) -> Iterator[None]:
        """Step through a list; each time, the item is to be read or passed over.

        A value that is no list is passed over.
        """
        if self.peek() == "[":
            yield from self._several("]")
        else:
            self.skip()

    def skip(self) -> None:
        """Pass over a value."""
        for _ in self._pieces():
            pass

    def read(self, limit: int) -> Any:
        """Return a value; raise `TooLong` if its text has more than `limit` characters."""
        kept: list[str] = []
        length = 0
        for piece in self._pieces():
            length += len(piece)
            if length <= limit:
                kept.append(piece)
        if length > limit:
            raise TooLong
        return json.loads("".join(kept), strict=False)

    def _several(self, end: str) -> Iterator[None]:
        """Go through the braces or brackets of a value, a step for each thing in them."""
        self.at += 1
        if self.peek() == end:
            self.at += 1
            return
        while True:
            self.steps.take(STEPS_A_MEMBER)
            yield
            if self.peek() == end:
                self.at += 1
                return
            self._expect(",")

    def _expect(self, mark: str) -> None:
        if self.peek() != mark:
            raise ValueError(f"no {mark}")
        self.at += 1

    def peek(self) -> str:
        """Return the next character that is no blank, and stay before it."""
        while True:
            self.at = self._after(SPACE)
            if self.at < len(self.text):
                return self.text[self.at]
            self._more()

    def _after(self, pattern: re.Pattern[str]) -> int:
        found = pattern.match(self.text, self.at)
        return found.end() if found else self.at

    def _take(self, end: int) -> str:
        """Return the text up to `end`, and go there."""
        piece, self.at = self.text[self.at : end], end
        return piece

    def _more(self) -> None:
        """Read on, and forget what is behind."""
        data = self.waiting or self.file.read(CHUNK)
        self.waiting = b""
        if not data:
            raise ValueError("the end is missing")
        new = self.decoder.decode(data)
        self.conflict |= CONFLICT_LINE in self.text[-len(CONFLICT_LINE) :] + new
        self.text, self.at = self.text[self.at :] + new, 0

    def _pieces(self) -> Iterator[str]:
        """Yield the text of a value, in pieces."""
        depth = 0
        self.peek()
        while True:
            self.steps.take()
            char = self.text[self.at]
            if char == '"':
                yield from self._string()
            elif char in "[{]}":
                depth += 1 if char in "[{" else -1
                yield self._take(self.at + 1)
            else:
                yield from self._scalar()
            if not 0 <= depth <= MAX_DEPTH:
                raise ValueError("too deep, or a bracket too much")
            if not depth:
                return
            while True:
                yield self._take(self._after(FLAT))
                if self.at < len(self.text):
                    break
                self._more()

    def _string(self) -> Iterator[str]:
        yield self._take(self.at + 1)
        while True:
            yield self._take(self._after(REST))
            if self.text[self.at : self.at + 1] == '"':
                yield self._take(self.at + 1)
                return
            self._more()

    def _scalar(self) -> Iterator[str]:
        while True:
            yield self._take(self._after(SCALAR))
            if self.at < len(self.text):
                return
            self._more()
