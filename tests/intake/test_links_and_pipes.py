"""Links, pipes and sockets among the files of a folder: never followed, never waited for."""

import os
import socket
import stat
import zipfile
from pathlib import Path

import pytest

from autograder.intake.classes import find_submissions
from autograder.intake.submissions import read_submission
from support.hand_ins import PACKAGE, archive, folder, refused


def test_a_link_to_an_archive_is_not_followed(tmp_path: Path) -> None:
    other = archive(tmp_path / "bob.zip", PACKAGE)
    mine = folder(tmp_path / "alice", {"notes.txt": b"x"})
    (mine / "work.zip").symlink_to(other)
    assert "no package digits" in refused(mine)


@pytest.mark.parametrize(
    ("kind", "message"),
    [(stat.S_IFLNK, "a link"), (stat.S_IFIFO, "a pipe"), (stat.S_IFCHR, "a dev")],
)
def test_links_and_devices_in_an_archive_are_refused(
    tmp_path: Path, kind: int, message: str
) -> None:
    path = archive(tmp_path / "a.zip", PACKAGE)
    info = zipfile.ZipInfo("digits/secret.py")
    info.external_attr = (kind | 0o644) << 16
    with zipfile.ZipFile(path, "a") as out:
        out.writestr(info, "/etc/passwd")
    assert f"holds {message}" in refused(path)


def test_a_link_that_is_no_code_is_left_out_with_a_note(tmp_path: Path) -> None:
    root = folder(tmp_path / "alice", PACKAGE)
    (root / "data").symlink_to("/")
    (root / "digits" / "best.pt").symlink_to("/etc/passwd")
    note = "data, digits/best.pt: a link, and not the file itself; left out."
    submitted = read_submission(root)
    assert (submitted.files, submitted.note) == (PACKAGE, note)


@pytest.mark.parametrize("target", ["/etc/passwd", "data.py", "nowhere", "."])
def test_a_link_in_a_folder_is_refused(tmp_path: Path, target: str) -> None:
    root = folder(tmp_path / "alice", PACKAGE)
    (root / "digits" / "link.py").symlink_to(target)
    assert "holds a link, digits/link.py" in refused(root)


def test_a_link_in_the_place_of_a_cache_is_left_out(tmp_path: Path) -> None:
    root = folder(tmp_path / "alice", PACKAGE)
    (root / "data_cache").symlink_to("/")
    assert read_submission(root).files == PACKAGE


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_or_socket_in_a_folder_is_refused_and_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = folder(tmp_path / "alice", PACKAGE)
    os.mkfifo(root / "digits" / "pipe.py")
    assert "holds a pipe" in refused(root)
    (root / "digits" / "pipe.py").unlink()
    monkeypatch.chdir(root)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s")
    assert "holds a socket" in refused(root)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_called_zip_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "alice.zip")
    assert "is no file" in refused(tmp_path / "alice.zip")


def test_a_link_to_itself_in_a_class_stops_nobody_and_one_to_another_is_named(
    tmp_path: Path,
) -> None:
    for name in ("alice", "bob"):
        archive(tmp_path / f"{name}.zip", PACKAGE)
    (tmp_path / "carol.zip").symlink_to("carol.zip")
    (tmp_path / "dan.zip").symlink_to("alice.zip")
    found = find_submissions([tmp_path, tmp_path / "alice.zip"])
    assert [one.name for one in found.submissions] == ["alice.zip", "bob.zip", "carol.zip"]
    assert "carol.zip is no file" in refused(tmp_path / "carol.zip")
    reason = "a link to another submission, which is graded"
    assert [(one.name, one.reason) for one in found.left_out] == [("dan.zip", reason)]
