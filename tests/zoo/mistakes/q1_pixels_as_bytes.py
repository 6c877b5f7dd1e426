"""Images keep their bytes, 0 to 255.
question: q1
hint: expected 0 to 1
first hint: 0 to 255
"""

import torchvision
from torch.utils.data import StackDataset


def load_mnist(root="data_cache", train=True):
    mnist = torchvision.datasets.MNIST(root, train, download=True)
    return StackDataset(mnist.data.unsqueeze(1).float(), mnist.targets.tolist())
