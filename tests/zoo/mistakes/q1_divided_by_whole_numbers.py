"""The bytes are divided with //, so that only 0 and 1 are left.
question: q1
hint: divided by 255, and nothing else
first hint: a division gave whole numbers
"""

import torchvision
from torch.utils.data import StackDataset


def load_mnist(root="data_cache", train=True):
    mnist = torchvision.datasets.MNIST(root, train, download=True)
    images = (mnist.data.unsqueeze(1) // 255).float()
    return StackDataset(images, mnist.targets.tolist())
