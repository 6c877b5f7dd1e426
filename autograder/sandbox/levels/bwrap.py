"""The level `bwrap`: a file system of its own, without the network or other processes in sight."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from .. import bubblewrap
from ..users import unprivileged_users
from .base import Isolation

INSIDE = "/guest"  # where the guest's own files lie inside
WORK = "/submission"  # where the submission lies
GUESTS_AT_A_TIME = 3  # of a sandbox: one at work, one that waits, one that is being cleared away


@dataclass(frozen=True)
class Bwrap(Isolation):
    """Guests have namespaces of their own within those that bubblewrap makes."""

    level: ClassVar[str] = "bwrap"
    rank: ClassVar[int] = 1
    namespaces: ClassVar[bool] = True
    clearing_seconds: ClassVar[float] = 0.2  # the kernel clears a namespace away by itself

    @classmethod
    def missing(cls) -> str:
        """Say why bubblewrap does not start here; empty when it does."""
        return bubblewrap.missing(_bwrap(Path("/usr")))

    def users(self, sandbox: int) -> tuple[int | None, ...]:
        """Return as many users as there are guests at a time.

        The kernel counts the processes of a user, and those of the guest before may still be there.
        """
        if os.geteuid() != 0:
            return (None,) * GUESTS_AT_A_TIME
        return unprivileged_users(sandbox, GUESTS_AT_A_TIME)

    def private_folders(self) -> list[str]:
        """Return the folders that every guest gets anew, empty and writable."""
        python_in_tmp = any(Path(one).is_relative_to("/tmp") for one in bubblewrap.prefixes())
        return [WORK, "/dev/shm"] + ([] if python_in_tmp else ["/tmp"])

    def command(self, program: list[str], files: Path) -> list[str]:
        """Return the command that starts `program`, whose own files are in the folder `files`."""
        return [*_bwrap(files), *program]

    def folder_of(self, files: Path) -> Path:
        """Return where the program finds the folder `files`."""
        return Path(INSIDE)


def _bwrap(files: Path) -> list[str]:
    """Return the call of bubblewrap: a read-only system, Python and the guest's files, no more.

    The fork server keeps the right to make namespaces, from which it makes one more set for every
    guest; the guest gives all rights up.
    """
    command = [*bubblewrap.START, "--unshare-cgroup-try", "--hostname", "guest"]
    command += ["--setenv", "TMPDIR", WORK, "--setenv", "MPLCONFIGDIR", WORK]
    if os.geteuid() != 0:
        # Root inside is the caller outside. With any other number bubblewrap would nest a second
        # user namespace, and the fork server could not come back from making a guest's.
        command += ["--unshare-user", "--uid", "0", "--gid", "0", "--cap-add", "CAP_SYS_ADMIN"]
        command += ["--cap-add", "CAP_SYS_PTRACE"]  # to see how much memory guests take
    command += ["--tmpfs", "/tmp", "--tmpfs", WORK]
    for folder in ("/usr", "/etc/ld.so.cache", "/etc/localtime"):
        command += ["--ro-bind-try", folder, folder]
    for folder in ("/bin", "/sbin", "/lib", "/lib32", "/lib64"):
        if os.path.islink(folder):
            command += ["--symlink", os.readlink(folder), folder]
        elif os.path.isdir(folder):
            command += bubblewrap.read_only(folder)
    for prefix in bubblewrap.prefixes():
        if not Path(prefix).is_relative_to("/usr"):
            command += bubblewrap.folders_between("/", prefix)
            command += bubblewrap.read_only(prefix)
    own = Path(__file__).resolve().parents[2]
    if any(own.is_relative_to(prefix) for prefix in ["/usr", *bubblewrap.prefixes()]):
        command += ["--tmpfs", str(own), "--remount-ro", str(own)]  # installed: hide the checks
    command += [*bubblewrap.read_only(files, INSIDE), "--proc", "/proc", "--dev", "/dev"]
    for folder in ("/tmp", "/dev", "/"):
        command += ["--remount-ro", folder]
    return [*command, "--chdir", "/", "--"]
