"""What the tests of grading again share: a class of two."""

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from autograder.report import class_page
from autograder.rubric import grading_file
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
    """Let what makes a class slow, and follows from its arguments alone, be made once for equal
    ones, and wait for no disk: no test here takes the power away.
    """
    with pytest.MonkeyPatch.context() as patch:
        for module, name in ((class_page, "histogram"), (grading_file, "read_yaml")):
            patch.setattr(module, name, lru_cache(maxsize=64)(getattr(module, name)))
        patch.setattr(os, "fsync", lambda descriptor: None)
        yield
