"""The embedded digits: the archive, and as a root for torchvision."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
import torch
from torchvision.datasets import MNIST

from autograder.datasets.archive import choose_test
from autograder.datasets.cache import status
from autograder.datasets.catalogue import DatasetError, load, sample_root
from autograder.datasets.embedded import Sample, idx_bytes, load_sample, mnist_files
from autograder.datasets.layout import IDX_FILES
from support.datasets import ARCHIVE, TEST_LABELS, TRAINING_IMAGES, together


@pytest.fixture(scope="module")
def sample() -> Sample:
    return load_sample(ARCHIVE)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def test_archive_holds_1797_digits_of_eight_by_eight() -> None:
    with np.load(ARCHIVE) as archive:
        images, labels = archive["images"], archive["labels"]
    assert images.shape == (1797, 8, 8) and images.dtype == np.uint8
    assert (images.min(), images.max()) == (0, 16)
    assert labels.shape == (1797,) and labels.dtype == np.uint8
    assert np.bincount(labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]


def test_split_has_1437_training_and_360_test_images(sample: Sample) -> None:
    assert sample.training_images.shape == (1437, 28, 28)
    assert sample.test_images.shape == (360, 28, 28)
    assert sample.training_labels.shape == (1437,) and sample.test_labels.shape == (360,)
    assert sample.training_images.dtype == sample.test_images.dtype == torch.uint8
    assert sample.training_labels.dtype == sample.test_labels.dtype == torch.int64


def test_each_class_has_its_share_of_the_test_images(sample: Sample) -> None:
    test = torch.bincount(sample.test_labels, minlength=10)
    every = test + torch.bincount(sample.training_labels, minlength=10)
    assert ((test - every * 360 / 1797).abs() < 1).all()


def test_classes_are_not_sorted(sample: Sample) -> None:
    for labels in (sample.training_labels, sample.test_labels):
        assert all(len(set(labels[i : i + 32].tolist())) >= 5 for i in range(len(labels) - 32))


def test_no_image_is_in_both_parts(sample: Sample) -> None:
    training = {image.numpy().tobytes() for image in sample.training_images}
    test = {image.numpy().tobytes() for image in sample.test_images}
    assert len(training) == 1437 and len(test) == 360
    assert not training & test


def test_digits_are_the_same_bit_for_bit_everywhere(sample: Sample) -> None:
    content = b"".join(mnist_files(*sample).values())
    assert (
        hashlib.sha256(content).hexdigest()
        == "82769cf28d52675845f6eb33d5ff7b5d38ad029932f5e686670970ae3a995e3a"
    )


def test_digits_fill_a_box_of_twenty_in_the_middle(sample: Sample) -> None:
    images = torch.cat((sample.training_images, sample.test_images))
    inked = images.amax(dim=0) > 0
    rows, columns = inked.any(dim=1).nonzero(), inked.any(dim=0).nonzero()
    assert (int(rows.min()), int(rows.max())) == (4, 23)
    assert (int(columns.min()), int(columns.max())) == (4, 23)
    mass = images.float().mean(dim=0)
    place = torch.arange(28.0)
    assert (mass.sum(dim=1) @ place / mass.sum()).item() == pytest.approx(13.5, abs=0.5)
    assert (mass.sum(dim=0) @ place / mass.sum()).item() == pytest.approx(13.5, abs=0.5)


def test_enlarged_digits_keep_range_and_ink(sample: Sample) -> None:
    with np.load(ARCHIVE) as archive:
        small, test = archive["images"], choose_test(archive["labels"])
    assert (int(sample.test_images.min()), int(sample.test_images.max())) == (0, 255)
    ink = sample.test_images.float().sum(dim=(1, 2)) / (20 * 20 * 255)
    expected = torch.from_numpy(small[test].mean(axis=(1, 2)) / 16).float()
    assert torch.allclose(ink, expected, atol=0.03)


def test_other_files_are_refused_by_name(tmp_path: Path) -> None:
    for content in (b"", b"no archive", ARCHIVE.read_bytes()[:1000]):
        (tmp_path / "digits8x8.npz").write_bytes(content)
        with pytest.raises(ValueError, match=r"digits8x8\.npz"):
            load_sample(tmp_path / "digits8x8.npz")
    np.savez(tmp_path / "digits8x8.npz", images=np.full((3, 8, 8), 17), labels=np.zeros(3))
    with pytest.raises(ValueError, match="does not hold 8x8 digits"):
        load_sample(tmp_path / "digits8x8.npz")


def test_idx_states_type_and_shape_before_the_values() -> None:
    labels = torch.tensor([7, 0, 9], dtype=torch.uint8)
    assert idx_bytes(labels) == b"\0\0\x08\x01" + b"\0\0\0\x03" + b"\x07\x00\x09"
    images = torch.arange(2 * 3 * 2, dtype=torch.uint8).reshape(2, 3, 2)
    header = b"\0\0\x08\x03" + b"\0\0\0\x02" + b"\0\0\0\x03" + b"\0\0\0\x02"
    assert idx_bytes(images) == header + bytes(range(12))
    assert idx_bytes(images.permute(2, 0, 1))[16:] == bytes([*range(0, 12, 2), *range(1, 12, 2)])
    with pytest.raises(ValueError, match="uint8"):
        idx_bytes(images.float())


def test_torchvision_reads_the_sample_unchanged(cache: Path, sample: Sample) -> None:
    root = sample_root(cache)
    for train, images, labels in ((True, *sample[:2]), (False, *sample[2:])):
        read = MNIST(str(root), train=train, download=True)
        assert torch.equal(read.data, images) and torch.equal(read.targets, labels)


def test_loading_the_sample_expands_it_once(cache: Path, sample: Sample) -> None:
    data = load("sample", cache)
    assert data.name == "sample"
    assert torch.equal(data.training.images, sample.training_images)
    assert torch.equal(data.training.labels, sample.training_labels)
    assert torch.equal(data.test.images, sample.test_images)
    assert torch.equal(data.test.labels, sample.test_labels)
    raw = cache / "sample" / "MNIST" / "raw"
    assert sorted(path.name for path in raw.iterdir()) == sorted(IDX_FILES)
    before = [(raw / name).stat().st_mtime_ns for name in IDX_FILES]
    load("sample", cache)
    assert [(raw / name).stat().st_mtime_ns for name in IDX_FILES] == before


def test_damaged_expansion_is_written_again(cache: Path, sample: Sample) -> None:
    raw = sample_root(cache) / "MNIST" / "raw"
    (raw / TEST_LABELS).unlink()
    (raw / TRAINING_IMAGES).write_bytes(b"half")
    sample_root(cache)
    assert {name: (raw / name).read_bytes() for name in IDX_FILES} == mnist_files(*sample)
    assert sorted(path.name for path in raw.parent.iterdir()) == ["raw"]


def test_many_at_once_expand_the_sample_safely(cache: Path, sample: Sample) -> None:
    together(lambda: load("sample", cache), 6)
    raw = cache / "sample" / "MNIST" / "raw"
    assert {name: (raw / name).read_bytes() for name in IDX_FILES} == mnist_files(*sample)
    assert sorted(path.name for path in raw.parent.iterdir()) == ["raw"]


def test_cache_that_cannot_be_written_does_not_keep_the_sample_from_loading(cache: Path) -> None:
    cache.write_text("a file where the folder should be")
    assert len(load("sample", cache).test) == 360
    with pytest.raises(DatasetError, match="make it writable"):
        sample_root(cache)


def test_damaged_archive_says_what_to_restore(cache: Path) -> None:
    cache.mkdir()
    (cache / "digits8x8.npz").write_bytes(b"no archive")
    with pytest.raises(DatasetError, match=r"restore .*digits8x8\.npz"):
        load("sample", cache)
    row = status(cache)[0]
    assert not row.present and row.advice.startswith(f"restore {cache}")
