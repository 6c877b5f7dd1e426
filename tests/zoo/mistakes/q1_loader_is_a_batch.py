"""make_loader returns the first batch in place of the loader.
question: q1
hint: returned a batch in place of the loader
first hint: in place of the loader
"""

import torchvision
from torch.utils.data import DataLoader
from torchvision.transforms import ToTensor


def load_mnist(root="data_cache", train=True):
    return torchvision.datasets.MNIST(root, train=train, download=True, transform=ToTensor())


def make_loader(dataset, batch_size=32, shuffle=False):
    loader = DataLoader(dataset, batch_size=batch_size, shuffle=shuffle)
    for images, labels in loader:
        return images, labels
