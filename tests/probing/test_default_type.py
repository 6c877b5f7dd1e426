"""A student's default type for new tensors is theirs: checks at home keep float32."""

from collections.abc import Iterator
from typing import Any

import pytest
import torch

from autograder.probing.default_type import default_type
from autograder.probing.probes import Probes


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    with default_type(torch.float32):
        yield


def probes_of(**functions: Any) -> Probes:
    return Probes(functions.__getitem__)


def test_what_a_student_sets_holds_in_their_code_only() -> None:
    seen = []

    def chance_cost(num_classes: int) -> float:
        seen.append(torch.zeros(1).dtype)
        torch.set_default_dtype(torch.float64)
        return 2.0

    probes = probes_of(chance_cost=chance_cost)
    for _ in range(2):
        probes.run("chance_cost", {"options": {"num_classes": 10}}, 1)
        assert torch.zeros(1).dtype == torch.float32
    assert seen == [torch.float32, torch.float64]


def test_it_is_kept_where_a_function_fails() -> None:
    def chance_cost(num_classes: int) -> float:
        torch.set_default_dtype(torch.float64)
        raise ValueError

    with pytest.raises(ValueError):
        probes_of(chance_cost=chance_cost).run("chance_cost", {"options": {"num_classes": 10}}, 1)
    assert torch.zeros(1).dtype == torch.float32
