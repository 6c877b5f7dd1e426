"""The small data that checks work on: some of the embedded digits, and a folder to load."""

from dataclasses import dataclass

import torch
from torch import Tensor

from ..datasets.embedded import Sample, mnist_files
from ..probing.images import IMAGE_SHAPE, as_floats, as_kept
from ..probing.shape import NUM_CLASSES, NUM_PIXELS

PUBLIC_SEED = 0  # of all that public checks draw, at home and in the grader
NUM_FOLDER_TRAINING = (
    6 * NUM_CLASSES,
    12 * NUM_CLASSES,
)  # images in the folder: at least, and less than
NUM_FOLDER_TEST = 2 * NUM_CLASSES, 5 * NUM_CLASSES


@dataclass(frozen=True)
class CheckData:
    """Real digits as a network takes them, and a small folder in MNIST's layout.

    `images` are float32 (N, C, H, W) in [0, 1], `labels` int64 (N,); `test_images` and
    `test_labels` are other digits. `files` are the IDX files of a folder whose contents are
    `folder`: for `True` (training) and `False` (test) the images uint8, as they are kept, and
    labels (N,). `tiny_rate` is a learning rate near 1e-9: with it weights stay where they are, as
    with 0, and no code can tell that they are to. An optimizer that divides by what it remembers of
    gradients takes steps of up to some thirty times the rate.
    """

    images: Tensor
    labels: Tensor
    test_images: Tensor
    test_labels: Tensor
    files: dict[str, bytes]
    folder: dict[bool, tuple[Tensor, Tensor]]
    tiny_rate: float

    def floats(self, train: bool) -> Tensor:
        """Return the folder's images as networks take them, float32 (N, C, H, W) in [0, 1]."""
        return as_floats(self.folder[train][0])

    @property
    def factors(self) -> Tensor:
        """Factors of pixels (pixels,) in training mode, with which a third of them are dropped."""
        return 2.0 * (torch.arange(NUM_PIXELS) % 3 > 0)

    @staticmethod
    def others(labels: Tensor) -> Tensor:
        """Return labels none of which is the right one, where `labels` are."""
        return (labels + NUM_CLASSES // 2) % NUM_CLASSES

    def patterns(self, count: int, start: int = 0) -> tuple[Tensor, Tensor]:
        """Make images of as many classes as there are digits, that nobody has seen before.

        Returns images float32 (count, C, H, W) in [0, 1] and labels int64 (count,). A fifth of
        the pixels is not black, those that are light in one of three of the folder's images for the
        class; another `start` makes other images of the same classes.
        """
        number = torch.arange(start, start + count)
        labels = number % NUM_CLASSES
        light = self.folder[True][0][labels + NUM_CLASSES * (number // NUM_CLASSES % 3)] > 204
        grey = torch.rand(light.shape, generator=torch.Generator().manual_seed(start))
        return (light * (0.3 + 0.7 * grey)).view(-1, *IMAGE_SHAPE), labels


def make_check_data(sample: Sample, seed: int) -> CheckData:
    """Choose digits from the sample; the folder's images are random and all different."""
    generator = torch.Generator().manual_seed(seed)
    parts = {}
    for train, between in ((True, NUM_FOLDER_TRAINING), (False, NUM_FOLDER_TEST)):
        count = int(torch.randint(*between, (), generator=generator))
        images = torch.randint(0, 256, (count, NUM_PIXELS), generator=generator, dtype=torch.uint8)
        images[:, 0], images[:, 1] = 255, 0  # every image spans the whole range, but for a dark one
        # behind those of `patterns`: whoever divides by the largest value of each image shows
        images[3 * NUM_CLASSES : 3 * NUM_CLASSES + 1] //= 2
        labels = torch.randint(0, NUM_CLASSES, (count,), generator=generator)
        parts[train] = as_kept(images), labels
    order = torch.randperm(len(sample.training_labels), generator=generator)
    tiny_rate = 1e-9 * (0.5 + torch.rand((), generator=generator).item())
    return CheckData(
        images=as_floats(sample.training_images[order]),
        labels=sample.training_labels[order],
        test_images=as_floats(sample.test_images),
        test_labels=sample.test_labels,
        files=mnist_files(*parts[True], *parts[False]),
        folder=parts,
        tiny_rate=tiny_rate,
    )
