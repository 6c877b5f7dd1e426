"""Checks hold for images that are not square, and for such with many pixels."""

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


def _rectified_brightness(bias: float) -> SimpleNamespace:
    """A submission whose MLP has one hidden unit: the mean of all pixels, and a bias."""

    def run(images: torch.Tensor) -> torch.Tensor:
        unit = (images.flatten(1).mean(1) + bias).relu()
        return torch.stack([unit, -unit], 1).log_softmax(1)

    training = SimpleNamespace(epoch=lambda: None, graph=lambda: SimpleNamespace(run=run))
    network = SimpleNamespace(
        begin_training=lambda data, learning_rate: training,
        learning_trouble=lambda *arguments: None,
    )
    return SimpleNamespace(
        network=lambda name, **options: network,
        image_shape=(3, 64, 64),
        num_pixels=12288,
        num_classes=2,
    )


@pytest.mark.parametrize(("bias", "is_bent"), [(-0.3, True), (0.3, False)])
def test_a_unit_that_random_images_never_switch_off_is_no_affine_map(
    bias: float, is_bent: bool
) -> None:
    check = runpy.run_path(str(CHECKS / "public" / "test_q2.py"))["test_nonlinearity"]
    images = torch.rand(320, 3, 64, 64, generator=torch.Generator().manual_seed(2))
    digits = SimpleNamespace(images=images, labels=torch.zeros(320, dtype=torch.int64))
    if is_bent:
        check(_rectified_brightness(bias), digits)
    else:
        with pytest.raises(AssertionError) as raised:
            check(_rectified_brightness(bias), digits)
        assert raised.value.args[0]["hint"] == "q2.affine"
