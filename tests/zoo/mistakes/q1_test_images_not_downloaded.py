"""Only the training set is downloaded.
question: q1
hint: did not try to download
first hint: train=False
"""


def load_mnist(root="data_cache", train=True):
    mnist = torchvision.datasets.MNIST(root, train=train, download=train)
    images = mnist.data.view(-1, 1, 28, 28) / 255
    return torch.utils.data.StackDataset(images, mnist.targets.tolist())
