"""How many numbers it takes to write a tensor down."""

import pytest
import torch
from torch import Tensor

from autograder.network.regularity import exact, irregularity, without_repeats

ROWS = torch.arange(28.0)[:, None].expand(28, 28)


@pytest.mark.parametrize(
    ("value", "numbers"),
    [
        (torch.tensor(3.0), 0),
        (torch.ones(28, 28), 0),
        (torch.ones(28, 28).tril(), 27),
        (torch.eye(28), 28),
        (torch.tensor([0.0, -0.0, 0.0, -0.0, 0.0]), 2),
        (torch.tensor([0.0, torch.nan, 0.0, 0.0]), 1),
        (torch.tensor([2**60, 2**60 + 1, 2**60, 2**60]), 1),
        (torch.stack([ROWS, ROWS.T]), 55),
        (torch.stack([ROWS / 27, ROWS.T / 27, torch.zeros(28, 28)]), 56),
        (torch.stack([2 * ROWS / 27 - 1, 255 * ROWS.T / 27]), 55),
        (torch.tensor([[1.0], [2.0], [3.0]]), 2),
        (torch.complex(torch.zeros(3), torch.tensor([0.0, 0.0, 1.0])), 1),
    ],
)
def test_numbers_are_counted_where_they_differ(value: Tensor, numbers: int) -> None:
    assert irregularity(without_repeats(exact(value))) == numbers


def test_a_tensor_of_many_dimensions_is_counted_without_going_along_all_of_them() -> None:
    """With sixteen there would be sixteen factorial ways to go."""
    value = torch.arange(2**16).view([2] * 16)
    assert irregularity(value) == 2**16 - 1
