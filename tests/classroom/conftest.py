"""What the tests of grading again share: a class of two."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from autograder.report import class_page
from support.regrading import World, make_world


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """A class of two whom nobody has graded."""
    new = make_world(tmp_path, monkeypatch)
    new.submit("ada")
    new.submit("bob", "x = 2\n")
    return new


@pytest.fixture(scope="package", autouse=True)
def quick_classes() -> Iterator[None]:
    """Draw equal pictures of a class once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(class_page, "histogram", lru_cache(maxsize=64)(class_page.histogram))
        yield
