"""The training set holds the test images too.
question: q1
hint: and no others
first hint: no others
"""

from torch.utils.data import ConcatDataset
from torchvision.datasets import MNIST
from torchvision.transforms import ToTensor


def load_mnist(root="data_cache", train=True):
    parts = [MNIST(root, part, transform=ToTensor(), download=True) for part in (True, False)]
    return ConcatDataset(parts) if train else parts[1]
