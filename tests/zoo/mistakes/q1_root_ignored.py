"""The dataset is always taken from data_cache.
question: q1
hint: uses `root`
first hint: `root`
"""

import torchvision
from torchvision.transforms import ToTensor


def load_mnist(root="data_cache", train=True):
    return torchvision.datasets.MNIST("data_cache", train, transform=ToTensor(), download=True)
