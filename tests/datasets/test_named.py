"""Fashion-MNIST and KMNIST have names, like MNIST: from torchvision, in the same cache."""

import gzip
from hashlib import md5
from pathlib import Path

import pytest
import torch
import torchvision
from click.testing import CliRunner

from autograder.cli import data_fetch
from autograder.datasets.catalogue import DatasetError, load, load_chosen
from autograder.datasets.download import fetch
from autograder.datasets.named import FASHION_MNIST
from support.datasets import FEW, TRAINING_IMAGES, put, quiet, tree
from support.mirror import mirror, refusing

ARCHIVES = {f"{name}.gz": gzip.compress(content) for name, content in FEW.items()}
SHOES = "Sneaker", "Bag", "Ankle boot"
FASHION = ("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", *SHOES)


@pytest.fixture(autouse=True)
def direct(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reach loopback without a proxy; the archives are ours, and so are their checksums."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    sums = [(name, md5(content).hexdigest()) for name, content in ARCHIVES.items()]
    for name in ("FashionMNIST", "KMNIST"):
        monkeypatch.setattr(getattr(torchvision.datasets, name), "resources", sums)


@pytest.mark.parametrize(
    ("name", "folder", "classes"),
    [
        ("fashion-mnist", "FashionMNIST", FASHION),
        ("kmnist", "KMNIST", ("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo")),
    ],
)
def test_what_is_in_the_cache_is_read_by_name(
    tmp_path: Path, name: str, folder: str, classes: tuple[str, ...]
) -> None:
    put(tmp_path / folder / "raw", FEW)
    data = load(name, tmp_path, quiet)
    assert (data.name, len(data.training), len(data.test)) == (name, 60, 20)
    assert data.classes == classes
    dataset = getattr(torchvision.datasets, folder)(tmp_path)  # finds the same, and calls them so
    assert tuple(dataset.classes) == classes
    assert torch.equal(dataset.data, data.training.images)


def test_what_is_absent_is_downloaded_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[str] = []
    with mirror(ARCHIVES) as server:
        monkeypatch.setattr(torchvision.datasets.FashionMNIST, "mirrors", [server.url])
        assert len(load("fashion-mnist", tmp_path, lines.append).training) == 60
        load("fashion-mnist", tmp_path, lines.append)
    assert lines[0] == f"downloading {server.url}{TRAINING_IMAGES}.gz"
    assert len(lines) == 4


def test_the_command_says_once_where_a_dataset_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_fetch, "DEFAULT_CACHE", tmp_path)
    with mirror(ARCHIVES) as server:
        words = ["fashion-mnist", "--mirror", server.url]
        for _ in range(2):  # once downloaded, once there
            lines = CliRunner().invoke(data_fetch.command, words).output.splitlines()
            where = f"Fashion-MNIST is in {tmp_path}/FashionMNIST/raw"
            assert lines.count(where) == 1 and lines[-1] == where


def test_without_a_network_one_sentence_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torchvision.datasets.KMNIST, "mirrors", [refusing()])
    with pytest.raises(DatasetError) as caught:
        load("kmnist", tmp_path, quiet)
    assert str(caught.value).startswith("KMNIST cannot be downloaded (http://127.0.0.1:")
    assert str(caught.value).endswith(
        "): check the network, or name a mirror with `autograder data fetch kmnist --mirror URL`"
    )
    assert tree(tmp_path) == []


def test_a_mirror_can_be_named(tmp_path: Path) -> None:
    with mirror(ARCHIVES) as server:
        raw = fetch(tmp_path, [server.url], quiet, FASHION_MNIST)
    assert raw == tmp_path / "FashionMNIST" / "raw"


def test_the_option_comes_before_grading_yml(tmp_path: Path) -> None:
    put(tmp_path / "KMNIST" / "raw", FEW)
    assert load_chosen(None, "kmnist", tmp_path, quiet).name == "kmnist"
    assert load_chosen("sample", "kmnist", tmp_path, quiet).name == "sample"


def test_a_folder_in_grading_yml_is_one_beside_it(tmp_path: Path) -> None:
    with pytest.raises(DatasetError) as caught:
        load_chosen(None, "no-such-folder", tmp_path, quiet)
    folder = Path(__file__).parents[2] / "no-such-folder"
    assert str(caught.value).startswith(f"there is no folder {folder}: ")
