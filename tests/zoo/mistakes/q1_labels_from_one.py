"""Labels count from 1.
question: q1
hint: labels do not belong to their image
first hint: one too large
"""

import torchvision
from torch.utils.data import StackDataset


def load_mnist(root="data_cache", train=True):
    mnist = torchvision.datasets.MNIST(root, train, download=True)
    return StackDataset(mnist.data.unsqueeze(1) / 255, ((mnist.targets + 1) % 10).tolist())
