"""Arguments of the wrong kinds, given to operators whose arguments are looked at."""

from typing import Any

import pytest
import torch

from autograder.network.operator_arguments import DEMANDS, is_safe

KINDS: list[Any] = [
    None, True, 3, -1, 0.5, "a", [], [0], [[1]], {}, torch.float32, torch.tensor(1.0),
    torch.zeros(0), torch.zeros(2, 3), torch.zeros(2, 3, device="meta"),
]  # fmt: skip


@pytest.mark.parametrize("value", KINDS, ids=repr)
@pytest.mark.parametrize("name", sorted(DEMANDS))
def test_arguments_of_any_kind_are_judged_without_an_exception(name: str, value: Any) -> None:
    packet = getattr(torch.ops.aten, name)
    for overload in packet.overloads():
        operator = getattr(packet, overload)
        images = torch.rand(2, 3, 4)
        good = [images for _ in operator._schema.arguments]
        for place in range(len(good)):
            assert is_safe(name, operator, [*good[:place], value], {}) in (True, False)
        assert is_safe(name, operator, [value for _ in good], {}) in (True, False)


def test_slopes_are_drawn_into_memory_that_has_a_place_for_each() -> None:
    """PyTorch writes them one after the other from where the noise begins, whatever its strides."""
    operator, images = torch.ops.aten.rrelu_with_noise.default, torch.rand(4, 6)
    for noise, right in (
        (torch.zeros(4, 6), True),
        (torch.zeros(1, 1).expand(4, 6), False),
        (torch.zeros(6, 4).t(), False),
        (torch.zeros(4, 12)[:, ::2], False),
        (torch.zeros(8, 6)[4:], False),
    ):
        assert is_safe("rrelu_with_noise", operator, [images, noise, 0.1, 0.3, True], {}) == right


def test_a_fourier_transform_has_dimensions_that_are_there() -> None:
    operator = torch.ops.aten._fft_r2c.default
    images = torch.rand(2, 3, 4)
    assert is_safe("_fft_r2c", operator, [images, [0, -1], 0, True], {})
    assert not is_safe("_fft_r2c", operator, [images, [0, -3], 0, True], {})
    assert not is_safe("_fft_r2c", operator, [images, [3], 0, True], {})
    assert not is_safe("_fft_r2c", operator, [torch.tensor(1.0), [0], 0, True], {})
