"""Images are float64.
question: q1
hint: expected torch.float32
first hint: float64
"""

import torchvision
from torch.utils.data import StackDataset


def load_mnist(root="data_cache", train=True):
    mnist = torchvision.datasets.MNIST(root, train, download=True)
    return StackDataset(mnist.data.unsqueeze(1).double() / 255, mnist.targets.tolist())
