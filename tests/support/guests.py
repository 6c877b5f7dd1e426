"""Asks code in a guest of a sandbox."""

from collections.abc import Iterator
from contextlib import contextmanager
from textwrap import indent
from typing import Any

import pytest

from autograder.probing.student_error import StudentError


class Asking:
    """Asks code that stands in a student's file, through the probe that calls `chance_cost`."""

    def __init__(self, sandbox: Any) -> None:
        self.sandbox = sandbox

    @contextmanager
    def guest(self, body: str, top: str = "", **limits: float) -> Iterator[Any]:
        """Open a guest whose `chance_cost(**options)` has this body, under these limits."""
        function = f"def chance_cost(**options):\n{indent(body, '    ')}\n"
        files = {"digits/__init__.py": b"", "digits/evaluation.py": f"{top}\n{function}".encode()}
        usual = self.sandbox.limits
        self.sandbox.limits = usual | limits
        try:
            guest = self.sandbox.open("q5", files, {})
            try:
                yield guest
            finally:
                guest.close()
        finally:
            self.sandbox.limits = usual

    def __call__(self, body: str, top: str = "", **limits: float) -> Any:
        """What the body returns in a guest of its own."""
        with self.guest(body, top, **limits) as guest:
            return ask(guest)

    def failure(self, body: str, top: str = "", **limits: float) -> StudentError:
        """How a body fails."""
        with self.guest(body, top, **limits) as guest, pytest.raises(StudentError) as caught:
            ask(guest)
        return caught.value

    def hint(self, body: str, top: str = "", **limits: float) -> str:
        """The hint for a body that fails."""
        return self.failure(body, top, **limits).hint


def ask(guest: Any, **options: Any) -> Any:
    """Call the `chance_cost` of a guest."""
    return guest.call("chance_cost", {"options": options}, seed=0)
