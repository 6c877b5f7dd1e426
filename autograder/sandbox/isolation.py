"""The levels of isolation: which are at hand here, and how each starts the warm parent.

`bwrap` gives the parent and its guests a file system of their own, without the network and without
other processes in sight. `user` drops to an unprivileged user. `process` has no more than every
guest does to itself: limits, Landlock and a filter of system calls.
"""

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

LEVELS = ("bwrap", "user", "process")
NOBODY = 65534
USERS = range(1879048192, 2147352576)  # free of users in systemd's plan: enough for every process
FEW_USERS = range(60706, 61184)  # so are these, where a container has no more than 65,536
SANDBOXES = 19  # of a process, whose users differ; a prime, so that few users are all in use
CONTAINERS = 1_000_003  # keeps those apart in which a process has the same number
AT_A_TIME = 3  # guests of a grader: one at work, one to come, one being cleared away
INSIDE = "/guest"  # where the guest's own files lie inside bwrap
WORK = "/submission"  # and where the submission does
INSTALL = "install bubblewrap (`apt-get install bubblewrap`) for full isolation"


class IsolationError(Exception):
    """The level asked for is not to be had here; the message says why."""


@dataclass(frozen=True)
class Isolation:
    """A level, why a better one was not taken, and what its guests are told."""

    level: str
    note: str = ""

    @property
    def namespaces(self) -> bool:
        """Guests have their own process, mount and IPC namespaces."""
        return self.level == "bwrap"

    @property
    def clearing_seconds(self) -> float:
        """How long what forks guests may take to end: it needs time only where nothing else clears
        away what they have left."""
        return 0.2 if self.namespaces else 5.0

    def users(self, number: int) -> tuple[int | None, ...]:
        """The unprivileged users that the guests of a sandbox run as in turn; None: they stay ours.

        Sandboxes side by side have others, by their process and their `number` in it, wherever
        there are users enough: processes of the same user can kill each other, and share a limit of
        how many there may be. In namespaces there are several, for the same limit would also count
        what a guest before has left, while the kernel clears it away.
        """
        turns = AT_A_TIME if self.namespaces else 1
        if self.level == "process" or os.geteuid() != 0:
            return (None,) * turns
        sandbox = (_container() * CONTAINERS + os.getpid()) * SANDBOXES + number % SANDBOXES
        for possible in (USERS, FEW_USERS):
            first = possible.start + sandbox * turns % (len(possible) // turns * turns)
            users = tuple(range(first, first + turns))
            if all(map(_is_possible, users)):
                return users
        return (NOBODY,)

    def private_folders(self) -> list[str]:
        """Folders that every guest gets anew, empty and writable, in its mount namespace."""
        folders = [WORK, "/dev/shm"]
        return folders if _holds_python("/tmp") else [*folders, "/tmp"]

    def command(self, program: list[str], files: Path) -> list[str]:
        """The command that starts `program`, whose own files are in the folder `files`."""
        return [*_bwrap(files), *program] if self.level == "bwrap" else program

    def folder_of(self, files: Path) -> Path:
        """Where the program finds the folder `files`."""
        return Path(INSIDE) if self.level == "bwrap" else files


def choose(wanted: str = "auto") -> Isolation:
    """Return the level `wanted`, or with `auto` the best one at hand.

    Raises `IsolationError` when the level wanted is not at hand.
    """
    if wanted != "auto":
        reason = _missing(wanted)
        if reason:
            raise IsolationError(f"isolation `{wanted}` is not possible here: {reason}.")
        return Isolation(wanted)
    reasons: list[str] = []
    for level in LEVELS:
        reason = _missing(level)
        if not reason:
            return Isolation(level, "; ".join(reasons))
        reasons.append(f"no `{level}`: {reason}")
    raise IsolationError("; ".join(reasons))


def _missing(level: str) -> str:
    """Why a level is not at hand; empty when it is."""
    if level == "bwrap":
        return _missing_bwrap()
    if level == "user" and os.geteuid() != 0:
        return "only root can change to another user"
    if level == "user" and not _readable_to_nobody():
        return f"the Python in {sys.prefix} is not readable to an unprivileged user"
    return ""


def _missing_bwrap() -> str:
    if not sys.platform.startswith("linux"):
        return "bubblewrap is for Linux"
    if not shutil.which("bwrap"):
        return INSTALL
    trial = [*_bwrap(Path("/usr")), "/usr/bin/true"]
    result = subprocess.run(trial, capture_output=True, text=True, check=False)
    said = result.stderr.strip().splitlines()
    return "" if result.returncode == 0 else f"bubblewrap does not start ({' '.join(said[-1:])})"


def _container() -> int:
    """A number of the container we are in: those of one machine count their users together."""
    with contextlib.suppress(OSError):
        return os.stat("/proc/self/ns/pid").st_ino
    return 0


def _is_possible(user: int) -> bool:
    """Whether this number may be a guest's: a container may have few of them, and one that is
    somebody's must not be taken, for all that is that user's is ended and removed."""
    with contextlib.suppress(KeyError):
        pwd.getpwuid(user)
        return False
    try:
        ranges = Path("/proc/self/uid_map").read_text().splitlines()
    except OSError:
        return False
    spans = [list(map(int, line.split())) for line in ranges]
    return any(first <= user < first + count for first, _, count in spans)


def _readable_to_nobody() -> bool:
    """Whether an unprivileged user can load Python and PyTorch from where they are installed."""
    paths = [sys.executable, sysconfig.get_paths()["stdlib"], sysconfig.get_paths()["purelib"]]
    test = ["test", "-r", paths[0], "-a", "-x", paths[1], "-a", "-x", paths[2]]
    result = subprocess.run(test, user=NOBODY, group=NOBODY, extra_groups=[], check=False)
    return result.returncode == 0


def _bwrap(files: Path) -> list[str]:
    """The call of bubblewrap: a read-only system, Python and the guest's files; nothing else.

    The parent keeps the right to make namespaces, from which it makes one more set for every
    guest; the guest gives all rights up.
    """
    command = ["bwrap", "--tmpfs", "/tmp", "--tmpfs", WORK, "--setenv", "TMPDIR", WORK]
    command += ["--setenv", "MPLCONFIGDIR", WORK]
    command += ["--die-with-parent", "--new-session", "--unshare-pid", "--unshare-net"]
    command += ["--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try", "--hostname", "guest"]
    if os.geteuid() != 0:
        # Root inside is the caller outside. With any other number bubblewrap would nest a second
        # user namespace, and the parent could not come back from making a guest's.
        command += ["--unshare-user", "--uid", "0", "--gid", "0", "--cap-add", "CAP_SYS_ADMIN"]
    for folder in ("/usr", "/etc/ld.so.cache", "/etc/localtime"):
        command += ["--ro-bind-try", folder, folder]
    for folder in ("/bin", "/sbin", "/lib", "/lib32", "/lib64"):
        path = Path(folder)
        if path.is_symlink():
            command += ["--symlink", os.readlink(folder), folder]
        elif path.is_dir():
            command += ["--ro-bind", folder, folder]
    for prefix in _prefixes():
        if not Path(prefix).is_relative_to("/usr"):
            for parent in reversed(Path(prefix).parents[:-1]):  # else nobody could pass them
                command += ["--perms", "0755", "--dir", str(parent)]
            command += ["--ro-bind", prefix, prefix]
    own = Path(__file__).resolve().parents[1]
    if any(own.is_relative_to(prefix) for prefix in ["/usr", *_prefixes()]):
        command += ["--tmpfs", str(own), "--remount-ro", str(own)]  # installed: hide the checks
    command += ["--ro-bind", str(files), INSIDE, "--proc", "/proc", "--dev", "/dev"]
    for folder in ("/tmp", "/dev", "/"):
        command += ["--remount-ro", folder]
    return [*command, "--chdir", "/", "--"]


def _prefixes() -> list[str]:
    """Where Python and the environment are installed."""
    return list(dict.fromkeys([sys.base_prefix, sys.base_exec_prefix, sys.prefix]))


def _holds_python(folder: str) -> bool:
    return any(Path(prefix).is_relative_to(folder) for prefix in _prefixes())
