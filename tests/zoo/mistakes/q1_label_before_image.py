"""Items are pairs (label, image).
question: q1
hint: the image comes second
first hint: begins with an int
images: grey
"""


class Digits(torch.utils.data.Dataset):
    def __init__(self, mnist):
        self.mnist = mnist

    def __len__(self):
        return len(self.mnist)

    def __getitem__(self, index):
        image = self.mnist.data[index].float()[None] / 255
        return int(self.mnist.targets[index]), image


def load_mnist(root="data_cache", train=True):
    return Digits(torchvision.datasets.MNIST(root, train=train, download=True))
