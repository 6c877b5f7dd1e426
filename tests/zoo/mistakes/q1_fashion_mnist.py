"""The images are those of Fashion-MNIST.
question: q1
hint: at which dataset it makes
first hint: at which dataset it makes
images: grey
"""

import torchvision


def load_mnist(root="data_cache", train=True):
    to_tensor = torchvision.transforms.ToTensor()
    return torchvision.datasets.FashionMNIST(root, train=train, download=True, transform=to_tensor)
