"""Clears away what a guest has left: processes of its user, and files where everybody may write."""

import contextlib
import os
import signal
import subprocess
import tempfile
from pathlib import Path

from ..files import remove_folder

SHARED = ("/tmp", "/var/tmp", "/dev/shm")


def kill_processes_of(user: int) -> None:
    """Kill all processes of a user, who must be the guests' alone."""
    kill = ["/bin/sh", "-c", f"kill -{signal.SIGKILL:d} -1"]
    subprocess.run(kill, user=user, group=user, extra_groups=[], check=False)


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
