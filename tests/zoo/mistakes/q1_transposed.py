"""Rows and columns are exchanged.
question: q1
hint: pixels are not those in the files
first hint: rows and columns
images: square
"""

import torchvision
from torch.utils.data import StackDataset


def load_mnist(root="data_cache", train=True):
    mnist = torchvision.datasets.MNIST(root, train, download=True)
    return StackDataset(mnist.data.mT.unsqueeze(1) / 255, mnist.targets.tolist())
