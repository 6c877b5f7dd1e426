"""A TensorDataset, whose labels are tensors of no dimension.
images: grey
"""

import torch
import torchvision
from torch.utils.data import TensorDataset


def load_mnist(root="data_cache", train=True):
    mnist = torchvision.datasets.MNIST(root=root, train=train, download=True)
    images = (mnist.data.to(torch.float32) / 255.0)[:, None]
    return TensorDataset(images, mnist.targets)
