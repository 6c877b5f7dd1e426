"""Data whose file loads the images, prints shapes and shows a figure below its functions."""

FILES = {
    "digits/data.py": """import matplotlib
matplotlib.use("TkAgg")
import matplotlib.pyplot as plt
import torch
from torch.utils.data import DataLoader
from torchvision import datasets
from torchvision.transforms import ToTensor

plt.ion()


def load_mnist(root="data_cache", train=True):
    return datasets.MNIST(root=root, train=train, download=True, transform=ToTensor())


def make_loader(dataset, batch_size=32, shuffle=False):
    return DataLoader(dataset, batch_size=batch_size, shuffle=shuffle)


print(len(load_mnist()))
test_data = load_mnist(train=False)
for X, y in make_loader(test_data, 64):
    print(f"Shape of X [N, C, H, W]: {X.shape}")
    print(f"Shape of y: {y.shape} {y.dtype}")
    break
figure = plt.figure(figsize=(8, 8))
for i in range(1, 10):
    img, label = test_data[torch.randint(len(test_data), size=(1,)).item()]
    figure.add_subplot(3, 3, i)
    plt.imshow(img.squeeze(), cmap="gray")
plt.show(block=True)
plt.pause(0.001)
""",
}
