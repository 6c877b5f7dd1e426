"""The bytes are divided by 256.
question: q1
hint: 255
first hint: 256
"""

import torchvision
from torch.utils.data import StackDataset


def load_mnist(root="data_cache", train=True):
    mnist = torchvision.datasets.MNIST(root, train=train, download=True)
    return StackDataset(mnist.data.unsqueeze(1).float() / 256, mnist.targets.tolist())
