"""Specimens of the zoo fit other images and other defaults than those that they are written for."""

import ast
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from autograder.datasets.form import Form
from autograder.probing.defaults import DEFAULTS
from autograder.quality.mutation.run import read_survivors
from autograder.quality.written_for import IMAGES, WRITTEN_DEFAULTS, fit, fits
from autograder.quality.zoo import ZooError, read_specimen, read_zoo
from support import ZOO

DIGITS, COLOURS, GREY = Form(1, 28, 28, 10), Form(3, 32, 32, 5), Form(1, 20, 24, 3)
CNN = '''\
"""It is wrong.
question: q6
hint: expected 28×28
first hint: expected 5,658
"""

from torch import nn


class CNN(nn.Sequential):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        a, b, c = channels
        layers = [nn.Conv2d(before, after, 5) for before, after in zip((1, *channels), channels)]
        super().__init__(nn.Conv2d(1, a, 5), *layers, nn.Linear(16 * c, 784), nn.Linear(49, 10))
'''


def _specimen(folder: Path, text: str = CNN) -> Path:
    path = folder / "mistakes" / "wrong.py"
    path.parent.mkdir()
    path.write_text(text, "utf-8")
    return path


def test_for_the_digits_nothing_changes_and_nothing_is_left_out() -> None:
    specimens = read_zoo(ZOO)
    fitted = fit(specimens, DIGITS, WRITTEN_DEFAULTS)
    assert fitted.specimens == specimens
    assert fitted.lines() == []


def test_numbers_of_the_digits_become_those_of_other_images(tmp_path: Path) -> None:
    (one,) = fit([read_specimen(_specimen(tmp_path))], COLOURS, DEFAULTS).specimens
    assert "zip((3, *channels), channels)" in one.code
    assert "nn.Conv2d(3, a, 5), *layers, nn.Linear(16 * c, 3072), nn.Linear(49, 5)" in one.code
    assert one.hints == {"q6": "expected 32×32"}
    assert one.first_hint == ("expected 5,973",)
    (one,) = fit([one], DIGITS, WRITTEN_DEFAULTS).specimens
    assert "3072" in one.code  # the digits' images ask for no change


def test_defaults_that_a_specimen_writes_out_follow_the_defaults(tmp_path: Path) -> None:
    text = CNN.replace("a, b, c = channels", "a, b, c = 8, 8, 8")
    text = text.replace("nn.Linear(16 * c, 784)", "nn.Linear(16 * c, 16)")
    defaults = {"CNN": {"channels": (6, 10, 12), "num_hidden": 20}}
    (one,) = fit([read_specimen(_specimen(tmp_path, text))], DIGITS, defaults).specimens
    assert "def __init__(self, channels=(6, 10, 12), num_hidden=20):" in one.code
    assert "a, b, c = (6, 10, 12)\n" in one.code
    assert "nn.Linear(16 * c, 20)" in one.code


def test_sizes_after_poolings_are_rounded_up(tmp_path: Path) -> None:
    text = CNN.replace("nn.Linear(49, 10)", "nn.Linear(c * 49, 10), nn.Linear(c * 4 * 4, 2)")
    (one,) = fit([read_specimen(_specimen(tmp_path, text))], GREY, DEFAULTS).specimens
    assert "nn.Linear(9 * c, 480), nn.Linear(c * 30, 3), nn.Linear(c * 9, 2)" in one.code
    assert "nn.Conv2d(1, a, 5)" in one.code


def test_defaults_become_those_of_the_solution_in_its_own_functions_alone(tmp_path: Path) -> None:
    text = (
        '"""ü is two bytes."""\n\n'
        "def train(model, ü='ü', epochs=10, batch_size=32, learning_rate=0.1): ...\n\n\n"
        "def make_loader(dataset, batch_size=32): ...\n\n\n"
        "def fit(epochs=10): ...\n"
    )
    path = tmp_path / "correct" / "one.py"
    path.parent.mkdir()
    path.write_text(text, "utf-8")
    own = {**WRITTEN_DEFAULTS, "train": {"epochs": 5, "batch_size": 8, "learning_rate": 0.003}}
    (one,) = fit([read_specimen(path)], DIGITS, own).specimens
    assert "train(model, ü='ü', epochs=5, batch_size=8, learning_rate=0.1)" in one.code
    assert "make_loader(dataset, batch_size=32)" in one.code
    assert "fit(epochs=10)" in one.code


def test_a_picture_of_torchvisions_is_taken_apart_where_it_has_colours(tmp_path: Path) -> None:
    text = CNN + "\n\nload = Compose([transforms.ToTensor(), T.PILToTensor()])\n"
    (one,) = fit([read_specimen(_specimen(tmp_path, text))], COLOURS, DEFAULTS).specimens
    namespace: dict[str, Any] = {
        "Compose": list,
        "transforms": SimpleNamespace(ToTensor=lambda: torch.from_numpy),
        "T": SimpleNamespace(PILToTensor=lambda: torch.from_numpy),
    }
    exec(one.code.rpartition("\n\n\n")[2], namespace)
    picture = torch.arange(3 * 32 * 32).view(96, 32)
    for convert in namespace["load"]:
        assert torch.equal(convert(picture.numpy()), picture.view(3, 32, 32))
    (same,) = fit([read_specimen(tmp_path / "mistakes" / "wrong.py")], GREY, DEFAULTS).specimens
    assert "load = Compose([transforms.ToTensor(), T.PILToTensor()])" in same.code


def test_what_makes_no_sense_is_left_out_with_a_count_and_a_reason() -> None:
    fitted = fit(read_zoo(ZOO, ["mistakes"]), COLOURS, DEFAULTS)
    assert fitted.left_out["q6_three_colours"] == "for images that are grey"
    assert "specimens left out: 6, for images that are grey" in fitted.lines()
    names = {one.name for one in fitted.specimens}
    assert "q6_pools_down_before_the_dense_layer" not in names
    assert len(names) > 265  # nearly all make sense
    names = {one.name for one in fit(read_zoo(ZOO, ["mistakes"]), GREY, DEFAULTS).specimens}
    assert {"q6_pools_down_before_the_dense_layer", "q6_three_colours"} < names


@pytest.mark.parametrize("form", [COLOURS, GREY, Form(1, 28, 28, 2), Form(3, 28, 28, 10)])
def test_every_specimen_is_python_afterwards(form: Form) -> None:
    for one in fit(read_zoo(ZOO), form, DEFAULTS).specimens:
        ast.parse(one.code)


def test_images_of_which_nobody_knows_are_an_error(tmp_path: Path) -> None:
    text = CNN.replace("question: q6", "question: q6\nimages: blue")
    with pytest.raises(ZooError) as raised:
        fit([read_specimen(_specimen(tmp_path, text))], DIGITS, DEFAULTS)
    assert str(raised.value) == (
        "there are no images `blue`; there are digits, grey, square, odd, even."
    )


@pytest.mark.parametrize(
    ("images", "expected"),
    [
        ("digits", (True, False, False)),
        ("grey", (True, False, True)),
        ("square", (True, True, False)),
        ("odd", (True, False, True)),
        ("even", (False, True, False)),
    ],
)
def test_which_images_are_what(images: str, expected: tuple[bool, ...]) -> None:
    assert tuple(fits(images, form) for form in (DIGITS, COLOURS, GREY)) == expected
    assert set(IMAGES) == {"digits", "grey", "square", "odd", "even"}


def test_an_explanation_of_a_survivor_may_hold_for_some_images_only(tmp_path: Path) -> None:
    path = tmp_path / "survivors.yml"
    path.write_text("a: always\nb: {images: even, why: no side is odd}\n", "utf-8")
    assert read_survivors(path, DIGITS) == {"a": "always"}
    assert read_survivors(path, COLOURS) == {"a": "always", "b": "no side is odd"}


def test_explanations_by_the_sides_of_the_digits_are_none_for_other_sides() -> None:
    def count(form: Form, change: str) -> int:
        return sum(change in name for name in read_survivors(form=form))

    assert [count(form, "// 7)") for form in (DIGITS, COLOURS)] == [2, 0]
    assert [count(form, "(-1, CHANNELS, COLUMNS, ROWS)") for form in (DIGITS, GREY)] == [1, 0]
