"""Some training images are kept back for validation.
question: q1
hint: all of them
first hint: all of them
"""

from torch.utils.data import Subset
from torchvision.datasets import MNIST
from torchvision.transforms import ToTensor


def load_mnist(root="data_cache", train=True):
    mnist = MNIST(root, train, transform=ToTensor(), download=True)
    return Subset(mnist, range(len(mnist) * 5 // 6)) if train else mnist
