"""A loader with a batch sampler over a random or sequential order, and a collate function.
images: grey
"""

import torch
from torch.utils.data import BatchSampler, DataLoader, RandomSampler, SequentialSampler
from torchvision import datasets
from torchvision.transforms import v2


def load_mnist(root="data_cache", train=True):
    transform = v2.Compose([v2.ToImage(), v2.ToDtype(torch.float32, scale=True)])
    return datasets.MNIST(root, train=train, download=True, transform=transform)


def collate(samples):
    images, labels = zip(*samples)
    return torch.stack([torch.as_tensor(image) for image in images]), torch.tensor(labels).long()


def make_loader(dataset, batch_size=32, shuffle=False):
    order = RandomSampler(dataset) if shuffle else SequentialSampler(dataset)
    batches = BatchSampler(order, batch_size=batch_size, drop_last=False)
    return DataLoader(dataset, batch_sampler=batches, collate_fn=collate)
