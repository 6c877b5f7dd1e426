"""What a value is that a function should not have returned, and what it comes of."""

from typing import Any

import pytest
import torch

from autograder.checking.hints.catalogue import ENGLISH
from autograder.probing.kinds import returned


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "None. A function returns None where it reaches no `return`: look at every way"),
        ((one for one in [1]), "a generator. A function with a `yield` in it returns a generator"),
        (len, "a builtin_function_or_method. That is a function itself, not what it returns:"),
        ((0.5,), "a tuple. It has one item: a comma at the end of a line makes such a tuple."),
        ([0.5], "a list. It has one item: a comma at the end of a line makes such a tuple."),
        (torch.eye(10)[3], "a Tensor. It has a 1 among zeros, as one-hot labels have;"),
        (torch.zeros(10), "a Tensor"),
        (torch.tensor(3), "a Tensor"),
        ((0.5, 1.5), "a tuple"),
        (0.5, "a float"),
    ],
)
def test_a_value_is_told_with_what_it_comes_of(value: Any, said: str) -> None:
    fields = returned(value)
    because = ENGLISH.lines[fields["because"]][0] if fields["because"] else ""
    words = f"{ENGLISH.words(fields['found'])}. {because}".rstrip(". ")
    assert words.startswith(said.rstrip("."))
    assert because or words == said
