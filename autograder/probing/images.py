"""Images as they are kept, and as networks take them."""

import torch
from torch import Tensor

from .shape import CHANNELS, COLUMNS, NUM_CLASSES, NUM_PIXELS, ROWS

IMAGE_SHAPE = CHANNELS, ROWS, COLUMNS


def as_floats(images: Tensor) -> Tensor:
    """Return images as networks take them: float (N, channels, rows, columns) in [0, 1].

    Kept ones are uint8 of 0..255: (N, rows, columns), or with several channels as above.
    """
    if images.dtype != torch.uint8:
        return images
    return images.reshape(-1, *IMAGE_SHAPE).float() / 255


def as_kept(images: Tensor) -> Tensor:
    """Return images (N, …) of any layout as they are kept: without a dimension for one channel."""
    return images.reshape(-1, *(IMAGE_SHAPE[1:] if CHANNELS == 1 else IMAGE_SHAPE))


def layer_sizes(*hidden: int) -> tuple[int, ...]:
    """Return how many values a network of dense layers has, from the images to the outputs."""
    return NUM_PIXELS, *hidden, NUM_CLASSES
