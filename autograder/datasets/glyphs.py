"""Glyphs: classes of random strokes that did not exist before they were drawn.

Whoever brings weights or answers along has nothing for them. A class has three shapes, so that no
mean image and no linear map tells the classes apart; a network with a hidden layer does.
"""

import math

import torch
from torch import Tensor

from ..probing.images import as_kept
from ..probing.shape import CHANNELS, COLUMNS, NUM_CLASSES, ROWS
from .idx import Digits

SCALE = min(ROWS, COLUMNS) / 28  # lengths below are for images of 28×28 pixels
SHAPES = 3  # a class
POINTS = 5  # a shape: its stroke goes through them in order
REACH = 10.0 * SCALE  # how far from the middle a point lies at most, each way, in pixels
JITTER = 0.4 * SCALE  # of every point, the standard deviation in pixels
TURN = math.radians(11)  # at most
STRETCH = 0.15  # at most, larger or smaller
SHIFT = 2.0 * SCALE  # at most, each way, in pixels
PEN = 1.2 * SCALE, 2.0 * SCALE  # half of a stroke's width in pixels: the thinnest and the thickest
NOISE = 0.1  # of every pixel, the standard deviation where ink is 1
CHUNK = 256  # images drawn at a time


def draw_shapes(generator: torch.Generator) -> Tensor:
    """Draw new classes: the points of their shapes, (classes, SHAPES, POINTS, 2)."""
    return _uniform((NUM_CLASSES, SHAPES, POINTS, 2), generator) * REACH


def draw_glyphs(shapes: Tensor, count: int, generator: torch.Generator) -> Digits:
    """Draw `count` images of these classes, each of a random shape, varied, in a random order.

    Every class has the same number of images, or one more.
    """
    labels = (torch.arange(count) % NUM_CLASSES)[torch.randperm(count, generator=generator)]
    points = shapes[labels, torch.randint(SHAPES, (count,), generator=generator)]
    points = points + JITTER * torch.randn(points.shape, generator=generator)
    angle = TURN * _uniform((count,), generator)
    turn = torch.stack([angle.cos(), -angle.sin(), angle.sin(), angle.cos()], 1).view(-1, 2, 2)
    points = points @ turn * (1 + STRETCH * _uniform((count, 1, 1), generator))
    points = points + SHIFT * _uniform((count, 1, 2), generator)
    pen = sum(PEN) / 2 + (PEN[1] - PEN[0]) / 2 * _uniform((count, 1), generator)
    ink = [
        _ink(*chunk)
        for chunk in zip(torch.split(points, CHUNK), torch.split(pen, CHUNK), strict=True)
    ]
    grey = torch.cat([*ink, torch.empty(0, ROWS * COLUMNS)]).repeat(1, CHANNELS)
    grey = grey + NOISE * torch.randn(grey.shape, generator=generator)
    images = (grey.clamp(0, 1) * 255).round().to(torch.uint8)
    return Digits(as_kept(images), labels)


def _ink(points: Tensor, pen: Tensor) -> Tensor:
    """Return how black each pixel is, 0 to 1 (N, ROWS * COLUMNS), of strokes through `points`.

    A pixel is as black as its distance from the stroke says, whose half width is `pen` (N, 1);
    points are (N, POINTS, 2).
    """
    across, down = (torch.arange(size) - (size - 1) / 2 for size in (COLUMNS, ROWS))
    x, y = across.repeat(ROWS), down.repeat_interleave(COLUMNS)
    nearest = torch.full((len(points), ROWS * COLUMNS), math.inf)  # squared distance
    for start, end in zip(points.unbind(1), points.unbind(1)[1:], strict=False):
        along_x, along_y = (end - start).unsqueeze(2).unbind(1)
        from_x, from_y = x - start[:, :1], y - start[:, 1:]
        length = (along_x.square() + along_y.square()).clamp(min=1e-6)
        part = ((from_x * along_x + from_y * along_y) / length).clamp_(0, 1)  # of the way
        away = (from_x - part * along_x).square_() + (from_y - part * along_y).square_()
        nearest = torch.minimum(nearest, away)
    return (pen + 0.5 - nearest.sqrt()).clamp(0, 1)


def _uniform(shape: tuple[int, ...], generator: torch.Generator) -> Tensor:
    """Return random numbers between -1 and 1."""
    return 2 * torch.rand(shape, generator=generator) - 1
