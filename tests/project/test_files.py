"""What a process that was killed leaves unfinished is removed by the next one that writes there."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.files import prepare_folder, write_tree
from support import ROOT

KILLED = (
    "import os, sys; from pathlib import Path; from autograder.files import *;"
    "Path.rename = Path.replace = lambda *paths: os.kill(os.getpid(), 9); out = Path(sys.argv[1]);"
)


def _write_again(folder: Path) -> None:
    write_tree(folder / "out", {"a/b": b"2"})


@pytest.mark.parametrize("begin", [_write_again, prepare_folder])
@pytest.mark.parametrize("writing", ["write_tree(out, {'a/b': b'1'})", "write_whole(out, '1')"])
def test_what_was_abandoned_goes_and_what_is_being_written_stays(
    tmp_path: Path, begin: Callable[[Path], None], writing: str
) -> None:
    for _ in range(2):
        program = [sys.executable, "-c", KILLED + writing, str(tmp_path / "out")]
        assert subprocess.run(program, cwd=ROOT, check=False).returncode == -9
    abandoned, written = tmp_path.iterdir()
    (tmp_path / ".mine.unfinished").write_text("3")
    for path in (abandoned, tmp_path / ".mine.unfinished"):
        os.utime(path, (0, 0))
    begin(tmp_path)
    left = {path.name for path in tmp_path.iterdir()} - {"out"}
    assert left == {written.name, ".mine.unfinished"}


def test_a_folder_is_replaced_whole_and_nothing_else_is_left(tmp_path: Path) -> None:
    write_tree(tmp_path / "out", {"a/b": b"1", "c": b"1"})
    write_tree(tmp_path / "out", {"a/b": b"2"})
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert [path.name for path in (tmp_path / "out").rglob("*")] == ["a", "b"]
