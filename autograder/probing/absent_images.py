"""Gives images to code that loads MNIST as soon as it is imported, where there are none to load.

At home they are there once they have been downloaded, so the mean of all images may stand at the
top of a file. Where there are neither images nor a network it is that of others.
"""

import re
import sys
from types import CodeType
from typing import Any
from unittest import mock

import torch
from torch import Tensor

from .images import as_kept
from .shape import NUM_CLASSES
from .tracing import images_like_digits

COUNT = 1000  # images
DOWNLOAD = re.compile(r"Error downloading|Dataset not found|<urlopen|HTTP Error")


def run_with_images(code: CodeType, namespace: dict[str, Any]) -> Any:
    """Run a statement; once more, with bright spots for digits, if MNIST cannot be downloaded."""
    try:
        return eval(code, namespace)
    except Exception as error:
        torchvision = sys.modules.get("torchvision")
        if torchvision is None or not DOWNLOAD.search(str(error)):
            raise
    here: dict[str, Any] = {
        "download": lambda self: None,
        "_check_exists": lambda self: True,
        "_load_data": _spots,
    }
    with mock.patch.multiple(torchvision.datasets.MNIST, **here):
        return eval(code, namespace)


def _spots(dataset: Any) -> tuple[Tensor, Tensor]:
    """Return images and labels of all classes, as MNIST keeps them."""
    with torch.random.fork_rng(devices=[]):
        images = as_kept((255 * images_like_digits(COUNT)).byte())
    return images, torch.arange(COUNT) % NUM_CLASSES
