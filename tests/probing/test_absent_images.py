"""Code that loads MNIST on import is given images, where there are none and no network."""

from pathlib import Path

import pytest
from torchvision.datasets import MNIST

from support.loading import EVALUATE, Load

TOP = """
import torch
from torchvision import datasets, transforms

def load_mnist(root="data_cache", train=True):
    return datasets.MNIST(root, train, transforms.ToTensor(), download=True)

images = torch.stack([image for image, _ in load_mnist()])
MEAN, SHAPE = images.mean().item(), images.shape[1:]
CLASSES = len(set(load_mnist(train=False).targets.tolist()))

"""


def _unreachable(dataset: MNIST) -> None:
    raise RuntimeError("Error downloading train-images-idx3-ubyte.gz")


@pytest.mark.parametrize("form", ["package", "notebook"])
def test_a_mean_of_all_images_may_stand_at_the_top_of_a_file(
    load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setattr(MNIST, "download", _unreachable)
    monkeypatch.chdir(tmp_path)
    text = TOP + EVALUATE.format("MEAN, SHAPE, CLASSES, load_mnist")
    if form == "notebook":
        (tmp_path / "code cell 1").write_text(text)
    code = load({} if form == "notebook" else {"evaluation": text})
    mean, shape, classes, load_mnist = code.find("evaluate")()
    assert 0.1 < mean < 0.4
    assert (tuple(shape), classes) == ((1, 28, 28), 10)
    with pytest.raises(RuntimeError, match="Error downloading"):  # once it is no import
        load_mnist()
