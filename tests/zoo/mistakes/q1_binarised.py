"""Pixels are rounded to 0 and 1.
question: q1
hint: divided by 255, and nothing else
first hint: rounded
images: grey
"""

import torchvision
from torch.utils.data import StackDataset


def load_mnist(root="data_cache", train=True):
    mnist = torchvision.datasets.MNIST(root, train, download=True)
    return StackDataset((mnist.data > 127).float().unsqueeze(1), mnist.targets.tolist())
