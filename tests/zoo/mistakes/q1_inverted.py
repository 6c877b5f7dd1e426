"""Ink is 0 and paper 1.
question: q1
hint: divided by 255, and nothing else
first hint: inverted | dark and bright
"""

import torchvision
from torchvision.transforms import ToTensor


def load_mnist(root="data_cache", train=True):
    return torchvision.datasets.MNIST(
        root, train, transform=lambda image: 1 - ToTensor()(image), download=True
    )
