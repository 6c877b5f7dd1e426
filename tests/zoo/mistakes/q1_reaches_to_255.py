"""The pixels are floats, but still reach to 255.
question: q1
hint: reach from 0 to 255
first hint: 0 to 255
"""

import torch
import torchvision


def load_mnist(root="data_cache", train=True):
    mnist = torchvision.datasets.MNIST(root, train=train, download=True)
    return torch.utils.data.StackDataset(mnist.data.unsqueeze(1).float(), mnist.targets.tolist())
