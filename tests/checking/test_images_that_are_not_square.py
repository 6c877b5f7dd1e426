"""Checks say what is wrong with images of more columns than rows, too."""

import runpy
from types import SimpleNamespace

import pytest
import torch

from support import CHECKS

IMAGES = torch.rand(5, 1, 20, 24, generator=torch.Generator().manual_seed(1))
DIGITS = SimpleNamespace(floats=lambda train: IMAGES if train else 1 - IMAGES / 2)


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (1 - IMAGES[0], "q1.inverted"),
        (IMAGES[0].round(), "q1.rounded"),
        (IMAGES[3], "q1.out-of-order"),
        (IMAGES[0] / 2, "q1.pixels-changed"),
    ],
)
def test_the_reason_for_another_first_image_is_found(found: torch.Tensor, reason: str) -> None:
    check = runpy.run_path(str(CHECKS / "public" / "test_q1.py"))
    assert check["_image_reason"](found, DIGITS) == reason
