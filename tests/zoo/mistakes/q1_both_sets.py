"""The training set and the test set are returned as a tuple, whatever `train` is.
question: q1
hint: the one that `train` asks for
first hint: the one that `train` asks for
"""

import torchvision
from torchvision.transforms import ToTensor


def load_mnist(root="data_cache", train=True):
    train_set = torchvision.datasets.MNIST(root, train=True, download=True, transform=ToTensor())
    test_set = torchvision.datasets.MNIST(root, train=False, download=True, transform=ToTensor())
    return train_set, test_set
