"""Pictures in the pages: they have words, and are drawn whatever their numbers are."""

import base64
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from autograder.report import pictures, student_page
from autograder.results.picture_data import Costs, Weights
from support.grades import make_grade, visible
from support.markup import student
from support.pages import picture_data


def test_pictures_have_words_and_ids_of_their_own(tmp_path: Path) -> None:
    page = student(tmp_path, visible(make_grade({"1.1": "failed"}, picture_data=picture_data())))
    drawn = [attributes for tag, attributes in page.elements if tag == "svg"]
    assert len(drawn) == 2
    assert all(svg["role"] == "img" and svg["aria-label"] for svg in drawn)
    assert "training from 1.5 to 0.7" in drawn[1]["aria-label"]
    assert all(a["alt"] for tag, a in page.elements if tag == "img")
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert {value[1:] for value in page.values("xlink:href") if value[0] == "#"} <= set(ids)
    assert "a 3, taken for 5" in page.text
    assert "50,890 parameters" in page.text


def test_a_picture_that_cannot_be_drawn_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("of ours")

    monkeypatch.setattr(student_page, "cost_curves", broken)
    page = student(tmp_path, visible(make_grade(picture_data=picture_data())))
    assert "A picture could not be drawn here. That is not your mistake" in page.text
    assert "recognises" in page.text
    assert "of ours" not in page.source


@pytest.mark.parametrize(
    ("height", "width", "kernels"), [(28, 28, False), (5, 5, True), (28, 20, True)]
)
def test_weights_smaller_than_an_image_are_kernels(height: int, width: int, kernels: bool) -> None:
    assert Weights(1, height, width, bytes(height * width), 0.5).are_kernels == kernels


def test_positive_weights_are_red_as_in_the_handout(tmp_path: Path) -> None:
    def colour(value: int) -> tuple[int, ...]:
        weights = Weights(1, 28, 28, value.to_bytes(1, "big", signed=True) * 784, 0.5)
        picture = pictures.first_weights(weights)
        drawn = re.search(r"data:image/png;base64,\s*([^\"]+)", picture)
        assert drawn is not None
        with Image.open(BytesIO(base64.b64decode(drawn[1]))) as image:
            return image.convert("RGB").getpixel((14, 14))

    (red, _, blue), (red_below, _, blue_below) = colour(127), colour(-127)
    assert red > 2 * blue and blue_below > 2 * red_below
    page = student(tmp_path, visible(make_grade(picture_data=picture_data())))
    assert "Red weights are positive, blue ones negative" in page.text


def test_a_digit_is_drawn_in_black_on_white() -> None:
    address = pictures.digit_address(bytes(range(196)) * 4)
    kind, _, code = address.partition(",")
    assert kind == "data:image/png;base64"
    with Image.open(BytesIO(base64.b64decode(code))) as image:
        assert (image.mode, image.size) == ("L", (28, 28))
        assert image.tobytes() == bytes(range(255, 59, -1)) * 4


@pytest.mark.parametrize("points", [(0.0, 0.0), (0.0, 10.0), (1e-9, 5.0), (100.0, 105.0)])
def test_scores_are_drawn_in_few_bins_whatever_can_be_earned(points: tuple[float, float]) -> None:
    most, score = points
    drawn = pictures.histogram([score, 0.0], most, "scores")
    assert "Submissions by score" in drawn
    assert len(drawn) < 40_000


@pytest.mark.parametrize(
    "costs",
    [
        Costs((), ()),
        Costs((float("nan"),), ()),
        Costs((0.0,), (0.0,)),
        Costs((-1e4, 1e4), (float("nan"), 3.0)),
        Costs((1.0,) * 100, (2.0,) * 100),
    ],
)
def test_costs_of_any_kind_can_be_drawn_or_are_left_out(costs: Costs) -> None:
    curves = pictures.cost_curves(costs, "q4")
    assert (curves is None) == (not any(c == c for c in (*costs.training, *costs.validation)))
    assert "nan" not in (curves or "")
