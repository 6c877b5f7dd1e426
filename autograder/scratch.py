"""A grader's folder while it is at work; those that killed graders left behind are removed."""

import contextlib
import fcntl
import os
import signal
import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path

from .files import remove_folder

PREFIX = "autograder-"
STOPPING = {signal.SIGHUP, signal.SIGINT, signal.SIGTERM}


class Scratch:
    """A folder among the system's temporary ones, locked while it is in use; a context manager.

    The kernel takes the lock away when its owner ends, however that ends. So every grader that
    starts can tell which folders nobody will remove any more.
    """

    def __init__(self) -> None:
        remove_abandoned()
        with _undisturbed():  # else a signal could leave a folder of which nobody knows
            new = Path(tempfile.mkdtemp(prefix=f".{PREFIX}"))
            lock = os.open(new, os.O_RDONLY | os.O_DIRECTORY)
            with contextlib.suppress(OSError):  # if there are no locks, it stays for ever
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            new.chmod(0o711)  # a guest of another user passes through to its own folder
            self.folder = new.rename(new.with_name(new.name[1:]))  # seen only when it is locked
            self._remove = weakref.finalize(self, _remove, self.folder, lock, os.getpid())

    def __enter__(self) -> Path:
        return self.folder

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove the folder and all in it; that happens at the latest when the process ends."""
        self._remove()


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Let signals that stop the grader wait until the block is left."""
    usual = signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, usual)


def _remove(folder: Path, lock: int, owner: int) -> None:
    """Remove a folder, unless this process is a fork of its owner."""
    if os.getpid() == owner:
        remove_folder(folder)
    os.close(lock)


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
