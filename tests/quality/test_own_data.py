"""The same assignment on a course's own data: colour pictures of another size, in five classes."""

import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from support.own_data import copy_for_own_data, write_layout, write_pictures
from support.tree import run

SPECIMENS = (
    "centred_tanh",
    "early_stopping",
    "transforms",
    "q1_last_batch_dropped",
    "q1_no_download",
    "q1_shuffled_once",
    "q2_logits",
    "q2_no_nonlinearity",
    "q2_softmax_twice",
    "q3_bits",
    "q4_no_step",
    "q4_sum_of_costs",
    "q4_trains_on_validation_data",
    "q5_error_rate",
    "q6_kernels_of_three",
    "q6_no_rectification",
    "q7_rate_ignored",
)


def _lines(change: str, sign: str) -> str:
    return "".join(f"{line[1:]}\n" for line in change.splitlines() if line[0] == sign)


@pytest.mark.slow
def test_own_pictures_take_one_entry_and_one_command(tmp_path: Path) -> None:
    folder = copy_for_own_data(tmp_path / "project")
    write_pictures(folder / "pictures")
    recipe = (folder / "docs" / "adapt.md").read_text("utf-8").split("\n## Your own data\n")[1]
    (change,) = re.findall(r"```diff\n--- grading.yml\n((?:[-+].*\n)+)```", recipe)[:1]
    (command,) = re.findall(r"```sh\n(.+)\n```", recipe)[:1]
    old, new = (_lines(change, sign) for sign in "-+")
    grading = folder / "grading.yml"
    grading.write_text(grading.read_text("utf-8").replace(old, new), "utf-8")
    before = run(folder, "-m", "autograder.cli", "release", "--check")
    assert before.returncode == 2
    assert "have another shape: run `autograder release`" in before.stderr
    released = run(folder, "-m", *command.replace("autograder", "autograder.cli").split())
    assert released.returncode == 0, released.stderr
    assert released.stderr.splitlines() == [
        "to do: grading.yml, line 4: say what your images are, not digits"
    ]
    handout = (folder / "assignment" / "README.md").read_text("utf-8")
    assert "`(N, 3, 32, 32)`: N images, 3 channels (red, green, blue), 32 rows" in handout
    assert "images/" not in handout and not (folder / "assignment" / "images").exists()
    notebook = (folder / "assignment" / "digits.ipynb").read_text("utf-8")
    assert "torch.Size([32, 3, 32, 32])" in notebook and "data:image" not in notebook
    for place in ("autograder/probing", "solution/digits", "assignment/digits"):
        assert (folder / place / "shape.py").read_text("utf-8").splitlines()[2:6] == [
            "CHANNELS = 3  # 1 for grey; 3 for red, green and blue",
            "ROWS = 32",
            "COLUMNS = 32",
            "NUM_CLASSES = 5",
        ]
    with zipfile.ZipFile(folder / "dist" / "data.zip") as archive:  # for students: nothing hidden
        labels = [archive.getinfo(f"data_cache/MNIST/raw/{part}-labels-idx1-ubyte").file_size - 8
                  for part in ("train", "t10k")]  # fmt: skip
    assert sum(labels) == sum(1 for _ in (folder / "pictures" / "train").glob("*/*.png"))
    with zipfile.ZipFile(folder / "dist" / "gradescope.zip") as archive:
        classes = archive.read("pictures/raw/classes.txt").decode().split()
    assert classes == ["four", "one", "three", "two", "zero"]
    assert run(folder, "-m", "autograder.cli", "release", "--check").returncode == 0

    home = folder / "home"  # the reference passes what students have, too: no stand-ins there
    shutil.copytree(folder / "assignment", home)
    shutil.copytree(folder / "solution" / "digits", home / "digits", dirs_exist_ok=True)
    counts = re.findall(r"^q\d: (passed .+)$", run(home, "-m", "pytest", "-q").stdout, re.MULTILINE)
    assert counts == [f"passed {count} of {count}" for count in (7, 9, 5, 10, 7, 6, 2)]

    graded = run(folder, "-m", "support.own_data", *SPECIMENS)
    assert graded.returncode == 0, graded.stderr
    found = json.loads(graded.stdout)
    assert found == {name: [] for name in ("reference", "skeleton", *SPECIMENS)}


@pytest.mark.slow  # each makes the assignment, and grades the reference and the skeleton
@pytest.mark.parametrize(
    ("data", "place", "form", "specimens"),
    [
        pytest.param(
            *("fashion-mnist", "data_cache/FashionMNIST/raw", (28, 28, 10)),
            ("q2_logits",),
            marks=pytest.mark.full,
        ),
        (
            *("mine", "mine", (20, 24, 3)),
            (
                *("q6_pools_down_before_the_dense_layer", "q1_binarised", "q6_rectified_output"),
                *("centred_tanh", "early_stopping"),  # which are correct
            ),
        ),
        pytest.param("mine", "mine", (28, 28, 2), ("q6_no_last_pooling",), marks=pytest.mark.full),
    ],
)
def test_files_in_mnists_layout_take_one_entry_and_one_command(
    tmp_path: Path, data: str, place: str, form: tuple[int, int, int], specimens: tuple[str, ...]
) -> None:
    folder = copy_for_own_data(tmp_path / "project")
    write_layout(folder / place, *form)
    grading = folder / "grading.yml"
    text = grading.read_text("utf-8")
    grading.write_text(text.replace("\nvisibility:", f"\ndata: {data}\nvisibility:", 1), "utf-8")
    for options in ((), ("--check",)):
        released = run(folder, "-m", "autograder.cli", "release", *options)
        assert released.returncode == 0, released.stderr
    graded = run(folder, "-m", "support.own_data", *specimens)
    assert graded.returncode == 0, graded.stderr
    assert json.loads(graded.stdout) == {one: [] for one in ("reference", "skeleton", *specimens)}
