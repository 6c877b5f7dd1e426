"""Clears away what a guest has left: its folder, and files where everybody may write."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

SHARED = ("/tmp", "/var/tmp", "/dev/shm")


def remove_folder(folder: Path) -> None:
    """Remove a folder, also one that is too deep for Python or whose owner may not enter it.

    Links in it are removed, not followed.
    """
    try:
        shutil.rmtree(folder)
    except (OSError, RecursionError):
        for command in (["chmod", "-R", "u+rwX"], ["rm", "-rf"]):
            subprocess.run([*command, "--", str(folder)], capture_output=True, check=False)


def remove_files_of(user: int) -> None:
    """Remove what a user has put into the folders that everybody may write to."""
    for folder in {*SHARED, tempfile.gettempdir()}:
        entries: list[os.DirEntry[str]] = []
        with contextlib.suppress(OSError), os.scandir(folder) as found:
            entries += found
        for entry in entries:
            with contextlib.suppress(OSError):  # others may remove theirs meanwhile
                if entry.stat(follow_symlinks=False).st_uid != user:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    remove_folder(Path(entry.path))
                else:
                    os.unlink(entry.path)
