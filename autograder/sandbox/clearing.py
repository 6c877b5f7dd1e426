"""Clears away what a guest has left outside its namespaces: its folder, and shared memory."""

import contextlib
import os
import shutil
import subprocess
from pathlib import Path

SHARED_MEMORY = Path("/dev/shm")


def remove_folder(folder: Path) -> None:
    """Remove a folder, also one that is too deep for Python or whose owner may not enter it.

    Links in it are removed, not followed.
    """
    try:
        shutil.rmtree(folder)
    except (OSError, RecursionError):
        for command in (["chmod", "-R", "u+rwX"], ["rm", "-rf"]):
            subprocess.run([*command, "--", str(folder)], capture_output=True, check=False)


def clear_shared_memory(user: int) -> None:
    """Remove the files of a user in shared memory, where that is a folder."""
    with contextlib.suppress(OSError):
        for entry in os.scandir(SHARED_MEMORY):
            with contextlib.suppress(OSError):
                if entry.stat(follow_symlinks=False).st_uid == user:
                    os.unlink(entry.path)
