"""A dataset whose file mends downloads when it is imported: certificates, a user agent, mirrors."""

import os
import ssl
import urllib.request

import torch
from torchvision import datasets, transforms

ssl._create_default_https_context = ssl._create_unverified_context
opener = urllib.request.build_opener()
opener.addheaders = [("User-agent", "Mozilla/5.0")]
urllib.request.install_opener(opener)
os.environ["KMP_DUPLICATE_LIB_OK"] = "TRUE"
# http://yann.lecun.com gives 403
new_mirror = "https://ossci-datasets.s3.amazonaws.com/mnist"
datasets.MNIST.mirrors = [new_mirror + "/", *datasets.MNIST.mirrors]


def load_mnist(root="data_cache", train=True):
    return datasets.MNIST(root, train, transform=transforms.ToTensor(), download=True)


def make_loader(dataset, batch_size=32, shuffle=False):
    kwargs = {"num_workers": 0, "pin_memory": True} if torch.cuda.is_available() else {}
    return torch.utils.data.DataLoader(dataset, batch_size=batch_size, shuffle=shuffle, **kwargs)
