"""Seeds the generators that students' code may use."""

import random

import numpy
import torch


def seed_all(seed: int) -> None:
    """Seed Python's, PyTorch's and NumPy's global generators."""
    random.seed(seed)
    seed_torch(seed)
    seed_numpy(seed)


def seed_torch(seed: int) -> None:
    """Seed PyTorch's global generators; without a GPU the CPU's alone.

    `torch.manual_seed` would also write down the stack of calls for a GPU, which takes up to 2 ms
    under pytest.
    """
    if getattr(torch, "accelerator", torch.cuda).is_available():  # PyTorch 2.4 has no accelerator
        torch.manual_seed(seed)
    else:
        torch.default_generator.manual_seed(seed)


def seed_numpy(seed: int) -> None:
    """Seed NumPy's global generator, which students may use."""
    numpy.random.seed(seed % 2**32)
