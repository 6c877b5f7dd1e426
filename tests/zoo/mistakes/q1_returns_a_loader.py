"""load_mnist returns batches.
question: q1
hint: load_mnist returned a DataLoader
first hint: DataLoader
"""

import torchvision
from torch.utils.data import DataLoader


def load_mnist(root="data_cache", train=True):
    mnist = torchvision.datasets.MNIST(
        root, train=train, download=True, transform=torchvision.transforms.ToTensor()
    )
    return DataLoader(mnist, batch_size=32)
