"""Folders in MNIST's layout are found, read, and named where something is wrong."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from autograder.datasets import idx
from autograder.datasets.catalogue import Data, DatasetError, load
from autograder.datasets.embedded import Sample, idx_bytes, load_sample, mnist_files
from autograder.datasets.form import Form
from autograder.datasets.layout import IDX_FILES
from autograder.files import write_tree
from autograder.release.own_data import form_of
from support.datasets import (
    ARCHIVE,
    FEW,
    TEST_IMAGES,
    TEST_LABELS,
    TRAINING_IMAGES,
    TRAINING_LABELS,
    put,
    tree,
)


@pytest.fixture(scope="module")
def sample() -> Sample:
    return load_sample(ARCHIVE)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def is_few(data: Data, sample: Sample) -> bool:
    return (
        torch.equal(data.training.images, sample.training_images[:60])
        and torch.equal(data.training.labels, sample.training_labels[:60])
        and torch.equal(data.test.images, sample.test_images[:20])
        and torch.equal(data.test.labels, sample.test_labels[:20])
    )


@pytest.mark.parametrize("inner", ["", "raw", "MNIST/raw", "KMNIST/raw", "FashionMNIST/raw"])
@pytest.mark.parametrize("ending", ["", ".gz"])
def test_folder_is_found_read_and_left_as_it_was(
    inner: str, ending: str, tmp_path: Path, cache: Path, sample: Sample
) -> None:
    packed = {f"{name}.gz": gzip.compress(content, 1) for name, content in FEW.items()}
    put(tmp_path / "letters" / inner, packed if ending else FEW)
    before = tree(tmp_path)
    data = load(str(tmp_path / "letters"), cache)
    assert data.name == "letters" and is_few(data, sample)
    assert data.training.images.is_contiguous() and data.test.labels.dtype == torch.int64
    assert tree(tmp_path) == before


TEN = ("a", "b", "c", "d", "e", "f", "g", "h", "i", "j")


def test_classes_have_the_names_in_the_file_beside_them(tmp_path: Path, cache: Path) -> None:
    folder = put(tmp_path / "letters", FEW | {"classes.txt": "\n".join(TEN).encode()})
    assert load(str(folder), cache).classes == TEN


def test_classes_that_cannot_be_digits_are_called_by_their_numbers(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = put(tmp_path / "letters", FEW)
    assert load(str(folder), cache).classes == ()
    monkeypatch.setattr(idx, "NUM_CLASSES", 12)
    monkeypatch.setattr(idx, "OUR_FORM", Form(1, 28, 28, 12))
    assert load(str(folder), cache).classes == tuple(map(str, range(12)))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a\nb\n", "{}/classes.txt must name 10 classes in order, one on each line"),
        (b"a\n" * 9 + b" \n", "{}/classes.txt must name 10 classes in order, one on each line"),
        (b"\xff\n" * 10, "{}/classes.txt is no text in UTF-8: write the names of the classes"),
    ],
)
def test_names_that_do_not_fit_the_classes_are_refused(
    tmp_path: Path, cache: Path, content: bytes, message: str
) -> None:
    folder = put(tmp_path / "letters", FEW | {"classes.txt": content})
    with pytest.raises(DatasetError) as caught:
        load(str(folder), cache)
    assert str(caught.value) == message.replace("{}", str(folder))


def test_raw_folder_has_the_name_of_its_dataset(tmp_path: Path, cache: Path) -> None:
    assert load(str(put(tmp_path / "KMNIST" / "raw", FEW)), cache).name == "KMNIST"


def test_layout_written_by_us_is_read_by_us(tmp_path: Path, cache: Path, sample: Sample) -> None:
    images, labels = sample.training_images[:60], sample.training_labels[:60]
    write_tree(tmp_path / "other" / "raw", mnist_files(images, labels, *sample[2:]))
    data = load(str(tmp_path / "other"), cache)
    assert (len(data.training), len(data.test)) == (60, 360)


def test_several_datasets_ask_for_one(tmp_path: Path, cache: Path) -> None:
    put(tmp_path / "KMNIST" / "raw", FEW)
    put(tmp_path / "FashionMNIST" / "raw", FEW)
    with pytest.raises(DatasetError, match=r"\(FashionMNIST, KMNIST\): name one"):
        load(str(tmp_path), cache)


def test_absent_folder_says_what_data_may_be(tmp_path: Path, cache: Path) -> None:
    with pytest.raises(DatasetError, match=r"no folder .*nowhere.*--data sample, --data mnist"):
        load(str(tmp_path / "nowhere"), cache)


def test_empty_folder_says_which_files_to_add(tmp_path: Path, cache: Path) -> None:
    with pytest.raises(DatasetError, match=f"add {', '.join(IDX_FILES)}"):
        load(str(tmp_path), cache)


def test_a_folder_of_other_files_hears_of_pictures_too(tmp_path: Path, cache: Path) -> None:
    put(tmp_path / "cat", {"1.gif": b""})
    with pytest.raises(DatasetError, match=r"add .*, or a folder of pictures, such as \.png, for"):
        load(str(tmp_path), cache)
    with pytest.raises(DatasetError, match=r"a folder in MNIST's layout or one of pictures$"):
        load(str(tmp_path / "dog"), cache)


def test_missing_file_is_named(tmp_path: Path, cache: Path) -> None:
    (put(tmp_path / "KMNIST" / "raw", FEW) / TEST_LABELS).unlink()
    with pytest.raises(DatasetError, match=f"add {TEST_LABELS}, "):
        load(str(tmp_path), cache)


def _idx(*shape: int, value: int = 0) -> bytes:
    return idx_bytes(torch.full(shape, value, dtype=torch.uint8))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (TRAINING_IMAGES, b"", "no IDX file"),
        (TRAINING_IMAGES, b"<html>not found</html>", "no IDX file"),
        (TRAINING_IMAGES, _idx(60), "no IDX file .* 3 dimension"),
        (TRAINING_IMAGES, _idx(60, 28, 28)[:-1], "47055 bytes where its header states 47056"),
        (TRAINING_IMAGES, _idx(60, 28, 28) + b"\0", "47057 bytes where"),
        (TRAINING_IMAGES, b"\0\0\x08\x03" + b"\xff" * 12, "16 bytes where its header states"),
        (TRAINING_IMAGES, _idx(60, 20, 20), "60x20x20: give at least one of 28x28"),
        (TEST_IMAGES, _idx(0, 28, 28), "0x28x28: give at least one"),
        (TEST_IMAGES, _idx(19, 28, 28), "20 labels for the 19 images"),
        (TEST_LABELS, _idx(20, value=10), "label 10: give labels 0 to 9"),
        (TEST_LABELS, b"\0\0\x09\x01" + _idx(20)[4:], "no IDX file of unsigned bytes"),
    ],
)
def test_bad_file_is_named_with_what_is_wrong(
    name: str, content: bytes, message: str, tmp_path: Path, cache: Path
) -> None:
    put(tmp_path / "bad", {**FEW, name: content})
    with pytest.raises(DatasetError, match=message) as caught:
        load(str(tmp_path / "bad"), cache)
    part = name.split("-")[0]
    assert str(tmp_path / "bad" / part) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("damage", [lambda packed: packed[:-9], lambda packed: b"PK" + packed])
def test_damaged_gz_is_named(damage: Callable[[bytes], bytes], tmp_path: Path, cache: Path) -> None:
    folder = put(tmp_path / "bad", FEW)
    packed = gzip.compress((folder / TEST_IMAGES).read_bytes())
    (folder / TEST_IMAGES).unlink()
    (folder / f"{TEST_IMAGES}.gz").write_bytes(damage(packed))
    with pytest.raises(DatasetError, match=rf"{TEST_IMAGES}\.gz cannot be read"):
        load(str(folder), cache)


def _layout(folder: Path, rows: int, columns: int, labels: int) -> Path:
    images = {TRAINING_IMAGES: _idx(60, rows, columns), TEST_IMAGES: _idx(20, rows, columns)}
    values = torch.arange(60, dtype=torch.uint8) % labels
    names = {TRAINING_LABELS: idx_bytes(values), TEST_LABELS: idx_bytes(values[:20])}
    return put(folder, images | names)


def test_size_and_classes_of_a_layout_are_found(tmp_path: Path) -> None:
    assert form_of(str(_layout(tmp_path / "three", 20, 30, 3))) == Form(1, 20, 30, 3)
    assert form_of(str(_layout(tmp_path / "eleven", 28, 28, 11))) == Form(1, 28, 28, 11)
    named = _layout(tmp_path / "named", 28, 28, 2)
    (named / "classes.txt").write_text("a\nb\nc\n")
    assert form_of(str(named)) == Form(1, 28, 28, 3)


@pytest.mark.parametrize(
    ("size", "labels", "message"),
    [
        ((7, 28), 3, "train-images-idx3-ubyte holds images of 7x28: give at least 8x8"),
        ((28, 28), 1, "train-labels-idx1-ubyte holds one class: give labels from 0 up"),
    ],
)
def test_a_layout_that_no_network_can_learn_is_refused(
    size: tuple[int, int], labels: int, message: str, tmp_path: Path
) -> None:
    with pytest.raises(DatasetError) as refused:
        form_of(str(_layout(tmp_path / "own", *size, labels)))
    assert str(refused.value).endswith(message)


def test_more_names_than_a_label_can_tell_apart_are_refused(tmp_path: Path) -> None:
    folder = _layout(tmp_path / "own", 28, 28, 3)
    (folder / "classes.txt").write_text("a\n" * 257)
    with pytest.raises(DatasetError) as refused:
        form_of(str(folder))
    assert str(refused.value) == f"{folder}/classes.txt names 257 classes: give at most 256"


def test_another_form_than_the_assignments_says_how_to_release_it(
    tmp_path: Path, cache: Path
) -> None:
    with pytest.raises(DatasetError) as refused:
        load(str(_layout(tmp_path / "own", 20, 30, 3)), cache)
    assert str(refused.value).endswith(
        "holds images of 60x20x30: give at least one of 28x28, or name the folder in grading.yml,"
        " `data: …`, and run `autograder release`"
    )
