"""Every image is stretched to reach from 0 to 1 by itself.
question: q1
hint: pixels are not those in the files
first hint: its own largest value
images: grey
"""


class Digits(torch.utils.data.Dataset):
    def __init__(self, mnist):
        self.images, self.labels = mnist.data.float(), mnist.targets

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, index):
        image = self.images[index][None]
        return image / image.max(), int(self.labels[index])


def load_mnist(root="data_cache", train=True):
    return Digits(torchvision.datasets.MNIST(root, train=train, download=True))
