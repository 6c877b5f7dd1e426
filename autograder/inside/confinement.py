"""How a guest shuts itself in: namespaces, limits, an unprivileged user. Linux system calls.

Every function acts on the calling process and is meant for the short time between a fork and the
first line of a student's code. See namespaces(7), mount(2), prctl(2), capabilities(7).
"""

import contextlib
import ctypes
import os
import resource
import signal
import sys
from pathlib import Path

from .libc import done, libc

CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWNET = 0x20000, 1 << 27, 1 << 30
CLONE_NEWUSER, CLONE_NEWPID = 1 << 28, 1 << 29
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REC, MS_PRIVATE = 1, 2, 4, 8, 0x4000, 1 << 18
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS, PR_SET_CHILD_SUBREAPER = 1, 4, 38, 36
PR_CAPBSET_DROP = 24
MADV_COLLAPSE = 25
HUGE_PAGE = 2 * 2**20
CAPABILITY_VERSION_3 = 0x20080522


def fork_apart() -> int:
    """Fork a child that is the first process of a new namespace: it sees none but its own, and
    when it ends the kernel kills what it has started. The caller stays where it is.

    Raises OSError where the kernel does not allow it.
    """
    here = os.open("/proc/self/ns/pid", os.O_RDONLY)
    try:
        done(libc.unshare(CLONE_NEWPID))
        child = os.fork()
        if child != 0:
            done(libc.setns(here, CLONE_NEWPID))
        return child
    finally:
        os.close(here)


def leave_shared_folders() -> None:
    """Take a copy of the mount table and an empty IPC namespace, so that changes stay in here."""
    done(libc.unshare(CLONE_NEWNS | CLONE_NEWIPC))
    done(libc.mount(None, b"/", None, MS_REC | MS_PRIVATE, None))


def leave_shared_network() -> None:
    """Take a network without any device, where abstract sockets meet only others of this guest."""
    done(libc.unshare(CLONE_NEWNET))


def leave_shared_user() -> None:
    """Take a user namespace: how many processes a user may have is counted in each by itself."""
    done(libc.unshare(CLONE_NEWUSER))


def mount_private_folders(folders: list[str], megabytes: int) -> None:
    """Cover folders with empty ones of limited size, and hide /proc."""
    flags = MS_NOSUID | MS_NODEV
    limits = f"size={megabytes}m,nr_inodes=20000,mode=1777".encode()
    for folder in folders:
        done(libc.mount(b"tmpfs", folder.encode(), b"tmpfs", flags, limits))
    empty = b"size=4k,nr_inodes=2,mode=555"
    done(libc.mount(b"tmpfs", b"/proc", b"tmpfs", flags | MS_NOEXEC | MS_RDONLY, empty))


def become(user: int) -> None:
    """Give up root for good: no groups, an unprivileged user, no way back."""
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def drop_privileges() -> None:
    """Give up every capability, and the right to gain any by executing a file."""
    if not sys.platform.startswith("linux"):
        return
    for capability in range(64):
        libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)  # those the kernel does not know fail
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    done(libc.capset(header, (ctypes.c_uint32 * 6)()))
    done(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    done(libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0))


def limit_resources(limits: dict[str, int], data_size: int, tasks: int) -> None:
    """Limit CPU time, memory, processes, open files and the size of a file.

    The memory limit is an allowance beyond the `data_size` of now: it counts private writable
    memory (RLIMIT_DATA), which is where tensors lie, and not PyTorch's mapped libraries. The one of
    processes is an allowance beyond the `tasks` of others: the kernel counts all processes and
    threads of the same user, and does not hold root to it.
    """
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_CPU, limits["cpu_seconds"])
    _limit(resource.RLIMIT_NOFILE, limits["open_files"])
    _limit(resource.RLIMIT_FSIZE, limits["file_mb"] * 2**20)
    if sys.platform.startswith("linux"):
        _limit(resource.RLIMIT_DATA, data_size + limits["memory_mb"] * 2**20)
        _limit(resource.RLIMIT_NPROC, tasks + limits["processes"])


def close_all_but(kept: set[int]) -> None:
    """Close every other open descriptor that this process was born with."""
    start = 0
    for descriptor in sorted(kept):
        if start < descriptor:  # an empty range from 0 would be all of them
            os.closerange(start, descriptor)
        start = descriptor + 1
    os.closerange(start, os.sysconf("SC_OPEN_MAX"))


def die_with_parent(really: bool = True) -> None:
    """Be killed when the parent process ends, however it ends; or, if not `really`, no longer.

    The kernel forgets it when a process becomes another user.
    """
    if sys.platform.startswith("linux"):
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL if really else 0, 0, 0, 0)


def be_killed_first() -> None:
    """Let the kernel kill this process rather than the grader where memory runs out."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


def keep_private() -> None:
    """Keep other processes of the same user from looking inside this one."""
    if sys.platform.startswith("linux"):
        libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def adopt_orphans() -> None:
    """Become the parent of descendants whose own parents end, so that none is lost."""
    if sys.platform.startswith("linux"):
        libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def use_huge_pages() -> None:
    """Put this process's memory into huge pages, so that a fork has few page tables to copy.

    With PyTorch's 400 MB a fork takes 2 ms instead of 11, and what it writes first costs less too.
    Where the kernel cannot (before Linux 6.1) all stays as it is. See madvise(2).
    """
    if not sys.platform.startswith("linux"):
        return
    for line in Path("/proc/self/maps").read_text().splitlines():
        place, rights, _, _, inode, *_ = line.split()
        start, end = (int(address, 16) for address in place.split("-"))
        first, last = -(-start // HUGE_PAGE) * HUGE_PAGE, end // HUGE_PAGE * HUGE_PAGE
        if rights == "rw-p" and inode == "0" and first < last:
            libc.madvise(ctypes.c_void_p(first), ctypes.c_size_t(last - first), MADV_COLLAPSE)


def _limit(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (value, value))


def count_tasks(user: int) -> int:
    """Return the number of processes and threads of this user, as far as /proc shows them."""
    count = 0
    for path in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            lines = path.read_text().splitlines()
            about = {line.split()[0]: line.split()[1] for line in lines if len(line.split()) > 1}
            count += int(about["Threads:"]) if int(about["Uid:"]) == user else 0
    return count


def data_size() -> int:
    """Return the bytes of private writable memory this process has; 0 where /proc does not tell."""
    if not sys.platform.startswith("linux"):
        return 0
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmData:"):
            return int(line.split()[1]) * 1024
    return 0
