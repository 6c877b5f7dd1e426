"""The pixels are divided by 255 although ToTensor has done so already.
question: q1
hint: reach from 0 to 0.0039
first hint: twice
"""

import torchvision
from torchvision import transforms


def load_mnist(root="data_cache", train=True):
    transform = transforms.Compose(
        [transforms.ToTensor(), transforms.Lambda(lambda image: image / 255)]
    )
    return torchvision.datasets.MNIST(root, train=train, download=True, transform=transform)
