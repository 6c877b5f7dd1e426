"""A dataset that downloads and reads its files when it is asked for the first image."""

from functools import cached_property

from torch.utils.data import DataLoader, Dataset


class Digits(Dataset):
    def __init__(self, root, train):
        self.root, self.train = root, train

    @cached_property
    def files(self):
        from torchvision.datasets import MNIST

        return MNIST(self.root, self.train, download=True)

    @cached_property
    def images(self):
        return self.files.data[:, None] / 255

    def __len__(self):
        return len(self.files.targets)

    def __getitem__(self, index):
        return self.images[index], int(self.files.targets[index])


def load_mnist(root="data_cache", train=True):
    return Digits(root, train)


def make_loader(dataset, batch_size=32, shuffle=False):
    return DataLoader(dataset, batch_size, shuffle)
