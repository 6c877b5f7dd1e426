"""Images are (28, 28), without a channel.
question: q1
hint: one channel, 28 rows
first hint: channel
"""

import torchvision
from torch.utils.data import StackDataset


def load_mnist(root="data_cache", train=True):
    mnist = torchvision.datasets.MNIST(root, train, download=True)
    return StackDataset(mnist.data / 255, mnist.targets.tolist())
