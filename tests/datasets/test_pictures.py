"""A course's own pictures: a folder for each class, found, measured and read, or refused."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
import torchvision
from PIL import Image

from autograder.datasets.catalogue import DatasetError, Digits, for_students, load
from autograder.datasets.form import Form, write_form
from autograder.datasets.idx import Data
from autograder.datasets.pictures import find_form
from autograder.release.own_data import form_of
from support.datasets import quiet

TEN = tuple("abcdefghij")
Change = Callable[[Path], object]


def draw(path: Path, size: tuple[int, int] = (28, 28), mode: str = "L") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    shade = sum(map(ord, path.stem)) % 200 + 20
    Image.new(mode, size, shade if mode == "L" else (shade, 0, 9)).save(path)


def fill(folder: Path, classes: tuple[str, ...] = TEN, **options: object) -> Path:
    """Draw 20 pictures of each class to learn from and 5 to test."""
    for part, count in (("train", 20), ("test", 5)):
        for name in classes:
            for number in range(count):
                draw(folder / part / name / f"{part}{number}.png", **options)  # type: ignore[arg-type]
    return folder


def test_pictures_are_read_with_the_names_of_their_classes(tmp_path: Path) -> None:
    data = load(str(fill(tmp_path / "letters")), tmp_path, quiet)
    assert (data.name, data.classes) == ("letters", TEN)
    assert data.training.images.shape == (200, 28, 28) and data.test.images.shape == (50, 28, 28)
    assert data.training.images.dtype == torch.uint8
    assert data.training.labels.bincount().tolist() == [20] * 10
    found = torchvision.datasets.ImageFolder(tmp_path / "letters" / "test")
    assert [label for _, label in found] == data.test.labels.tolist()
    expected = [np.asarray(picture.convert("L")) for picture, _ in found]
    assert np.array_equal(np.stack(expected), data.test.images.numpy())


def test_one_folder_is_split_always_in_the_same_way(tmp_path: Path) -> None:
    for name in TEN:
        for number in range(25):
            draw(tmp_path / "letters" / name / f"{number}.png")
    data = load(str(tmp_path / "letters"), tmp_path, quiet)
    assert data.training.labels.bincount().tolist() == [20] * 10
    assert data.test.labels.bincount().tolist() == [5] * 10
    again = load(str(tmp_path / "letters"), tmp_path, quiet)
    assert torch.equal(again.test.images, data.test.images)


def test_size_channels_and_classes_are_found(tmp_path: Path) -> None:
    colours = fill(tmp_path / "colours", ("cat", "dog", "hen"), size=(40, 24), mode="RGB")
    assert find_form(colours) == Form(channels=3, rows=24, columns=40, num_classes=3)
    grey = fill(tmp_path / "grey", ("cat", "dog"))
    assert find_form(grey) == Form(channels=1, rows=28, columns=28, num_classes=2)


def test_the_digits_have_the_form_that_is_released() -> None:
    for name in ("sample", "mnist", "fashion-mnist", "kmnist"):
        assert form_of(name) == Form(channels=1, rows=28, columns=28, num_classes=10)


def test_a_form_is_written_into_the_module_and_nothing_else_of_it(tmp_path: Path) -> None:
    module = tmp_path / "shape.py"
    module.write_text("CHANNELS = 1  # grey\nROWS = 28\nCOLUMNS = 28\nNUM_CLASSES = 10\nX = ROWS\n")
    assert write_form(Form(3, 32, 48, 5), module)
    text = "CHANNELS = 3  # grey\nROWS = 32\nCOLUMNS = 48\nNUM_CLASSES = 5\nX = ROWS\n"
    assert module.read_text() == text
    assert not write_form(Form(3, 32, 48, 5), module)


def test_pictures_of_another_form_are_refused_until_it_is_released(tmp_path: Path) -> None:
    folder = fill(tmp_path / "colours", ("cat", "dog"), mode="RGB")
    with pytest.raises(DatasetError) as caught:
        load(str(folder), tmp_path, quiet)
    assert str(caught.value) == (
        f"the pictures in {folder} are 3x28x28 in 2 classes, and this assignment is for 1x28x28 in"
        " 10 classes: name the folder in grading.yml, `data: …`, and run `autograder release`"
    )


def _remove(*names: str) -> Change:
    def change(folder: Path) -> None:
        for name in names:
            for part in ("train", "test"):
                for path in (folder / part / name).iterdir():
                    path.unlink()
                (folder / part / name).rmdir()

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            _remove("cat", "dog", "hen"),
            "{}/train holds no class: make a folder of pictures for each, such as {}/train/cat",
        ),
        (
            _remove("cat", "dog"),
            "{}/train holds one class, hen: add a folder for each other one",
        ),
        (
            lambda folder: draw(folder / "test" / "cow" / "1.png"),
            "{}/train and {}/test do not hold the same classes: cow is in one of them",
        ),
        (
            lambda folder: draw(folder / "train" / "hen" / "train3.png", (27, 28)),
            "{}/train/hen/train3.png has 27x28 pixels and {}/train/cat/train0.png 28x28: "
            "make all pictures the same size",
        ),
        (
            lambda folder: (folder / "test" / "dog" / "test1.png").write_text("no picture"),
            "{}/test/dog/test1.png is no picture that can be read: replace it, or take it away",
        ),
        (
            lambda folder: (folder / "test" / "dog" / "test1.png").unlink(),
            "{}/test/dog holds 4 pictures: give at least 5",
        ),
    ],
)
def test_each_bad_folder_has_its_sentence(tmp_path: Path, change: Change, message: str) -> None:
    folder = fill(tmp_path / "animals", ("cat", "dog", "hen"))
    change(folder)
    with pytest.raises(DatasetError) as caught:
        find_form(folder)
    assert str(caught.value) == message.replace("{}", str(folder))


def test_few_pictures_in_one_folder_are_counted_before_the_split(tmp_path: Path) -> None:
    for name in ("cat", "dog"):
        for number in range(24):
            draw(tmp_path / name / f"{number}.png")
    with pytest.raises(DatasetError) as caught:
        find_form(tmp_path)
    assert str(caught.value) == f"{tmp_path}/cat holds 24 pictures: give at least 25"


def test_tiny_pictures_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"have 7x7 pixels: give at least 8x8$"):
        find_form(fill(tmp_path, ("cat", "dog"), size=(7, 7)))


def test_a_picture_that_is_cut_short_is_named(tmp_path: Path) -> None:
    folder = fill(tmp_path / "letters")
    path = folder / "train" / "c" / "train2.png"
    path.write_bytes(path.read_bytes()[:45])
    with pytest.raises(DatasetError, match=r"train2\.png is no picture that can be read"):
        load(str(folder), tmp_path, quiet)


def test_students_get_no_test_image() -> None:
    training = Digits(torch.arange(100), torch.arange(100))
    data = Data("d", training, Digits(torch.arange(900, 950), torch.arange(50)), ("a",))
    given = for_students(data)
    whole = torch.cat([given.training.images, given.test.images])
    assert len(given.test) == 20 and given.classes == ("a",)
    assert torch.equal(whole.sort().values, training.images)
