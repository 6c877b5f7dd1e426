"""Gives the hints of a grade in its language.

A result keeps the message that its check failed with, which is data. So a grade has words in every
language, and better words later, and nobody is graded again for them.
"""

import json
import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ..checking.hints.graded import graded
from ..language.sentence import joined
from ..probing.hints.catalogue import Message, is_message, shown
from ..probing.student_error import Cause
from ..results.grade import CheckResult, Grade

LONGEST = 10_000  # characters of a message that is kept, as JSON
EXAMPLE = "example"


def plain_message(message: Message, clean: Callable[[str], str]) -> dict[str, Any] | str:
    """Return a message that a file can hold, and that has the same words; `clean` its texts.

    One that is a sentence, or too long, becomes "", and its result keeps the words that it has.
    """
    if isinstance(message, str):
        return ""
    fields = {name: _plain(value, clean) for name, value in message.items() if name != EXAMPLE}
    if example := message.get(EXAMPLE):
        fields[EXAMPLE] = {
            part: _plain(values, clean)
            if part == "row"
            else {name: _shown(value, clean) for name, value in values.items()}
            for part, values in example.items()
        }
    return fields if len(json.dumps(fields)) <= LONGEST else ""


def in_language(grade: Grade) -> Grade:
    """Return a grade with its note and the hints of its results in its language."""
    note = _note(grade)
    results = (
        replace(one, hint=note or one.hint)
        if one.cause is Cause.UNREADABLE_SUBMISSION
        else _in_language(one, grade.language)
        for one in grade.results
    )
    return replace(grade, note=note, results=tuple(results))


def _note(grade: Grade) -> str:
    try:
        return joined(grade.notes, grade.language) or grade.note
    except (LookupError, ValueError):  # a translation that fills in what is not there
        return grade.note


def _in_language(result: CheckResult, language: str) -> CheckResult:
    if not isinstance(result.message, dict):
        return result
    try:
        hint = graded(language).hint(result.message)
    except (LookupError, TypeError, ValueError):  # the message of an older check keeps its words
        return result
    paragraph = " ".join(hint.line.split())
    return replace(result, hint=paragraph, look=hint.look, example=hint.example)


def _is_finite(value: Any) -> bool:
    return isinstance(value, float) and math.isfinite(value)  # JSON has no other numbers


def _shown(value: Any, clean: Callable[[str], str]) -> Any:
    return _plain(value, clean) if is_message(value) else clean(shown(value))


def _plain(value: Any, clean: Callable[[str], str]) -> Any:
    """Return a field as JSON has it: numbers stay numbers, for lines say how they are written."""
    if value is None or isinstance(value, bool | int) or _is_finite(value):
        return value
    if isinstance(value, dict):
        # in a field a message has no example, whose numbers may come from the secret
        return {name: _plain(one, clean) for name, one in value.items() if name != EXAMPLE}
    if isinstance(value, list) and all(isinstance(one, dict) or _is_finite(one) for one in value):
        return [_plain(one, clean) for one in value]
    return clean(str(value))
