"""An assignment is written whole or not at all, and over an earlier one or nothing."""

import re
from pathlib import Path

import pytest

from autograder.release import assignment as release
from autograder.release.assignment import ReleaseError, write_assignment
from support.release import RUBRIC, SKELETON, SOURCE, content


@pytest.fixture
def sources(tmp_path: Path) -> tuple[Path, Path]:
    """A small solution and its checks, to be spoilt."""
    solution, checks = tmp_path / "solution", tmp_path / "checks"
    texts = {
        solution / "README.md": "# Title\n\n![A picture](images/a.png) {{threshold q2 sample}}\n",
        solution / "images" / "a.png": "a",
        solution / "images" / "unused.png": "b",
        solution / "digits" / "data.py": SOURCE,
        checks / "public" / "test_q1.py": "def test_it(submission): pass\n",
        checks / "hidden" / "test_q1.py": "def test_secret(submission): pass\n",
    }
    texts |= {solution / name: f"# {name}\n" for name in release.COPIED}
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return solution, checks


def test_hidden_checks_and_unused_images_stay_here(
    sources: tuple[Path, Path], tmp_path: Path
) -> None:
    write_assignment(*sources, RUBRIC, tmp_path / "out")
    files = content(tmp_path / "out")
    assert files["images/a.png"] == b"a"
    assert "images/unused.png" not in files
    assert b"85 %" in files["README.md"]
    assert files["digits/data.py"] == SKELETON.encode()
    assert not any(b"test_secret" in data for data in files.values())


def test_an_earlier_assignment_goes_and_nothing_else_is_left(
    sources: tuple[Path, Path], tmp_path: Path
) -> None:
    target = tmp_path / "new" / "out"
    write_assignment(*sources, RUBRIC, target)
    (target / "digits" / "stale.py").write_text("x = 1\n")
    write_assignment(*sources, RUBRIC, target)
    assert not (target / "digits" / "stale.py").exists()
    assert [path.name for path in target.parent.iterdir()] == ["out"]


@pytest.mark.parametrize(
    "missing", ["README.md", "images/a.png", "pytest.ini", "tests/checks/conftest.py"]
)
def test_what_is_missing_is_named_and_the_earlier_assignment_stays(
    sources: tuple[Path, Path], tmp_path: Path, missing: str
) -> None:
    target = tmp_path / "new" / "out"
    write_assignment(*sources, RUBRIC, target)
    before = content(target.parent)
    (sources[0] / missing).unlink()
    with pytest.raises(ReleaseError, match=re.escape(Path(missing).name)):
        write_assignment(*sources, RUBRIC, target)
    assert content(target.parent) == before


def test_a_failed_write_leaves_the_earlier_assignment(
    sources: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "new" / "out"
    write_assignment(*sources, RUBRIC, target)
    before = content(target.parent)
    rename = Path.rename

    def fail(self: Path, other: Path) -> Path:
        if Path(other) == target and self.name != "earlier":
            raise OSError(28, "No space left on device", str(other))
        return rename(self, other)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(ReleaseError, match="No space left"):
        write_assignment(*sources, RUBRIC, target)
    assert content(target.parent) == before


def test_a_folder_that_is_no_assignment_is_never_replaced(
    sources: tuple[Path, Path], tmp_path: Path
) -> None:
    with pytest.raises(ReleaseError, match="holds something else than an assignment"):
        write_assignment(*sources, RUBRIC, sources[0])
    assert (sources[0] / "digits" / "data.py").read_text(encoding="utf-8") == SOURCE
    (tmp_path / "empty").mkdir()
    write_assignment(*sources, RUBRIC, tmp_path / "empty")
