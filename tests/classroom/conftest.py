"""What the tests of grading again share: a class of two."""

from pathlib import Path

import pytest

from support.regrading import World, make_world


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """A class of two whom nobody has graded."""
    new = make_world(tmp_path, monkeypatch)
    new.submit("ada")
    new.submit("bob", "x = 2\n")
    return new
