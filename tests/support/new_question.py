"""The new question of the tests, filled in: which digits are taken for which?"""

from pathlib import Path

COMMAND = (
    *("new", "question", "q8", "--title", "Which digits are taken for which?"),
    *("--function", "confusion_matrix(model, dataset) -> Tensor"),
)
SOLUTION = '''\
"""q8: which digits are taken for which."""

import torch
from torch import Tensor


def confusion_matrix(model, dataset) -> Tensor:
    """Count how often each digit is taken for which.

    Args:
        model: the network to look at.
        dataset: pairs `(image, label)`.

    Returns:
        An int64 tensor (10, 10): in row i and column j, how many images of i were taken for j.
    """
    # BEGIN SOLUTION
    # TODO q8: count pairs of labels and predictions
    images = torch.stack([image for image, _ in dataset])
    labels = torch.tensor([label for _, label in dataset])
    with torch.no_grad():
        predicted = model(images).argmax(1)
    return torch.bincount(10 * labels + predicted, minlength=100).reshape(10, 10)
    # END SOLUTION
'''
CHECK = '''\
"""q8: which digits are taken for which.

PYTEST_DONT_REWRITE: the message of an assertion is the hint.
"""

import torch


def test_confusion_matrix{more}(submission, digits):
    """confusion_matrix counts labels in rows and predictions in columns{below}
    """
    network = submission.known_network(seed={seed})
    images, labels = digits.images[:{count}], digits.labels[:{count}]
    expected = torch.zeros(10, 10, dtype=torch.int64)
    for label, predicted in zip(labels, network.log_prob(images).argmax(1)):
        expected[label, predicted] += 1
    dataset = submission.dataset(images, labels)
    found = submission.confusion_matrix(network, dataset, like=expected)
    assert not torch.equal(found, expected.T), "Rows and columns are swapped."
    assert torch.equal(found, expected), (
        f"{{(found != expected).sum()}} of the counts are not right."
    )
'''
SPECIMEN = '''\
"""{docstring}"""

import torch


def confusion_matrix(model, dataset):
    counts = torch.zeros(10, 10, dtype=torch.int64)
    with torch.no_grad():
        for image, label in dataset:
            predicted = model(image[None]).argmax(1).item()
            counts[{index}] += 1
    return counts
'''
MISTAKE = """\
Rows are predictions, columns are labels.
question: q8
hint: swapped
first hint: swapped
"""


def fill_in(root: Path) -> list[str]:
    """Write what the command has left to be written, and return the files."""
    texts = {
        "solution/digits/confusion_matrix.py": SOLUTION,
        "autograder/checks/public/test_q8.py": CHECK.format(more="", below="", seed=1, count=40),
        "autograder/checks/hidden/test_q8.py": CHECK.format(
            more="_on_other_data",
            below=" of a larger dataset\n\n    The matrix of a larger dataset.",
            seed=2,
            count=200,
        ),
        "tests/zoo/correct/q8_in_another_way.py": SPECIMEN.format(
            docstring="Pairs are counted one by one.", index="label, predicted"
        ),
        "tests/zoo/mistakes/q8_likely_mistake.py": SPECIMEN.format(
            docstring=MISTAKE, index="predicted, label"
        ),
    }
    handout = root / "solution/README.md"
    lines = handout.read_text("utf-8").split("\n")
    begin = next(n for n, line in enumerate(lines) if line.startswith("write me"))
    lines[begin] = "A matrix shows more than an accuracy: which digits are taken for which."
    texts["solution/README.md"] = "\n".join(lines)
    for name, text in texts.items():
        assert (root / name).is_file(), name
        (root / name).write_text(text, "utf-8")
    return sorted(texts)


def explain_survivors(root: Path) -> None:
    """Write into the list of survivors what the recipe in docs/adapt.md says of this solution."""
    recipe = (root / "docs/adapt.md").read_text("utf-8").split("\n## A new question\n")[1]
    entries = recipe.split("\n```yaml\n")[1].split("```")[0]
    with open(root / "tests/zoo/survivors.yml", "a", encoding="utf-8") as file:
        file.write(entries)
