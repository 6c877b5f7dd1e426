"""What the tests of the loader share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.loading import Load, packages


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Load]:
    """Load a package of these files."""
    yield from packages(tmp_path, monkeypatch)
