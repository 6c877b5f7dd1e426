"""Training and test images are swapped.
question: q1
hint: loads the other set
first hint: other set
"""

import torchvision
from torchvision.transforms import ToTensor


def load_mnist(root="data_cache", train=True):
    return torchvision.datasets.MNIST(root, not train, transform=ToTensor(), download=True)
