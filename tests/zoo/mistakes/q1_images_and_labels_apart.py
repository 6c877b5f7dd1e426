"""load_mnist returns all images and all labels, not a dataset.
question: q1
hint: expected a pair (image, label)
first hint: pair (image, label)
"""

import torchvision


def load_mnist(root="data_cache", train=True):
    mnist = torchvision.datasets.MNIST(root, train=train, download=True)
    return mnist.data.unsqueeze(1) / 255, mnist.targets
