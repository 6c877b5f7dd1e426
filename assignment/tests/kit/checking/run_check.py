"""Runs one check: the same way in a notebook, in the grader and under Otter."""

import inspect
from collections.abc import Callable
from typing import Any

from ..probing.student_error import StudentError
from .hints.catalogue import WORDS, Catalogue


def run_check(
    check: Callable[..., None],
    fixture: Callable[[str], object],
    words: Catalogue = WORDS,
    illustrate: bool = False,
) -> None:
    """Call a check with its fixtures, which `fixture` returns by name; `words` has its hints.

    Raises `StudentError`, with a hint, where the check or a probe says what is wrong with the
    student's code; any other exception is a failure of the grader's own. With `illustrate` every
    hint has an example, if there is one: hidden checks show none.
    """
    arguments = {name: fixture(name) for name in inspect.signature(check).parameters}
    submission: Any = arguments.get("submission") if illustrate else None
    illustrated = submission.illustrated if submission else lambda message: message
    try:
        check(**arguments)
    except AssertionError as error:
        message = error.args[0] if error.args else ""
        raise StudentError(illustrated(message), words=words) from error
    except StudentError as error:
        message = illustrated(error.message)
        if message is error.message:
            raise
        raise error.with_message(message, words) from error.__cause__
