"""A grader's folder while it is at work; those that killed graders left behind are removed."""

import contextlib
import fcntl
import os
import tempfile
from pathlib import Path

from .files import remove_folder

PREFIX = "autograder-"


class Scratch:
    """A folder among the system's temporary ones, locked while it is in use; a context manager.

    The kernel takes the lock away when its owner ends, however that ends. So every grader that
    starts can tell which folders nobody will remove any more.
    """

    def __init__(self) -> None:
        remove_abandoned()
        new = Path(tempfile.mkdtemp(prefix=f".{PREFIX}"))
        self.lock = os.open(new, os.O_RDONLY | os.O_DIRECTORY)
        with contextlib.suppress(OSError):  # a file system without locks: then it is never removed
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        new.chmod(0o711)  # a guest of another user passes through to its own folder
        self.folder = new.rename(new.with_name(new.name[1:]))  # seen only when it is locked

    def __enter__(self) -> Path:
        return self.folder

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove the folder and all in it."""
        remove_folder(self.folder)
        os.close(self.lock)


def remove_abandoned() -> None:
    """Remove this user's folders whose owners have ended without removing them."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):  # another user's, or removed by another grader just now
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                if os.fstat(lock).st_uid == os.geteuid():
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    remove_folder(folder)
            finally:
                os.close(lock)
