"""What the tests of the notebook share: what is released, and the folder a student unpacks."""

from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.datasets.cache import raw_folder
from autograder.datasets.embedded import load_sample, mnist_files
from autograder.files import write_tree
from autograder.otter.release import (
    NOTEBOOK,
    NotebookRelease,
    release_notebook,
    write_autograder,
)
from autograder.release.assignment import write_assignment
from autograder.rubric.rubric import Rubric
from support import CHECKS, ROOT, SOLUTION


@pytest.fixture(scope="session")
def released(rubric: Rubric) -> NotebookRelease:
    return release_notebook(SOLUTION, CHECKS, rubric)


@pytest.fixture(scope="session")
def notebook(released: NotebookRelease) -> Any:
    return nbformat.reads(released.files[NOTEBOOK].decode(), as_version=4)


@pytest.fixture(scope="session")
def folder(
    released: NotebookRelease, rubric: Rubric, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """What a student unpacks, with the embedded digits where MNIST would be."""
    target = tmp_path_factory.mktemp("notebook") / "assignment"
    write_assignment(SOLUTION, CHECKS, rubric, target, released.files)
    sample = load_sample(ROOT / "data_cache" / "digits8x8.npz")
    write_tree(raw_folder(target / "data_cache"), mnist_files(*sample))
    return target


@pytest.fixture(scope="session")
def autograder(released: NotebookRelease, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_autograder(released, tmp_path_factory.mktemp("dist"))
