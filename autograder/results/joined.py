"""Joins what was graded at two times: a few questions again, and all that stands."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from ..rubric.rubric import Rubric
from .grade import Grade
from .picture_data import PictureData

Value = TypeVar("Value")


def merge(old: Grade, new: Grade, rubric: Rubric) -> Grade:
    """Put `new`, a few questions graded again, in place of what `old` says about them.

    Times, and how it was graded, are those of `new`.
    """
    again = {result.check.question for result in new.results}
    results = {one.check: one for grade in (old, new) for one in grade.results}
    earlier = {one.check.number for one in old.results if one.check.question not in again}
    return replace(
        new,
        results=tuple(results[check] for check in rubric.checks if check in results),
        questions=rubric.questions,
        accuracies=_merged(old.accuracies, new.accuracies, again),
        retries=(*(one for one in old.retries if one in earlier), *new.retries),
        fingerprints=_merged(old.fingerprints, new.fingerprints, again),
        picture_data=PictureData(
            source=new.picture_data.source or old.picture_data.source,
            networks=_merged(old.picture_data.networks, new.picture_data.networks, again),
            costs=_merged(old.picture_data.costs, new.picture_data.costs, again),
            troubled=(old.picture_data.troubled - again) | new.picture_data.troubled,
        ),
        drawings={},
    )


def _merged(
    old: Mapping[str, Value], new: Mapping[str, Value], again: set[str]
) -> dict[str, Value]:
    """Return what `old` says of other questions and `new` of those graded `again`."""
    others = {question: value for question, value in old.items() if question not in again}
    return others | {question: value for question, value in new.items() if question in again}
