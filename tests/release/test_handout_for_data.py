"""The handout says what the images of the data are, in either language."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.datasets.form import Form
from autograder.release import assignment
from autograder.release.form_values import form_values
from autograder.release.handout import ReleaseError, for_data, lines_for_data
from autograder.release.own_data import about_digits
from support import CHECKS, SOLUTION
from support.rubrics import project_rubric

DEFAULTS = {
    "make_loader": {"batch_size": 32, "shuffle": False},
    "MLP": {"num_hidden": 64},
    "CNN": {"channels": (8, 8, 8), "num_hidden": 16},
}
COLOURED = Form(channels=3, rows=32, columns=32, num_classes=5)
HANDOUT = """\
# Digits
<!-- digits -->
![Some](images/some.png) of MNIST
<!-- /digits -->
<!-- pictures
{{classes}} classes
-->
`plot_digits` draws.

```python
from digits.data import load_mnist  # digits
```
Zwei Ziffern.
"""


def released(monkeypatch: pytest.MonkeyPatch, language: str, data: str, form: Form) -> str:
    """The package's handout in a language, for a dataset of that form."""
    monkeypatch.setattr(assignment, "OUR_FORM", form)
    rubric = project_rubric(language)
    files = assignment.assignment_files(SOLUTION, CHECKS, replace(rubric, data=data))
    assert {name for name in files if name.startswith("images/")} == set()
    return files["README.md"].decode()


def test_numbers_that_follow_from_the_images() -> None:
    values = form_values(COLOURED, DEFAULTS)
    assert values["shape"] == "3, 32, 32" and values["stacked rows"] == "96"
    assert values["pixels in words"] == "3,072 numbers"
    assert [values[f"rows {pooling}"] for pooling in (1, 2, 3)] == ["16", "8", "4"]
    assert values["parameters 1"] == "608" and values["parameters 2"] == "1,608"
    assert values["parameters CNN()"] == "5,973"
    assert values["parameters MLP()"] == "196,997" and values["parameters MLP(8)"] == "24,629"
    assert values["Classes in words"] == "Five" and values["last class"] == "4"
    assert values["chance"] == "0.2" and values["chance cost"] == "1.609"
    assert values["chance cost checked"] == "1.6094"
    assert values["chance cost printed"] == "1.609437"  # 1.6094379…


def test_sides_may_differ_and_an_odd_one_is_halved_upwards() -> None:
    values = form_values(Form(channels=1, rows=9, columns=30, num_classes=12), DEFAULTS)
    sides = [(values[f"rows {one}"], values[f"columns {one}"]) for one in (1, 2, 3)]
    assert sides == [("5", "15"), ("3", "8"), ("2", "4")]
    assert values["flattened"] == "64" and values["classes in words"] == "12"
    assert values["channels in words"] == "1 channel (grey)"


def test_numbers_are_written_as_the_language_does() -> None:
    values = form_values(COLOURED, DEFAULTS, "de")
    assert values["parameters MLP()"] == "196.997" and values["chance cost"] == "1,609"
    assert values["pixels in words"] == "3.072 Zahlen" and values["Classes in words"] == "Fünf"
    assert values["chance cost checked"] == "1.6094"  # as the check prints it


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "en",
            (
                "shape `(N, 3, 32, 32)`: N images, 3 channels (red, green, blue), 32 rows,\n",
                "each the number of a class, 0 to 4.",
                "for five classes, and what it got, 0.",
                "(3,072 + 1) · 64 + (64 + 1) · 5 = 196,997 parameters",
                "| linear, log-softmax | 5 | 16 · 5 + 5 = 85 |",
                "unpack it in this folder",
                "| q2 | the grader, your `MLP` | not measured yet |",
            ),
        ),
        (
            "de",
            (
                "Form `(N, 3, 32, 32)`: N Bilder, 3 Kanäle (rot, grün, blau), 32 Zeilen,\n",
                "jedes die Nummer einer Klasse, von 0 bis 4.",
                "fünf Klassen, und was sie bekommen hat, nämlich 0.",
                "(3.072 + 1) · 64 + (64 + 1) · 5 = 196.997 Parameter",
                "| linear, log-softmax | 5 | 16 · 5 + 5 = 85 |",
                "Pack das Archiv in diesem Ordner aus",
                "| q2 | dein `MLP`, von der Bewertung trainiert | noch nicht gemessen |",
            ),
        ),
    ],
)
def test_the_handout_follows_colour_pictures_of_five_classes(
    monkeypatch: pytest.MonkeyPatch, language: str, sentences: tuple[str, ...]
) -> None:
    text = released(monkeypatch, language, "pictures", COLOURED)
    assert [one for one in sentences if one not in text] == []
    text = text.replace("`torchvision.datasets.MNIST`", "")  # reads the course's files, too
    assert re.findall(r".*(?:\b28\b|\b784\b|MNIST).*", text) == []
    assert "<!--" not in text and "{{" not in text


def test_another_dataset_of_the_digits_form_has_no_figures_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = released(monkeypatch, "en", "kmnist", Form(1, 28, 28, 10))
    assert "`(N, 1, 28, 28)`: N images, 1 channel (grey), 28 rows," in text
    assert "of MNIST" not in text and "98.7 %" not in text


def test_blocks_are_for_the_digits_or_for_other_data() -> None:
    digits = for_data(HANDOUT, "README.md", digits=True)
    others = for_data(HANDOUT, "README.md", digits=False)
    assert digits.startswith("# Digits\n![Some](images/some.png) of MNIST\n`plot_digits` draws.\n")
    assert others.startswith("# Digits\n{{classes}} classes\n`plot_digits` draws.\n")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a\n<!-- digits -->\n", "README.md, line 2: this block has no end."),
        (
            "<!-- digits -->\n<!-- pictures\n-->\n",
            "README.md, line 2: the block from line 1 is still open.",
        ),
    ],
)
def test_a_block_that_is_not_closed_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(ReleaseError) as refused:
        lines_for_data(text, "README.md", digits=False)
    assert str(refused.value) == sentence


def test_lines_about_digits_are_found_outside_of_code(tmp_path: Path) -> None:
    handout = tmp_path / "README.md"
    handout.write_text(HANDOUT, "utf-8")
    assert about_digits(handout) == [1, 13]


def test_numbers_follow_the_defaults_of_the_solution_in_each_language(
    tmp_path: Path,
) -> None:
    shutil.copytree(SOLUTION, tmp_path / "solution")
    for file, old, new in (
        ("data", "batch_size: int = 32", "batch_size: int = 50"),
        ("models", "num_hidden: int = 64", "num_hidden: int = 40"),
        ("models", "= (8, 8, 8), num_hidden: int = 16", "= (4, 8, 12), num_hidden: int = 20"),
    ):
        path = tmp_path / "solution" / "digits" / f"{file}.py"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")
    for language, sentences in (
        (
            "en",
            (
                "60,000 images in batches of 50 are 1,200 steps.",
                "print(images.shape)  # torch.Size([50, 1, 28, 28])",
                "With 40 hidden units that makes (784 + 1) · 40 + (40 + 1) · 10 = 31,810",
                "each time with four, eight, 12 kernels.",
                "flattened for 20 hidden units",
                "| convolution 5 × 5, *same* | 12 × 7 × 7 | 5 · 5 · 8 · 12 + 12 = 2,412 |",
                "| linear, ReLU | 20 | 192 · 20 + 20 = 3,860 |",
                "| | | **7,394** |",
            ),
        ),
        (
            "de",
            (
                "60.000 Bilder in Batches zu 50 ergeben 1.200 Schritte.",
                "Mit 40 verborgenen Einheiten ergibt das\n(784 + 1) · 40 + (40 + 1) · 10 = 31.810",
                "jedes Mal mit vier, acht, 12 Kernen.",
                "| linear, ReLU | 20 | 192 · 20 + 20 = 3.860 |",
            ),
        ),
    ):
        rubric = project_rubric(language)
        files = assignment.assignment_files(tmp_path / "solution", CHECKS, rubric)
        text = files["README.md"].decode()
        assert [one for one in sentences if one not in text] == []


def test_a_solution_without_a_default_has_no_numbers_of_it() -> None:
    values = form_values(COLOURED, {"CNN": {"channels": (8, 8), "num_hidden": 16}})
    assert {"batch size", "units", "kernels", "parameters CNN()"}.isdisjoint(values)
    assert values["parameters MLP(8)"] == "24,629"
