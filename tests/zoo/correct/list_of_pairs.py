"""A plain list of pairs instead of a Dataset.
images: grey
"""

from torchvision.datasets import MNIST
from torchvision.transforms.functional import to_tensor


def load_mnist(root="data_cache", train=True):
    return [(to_tensor(image), label) for image, label in MNIST(root, train, download=True)]
