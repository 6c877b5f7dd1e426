"""Images are standardised with MNIST's mean and deviation.
question: q1
hint: expected 0 to 1
first hint: standardised | normalised
"""

import torchvision
from torchvision.transforms import Compose, Normalize, ToTensor


def load_mnist(root="data_cache", train=True):
    transform = Compose([ToTensor(), Normalize((0.1307,), (0.3081,))])
    return torchvision.datasets.MNIST(root, train, transform=transform, download=True)
