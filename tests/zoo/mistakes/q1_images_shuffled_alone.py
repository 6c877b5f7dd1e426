"""The images are shuffled once, and the labels are not.
question: q1
hint: not in their order
first hint: order
images: grey
"""

import torch
import torchvision
from torch.utils.data import StackDataset


def load_mnist(root="data_cache", train=True):
    mnist = torchvision.datasets.MNIST(root, train, download=True)
    order = torch.randperm(len(mnist))
    return StackDataset(mnist.data[order].unsqueeze(1) / 255, mnist.targets.tolist())
