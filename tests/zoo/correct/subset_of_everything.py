"""A dataset of joined subsets with a lambda as its transform, which is kept once it is loaded."""

import functools
from pathlib import Path

import torch
from torch.utils.data import ConcatDataset, Subset
from torchvision import datasets, transforms

HERE = Path(__file__).resolve().parent


@functools.lru_cache(maxsize=None)
def load_mnist(root="data_cache", train=True):
    root = Path(root).expanduser()
    to_tensor = transforms.Compose(
        [transforms.PILToTensor(), transforms.Lambda(lambda x: x.to(torch.float32) / 255.0)]
    )
    mnist = datasets.MNIST(str(root), train=train, download=True, transform=to_tensor)
    half = len(mnist) // 2
    return ConcatDataset([Subset(mnist, range(half)), Subset(mnist, list(range(half, len(mnist))))])
