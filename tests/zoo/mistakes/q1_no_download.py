"""The images are never downloaded.
question: q1
hint: did not try to download
first hint: download
"""

import torchvision


def load_mnist(root="data_cache", train=True):
    return torchvision.datasets.MNIST(
        root, train=train, transform=torchvision.transforms.ToTensor()
    )
