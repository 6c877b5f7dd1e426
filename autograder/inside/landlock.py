"""Landlock: what a guest may still reach of the file system, the network and other processes.

The calling process, and all that it starts, may read where Python is and write into folders of its
own; it may use no TCP port, and signal and connect to none but its own processes. It needs no
rights, so it holds at every level of isolation. How much of this a kernel can do differs: files
since Linux 5.13, TCP since 6.7, signals since 6.12. See landlock(7).
"""

import contextlib
import ctypes
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from .libc import done, libc
from .system_calls import SINCE_5

CREATE_RULESET = SINCE_5["landlock_create_ruleset"]
ADD_RULE = SINCE_5["landlock_add_rule"]
RESTRICT_SELF = SINCE_5["landlock_restrict_self"]
VERSION, PATH_BENEATH = 1, 1
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1, 2, 4, 8
READ = EXECUTE | READ_FILE | READ_DIR
FILES_ONLY = EXECUTE | WRITE_FILE | READ_FILE
BIND_TCP, CONNECT_TCP, SCOPE_ABSTRACT_SOCKETS, SCOPE_SIGNALS = 1, 2, 1, 2
ALL_FILES = {1: 0x1FFF, 2: 0x3FFF, 3: 0x7FFF, 4: 0x7FFF}  # by version; later ones know ioctl
ALL_FILES_NOW = 0xFFFF
SYSTEM_FOLDERS = (
    "/usr",
    "/bin",
    "/sbin",
    "/lib",
    "/lib32",
    "/lib64",
    "/etc/ld.so.cache",
    "/etc/localtime",
)
# Not /dev/zero: a shared mapping of it is memory that is in no process's account.
DEVICES = ("/dev/null", "/dev/full", "/dev/random", "/dev/urandom")


class Ruleset(ctypes.Structure):
    """What is forbidden unless a rule allows it."""

    _fields_ = [
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    ]


class PathRule(ctypes.Structure):
    """What is allowed beneath a folder that is open as a descriptor."""

    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32)]


def version() -> int:
    """Return the version that the kernel knows; 0 where there is none."""
    if not sys.platform.startswith("linux"):
        return 0
    return max(int(libc.syscall(CREATE_RULESET, None, 0, VERSION)), 0)


def restrict(writable: Iterable[str]) -> None:
    """Restrict this process, which must have given up gaining rights, as far as the kernel can.

    It may write beneath `writable`, and no file that it must write to needs to be there yet.
    """
    known = version()
    if known == 0:
        return
    files = ALL_FILES.get(known, ALL_FILES_NOW)
    network = BIND_TCP | CONNECT_TCP if known >= 4 else 0
    scoped = SCOPE_ABSTRACT_SOCKETS | SCOPE_SIGNALS if known >= 6 else 0
    size = 24 if known >= 6 else 16 if known >= 4 else 8
    attributes = Ruleset(files, network, scoped)
    ruleset = done(libc.syscall(CREATE_RULESET, ctypes.byref(attributes), size, 0), "landlock: ")
    try:
        for path in {*SYSTEM_FOLDERS, *python_folders()}:
            _allow(ruleset, path, READ)
        for path in DEVICES:
            _allow(ruleset, path, READ_FILE | WRITE_FILE)
        for path in writable:
            _allow(ruleset, path, files)
        done(libc.syscall(RESTRICT_SELF, ruleset, 0), "landlock: ")
    finally:
        os.close(ruleset)


def python_folders() -> set[str]:
    """Return where Python and what it has imported lie, with the goals of symbolic links."""
    folders = {sys.base_prefix, sys.base_exec_prefix, sys.prefix, *filter(None, sys.path)}
    for name in ("torch", "torchvision", "numpy", "matplotlib"):
        with contextlib.suppress(KeyError, TypeError, AttributeError):
            folders.add(str(Path(sys.modules[name].__file__ or "").resolve().parents[1]))
    return folders


def _allow(ruleset: int, path: str, access: int) -> None:
    """Allow access beneath a path; where there is none, there is nothing to allow."""
    try:
        folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        access &= -1 if os.path.isdir(path) else FILES_ONLY
        rule = PathRule(access, folder)
        done(libc.syscall(ADD_RULE, ruleset, PATH_BENEATH, ctypes.byref(rule), 0), "landlock: ")
    finally:
        os.close(folder)
