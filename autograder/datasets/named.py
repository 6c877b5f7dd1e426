"""The datasets that torchvision downloads in MNIST's layout: their names, folders and classes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Named:
    """A dataset that `--data` names."""

    name: str  # as given to --data
    title: str
    folder: str  # below the root, and the class in torchvision.datasets
    classes: tuple[str, ...] = ()  # what they are called; none where a class is called its number


MNIST = Named("mnist", "MNIST", "MNIST")
FASHION_MNIST = Named(
    "fashion-mnist",
    "Fashion-MNIST",
    "FashionMNIST",
    (
        "T-shirt/top",
        "Trouser",
        "Pullover",
        "Dress",
        "Coat",
        "Sandal",
        "Shirt",
        "Sneaker",
        "Bag",
        "Ankle boot",
    ),
)
KMNIST = Named(
    "kmnist",
    "KMNIST",
    "KMNIST",
    ("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"),
)
DIGITS = "sample", MNIST.name  # students' load_mnist downloads these by itself
NAMED = {one.name: one for one in (MNIST, FASHION_MNIST, KMNIST)}


def has_name(data: str) -> bool:
    """Say whether what grading.yml names is a dataset that has a name; else it is a folder."""
    return data == "sample" or data in NAMED
