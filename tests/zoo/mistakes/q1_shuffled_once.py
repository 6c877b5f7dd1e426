"""The dataset is shuffled once, when the loader is made.
question: q1
hint: each epoch needs a new one
first hint: same order
"""

import torch
from torch.utils.data import DataLoader, Subset


def make_loader(dataset, batch_size=32, shuffle=False):
    if shuffle:
        dataset = Subset(dataset, torch.randperm(len(dataset)).tolist())
    return DataLoader(dataset, batch_size=batch_size)
