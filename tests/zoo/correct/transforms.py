"""A dataset decoded by torchvision's transforms whenever an image is asked for."""

from torchvision import transforms
from torchvision.datasets import MNIST


def load_mnist(root="data_cache", train=True):
    return MNIST(root, train, transform=transforms.ToTensor(), download=True)
