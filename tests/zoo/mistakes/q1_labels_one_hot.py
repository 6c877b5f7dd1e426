"""Labels are one-hot vectors.
question: q1
hint: expected an int
first hint: expected an int
"""

import torch
import torchvision
from torch.utils.data import TensorDataset


def load_mnist(root="data_cache", train=True):
    mnist = torchvision.datasets.MNIST(root, train, download=True)
    return TensorDataset(mnist.data.unsqueeze(1) / 255, torch.eye(10)[mnist.targets])
