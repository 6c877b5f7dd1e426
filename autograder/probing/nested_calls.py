"""Nested calls: what the grader's stand-ins ask the grader while a probe runs."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from .student_error import StudentError

Answer = Callable[[dict[str, Any]], Any]  # takes a question, returns the grader's answer


class NestedCalls:
    """Asks the grader a question, while a probe runs that may ask; a stand-in calls it.

    Questions and answers are plain values. One question is asked at a time, from whichever thread.
    """

    def __init__(self) -> None:
        self._answer: Answer | None = None
        self._process = 0
        self._lock = Lock()

    @property
    def answered(self) -> bool:
        """Whether the grader answers now."""
        return self._answer is not None

    @contextmanager
    def answered_by(self, answer: Answer | None) -> Iterator[None]:
        """Let `answer` give the answers for a while; None if the probe that runs may not ask."""
        self._answer, self._process = answer, os.getpid()
        try:
            yield
        finally:
            self._answer = None

    def __call__(self, call: str, **arguments: Any) -> Any:
        """Return the grader's answer to a stand-in's call; raises `StudentError` if there is none.

        A forked process is not answered: it shares the connection with the one that is asked.
        """
        if self._answer is None:
            raise StudentError({"hint": "experiments.while-loading", "call": call})
        if os.getpid() != self._process:
            raise StudentError({"hint": "experiments.other-process", "call": call})
        with self._lock:
            return self._answer({"call": call, **arguments})
