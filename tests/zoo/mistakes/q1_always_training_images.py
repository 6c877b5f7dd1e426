"""The argument train is not passed on.
question: q1
hint: how load_mnist uses `train`
first hint: `train`
"""

import torchvision
from torchvision.transforms import ToTensor


def load_mnist(root="data_cache", train=True):
    return torchvision.datasets.MNIST(root, transform=ToTensor(), download=True)
