"""Stand-ins return what has the fields of the student's own named tuples."""

import copy
import json
import pickle
from collections import namedtuple
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from autograder.probing.named_results import with_fields

Metrics = namedtuple("Metrics", "cost accuracy")
Three = namedtuple("Three", "cost accuracy right")


class Costs(NamedTuple):
    training: list[float]
    validation: list[float]

    @property
    def last(self) -> float:
        return self.validation[-1]


def students_own() -> None:
    """A student's function, whose file is this one."""


def standins(
    find: Callable[[str], Any] = lambda name: students_own, text: bytes = b"namedtuple("
) -> dict[str, Any]:
    plain = {
        "evaluate": lambda model: (0.5, 0.75),
        "train": lambda model: ([2.0], [3.0]),
        "accuracy": lambda model: 0.75,
    }
    return with_fields(plain, [b"import torch", text], find)


def test_a_result_is_a_pair_with_the_fields_of_the_students_named_tuples() -> None:
    result = standins()["evaluate"](None)
    assert result == (0.5, 0.75) and isinstance(result, tuple)
    assert (result.cost, result.accuracy) == (0.5, 0.75)
    assert result._asdict() == {"cost": 0.5, "accuracy": 0.75}
    costs = standins()["train"](None)
    assert (costs.training, costs.validation, costs.last) == ([2.0], [3.0], 3.0)
    assert standins()["accuracy"](None) == 0.75


def test_what_no_named_tuple_of_two_fields_has_is_missing_as_of_a_tuple() -> None:
    result = standins()["evaluate"](None)
    with pytest.raises(AttributeError, match=r"^'tuple' object has no attribute 'right'$"):
        _ = result.right
    with pytest.raises(TypeError, match="not 'tuple'"):
        float(result)


def test_a_student_who_names_no_named_tuple_gets_plain_results() -> None:
    for text in (b"renamedtuples = 1", b"tuple"):
        assert type(standins(text=text)["evaluate"](None)) is tuple


def test_a_function_that_cannot_be_loaded_has_no_fields() -> None:
    def find(name: str) -> Any:
        raise SyntaxError(name)

    with pytest.raises(AttributeError, match="'cost'"):
        _ = standins(find)["evaluate"](None).cost


def test_a_result_can_be_copied_and_written() -> None:
    result = standins()["evaluate"](None)
    for copied in (copy.copy(result), copy.deepcopy(result), pickle.loads(pickle.dumps(result))):
        assert copied == (0.5, 0.75)
    assert json.dumps(result) == "[0.5, 0.75]"
