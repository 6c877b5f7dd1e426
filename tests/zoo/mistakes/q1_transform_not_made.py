"""The parentheses of ToTensor are missing.
question: q1
hint: parentheses
first hint: parentheses
"""

import torchvision
from torchvision.transforms import ToTensor


def load_mnist(root="data_cache", train=True):
    return torchvision.datasets.MNIST(root, train=train, download=True, transform=ToTensor)
