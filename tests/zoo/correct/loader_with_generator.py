"""A loader with a seeded generator, whose order is new each epoch all the same."""

import torch
from torch.utils.data import DataLoader


def make_loader(dataset, batch_size=32, shuffle=False):
    generator = torch.Generator().manual_seed(42)
    return DataLoader(
        dataset, batch_size, shuffle, pin_memory=False, drop_last=False, generator=generator
    )
