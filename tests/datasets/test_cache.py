"""What `autograder data status` says of the folder for datasets."""

import subprocess
import sys
from pathlib import Path

import pytest

from autograder.datasets.cache import status
from autograder.datasets.catalogue import sample_root
from support import ROOT
from support.datasets import FEW, TEST_LABELS, put


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def test_status_of_an_empty_cache_says_what_to_do(cache: Path) -> None:
    embedded, mnist = status(cache)
    assert (embedded.name, embedded.present, embedded.images) == ("sample", True, 1797)
    assert embedded.advice == "unpacked on first use" and embedded.size == 0
    assert (mnist.name, mnist.present, mnist.images) == ("mnist", False, 0)
    assert mnist.advice == "autograder data fetch"
    assert not cache.exists()


def test_status_lists_what_is_there(cache: Path) -> None:
    sample_root(cache)
    put(cache / "FashionMNIST" / "raw", FEW)
    embedded, mnist, fashion = status(cache)
    assert embedded.advice == "" and embedded.size == 1797 * (28 * 28 + 1) + 2 * (16 + 8)
    assert mnist.name == "mnist" and not mnist.present
    assert (fashion.name, fashion.present) == ("fashion-mnist", True)
    assert fashion.images == 80
    (cache / "FashionMNIST" / "raw" / TEST_LABELS).unlink()
    advice = status(cache)[2].advice
    assert advice.startswith("autograder data fetch fashion-mnist (replaces what is there: ")
    assert TEST_LABELS in advice


def test_status_names_a_folder_of_another_dataset(cache: Path) -> None:
    put(cache / "letters" / "raw", FEW)
    assert [row.name for row in status(cache)] == ["sample", "mnist", str(cache / "letters")]


def test_nothing_heavy_is_imported_to_show_the_status() -> None:
    code = (
        "import sys; from autograder.cli.commands import main;"
        "main(['data', 'status'], None, None, False); print(*sys.modules)"
    )
    program = [sys.executable, "-c", code]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "mnist" in done.stdout
    assert not {"torch", "torchvision"} & set(done.stdout.split())
