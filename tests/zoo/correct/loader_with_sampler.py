"""A loader with samplers and a collate function of its own."""

import torch
from torch.utils.data import BatchSampler, DataLoader, RandomSampler, SequentialSampler


def collate(samples):
    images = torch.stack([image for image, _ in samples])
    return images, torch.tensor([int(label) for _, label in samples])


def make_loader(dataset, batch_size=32, shuffle=False):
    sampler = RandomSampler(dataset) if shuffle else SequentialSampler(dataset)
    batches = BatchSampler(sampler, batch_size, drop_last=False)
    return DataLoader(dataset, batch_sampler=batches, collate_fn=collate)
