"""A filter of system calls: those that a student's code has no use for fail.

It closes what Landlock and the limits leave open: sockets of the network, traces in the kernel that
outlive a guest (keys, System V IPC, message queues), memory that is in no process's account (memfd,
shared memory without a file, large buffers of sockets, pages that a pipe holds, locks on parts of
files), other processes' memory, limits and priorities, watches that tell what others call their
files or when they change them, leases that make others wait for a file, and parts of the kernel
with a long history of holes. See seccomp(2).
"""

import ctypes
import platform
import struct
import sys

from .libc import done, libc
from .system_calls import Processor, processor

SET_MODE_FILTER, SPEC_ALLOW = 1, 4  # the flag: at full speed
NUMBER, ARCHITECTURE = 0, 4  # where what is asked for stands in the record
FIRST, SECOND, THIRD, FOURTH = 16, 24, 32, 40  # and where its arguments stand
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06  # BPF's machine code
AND = 0x54
ALLOW, FAIL, KILL = 0x7FFF0000, 0x00050000, 0x80000000
EPERM, ENOLCK, ENOSYS, EAFNOSUPPORT = 1, 37, 38, 97
AF_UNIX, EVERYBODY, PRIO_PROCESS = 1, 0xFFFFFFFF, 0
NEW_NAMESPACE = 0x7E020000  # clone's flags CLONE_NEW…
SOL_SOCKET, SO_SNDBUF = 1, 7
F_SETLK, F_SETLKW, F_OFD_SETLK, F_OFD_SETLKW = 6, 7, 37, 38
F_SETLEASE, F_NOTIFY, F_SETDELEG = 1024, 1026, 1040
SHARED_ANONYMOUS = 0x21  # mmap's flags MAP_SHARED and MAP_ANONYMOUS
OF_OTHERS = (  # allowed for the calling process only
    "prlimit64",
    "sched_setaffinity",
    "sched_setattr",
    "sched_setparam",
    "sched_setscheduler",
)
REFUSED = (
    "add_key",
    "bpf",
    "chroot",
    "fanotify_init",
    "inotify_add_watch",
    "io_uring_enter",
    "io_uring_register",
    "io_uring_setup",
    "ioprio_set",
    "kcmp",
    "keyctl",
    "memfd_create",
    "memfd_secret",
    "mount",
    "mq_open",
    "mq_unlink",
    "msgctl",
    "msgget",
    "msgrcv",
    "msgsnd",
    "name_to_handle_at",
    "open_by_handle_at",
    "perf_event_open",
    "pidfd_getfd",
    "process_vm_readv",
    "process_vm_writev",
    "ptrace",
    "request_key",
    "semctl",
    "semget",
    "semop",
    "semtimedop",
    "setns",
    "shmat",
    "shmctl",
    "shmget",
    "unshare",
    "userfaultfd",
    "vmsplice",
)
ABOUT_FILES = (  # of the same user, wherever they are: Landlock does not see these
    "chmod",
    "chown",
    "fchmod",
    "fchmodat",
    "fchmodat2",
    "fchown",
    "fchownat",
    "file_setattr",
    "fremovexattr",
    "fsetxattr",
    "futimesat",
    "lchown",
    "lremovexattr",
    "lsetxattr",
    "removexattr",
    "removexattrat",
    "setxattr",
    "setxattrat",
    "utime",
    "utimensat",
    "utimes",
)
Step = tuple[int, int, int, int]  # an instruction of BPF: code, steps to skip if true, false; value


class BpfProgram(ctypes.Structure):
    """A BPF program as the kernel takes it."""

    _fields_ = [("length", ctypes.c_ushort), ("code", ctypes.c_char_p)]


def missing() -> str:
    """Say why system calls are not filtered here; empty when they are."""
    if not sys.platform.startswith("linux"):
        return "only Linux has a filter of system calls"
    if processor() is None:
        return f"system calls are not filtered on this processor ({platform.machine()})"
    return ""


def restrict(same_user: bool) -> None:
    """Filter the system calls of this process and all that it starts, where that is possible.

    `same_user` says that it runs with the rights of whoever grades, whose files it may not alter.
    """
    known = processor()
    if known is None or missing():
        return
    code = program(known, same_user)
    record = BpfProgram(len(code) // 8, code)
    number = known.numbers["seccomp"]
    done(libc.syscall(number, SET_MODE_FILTER, SPEC_ALLOW, ctypes.byref(record)), "seccomp: ")


def program(known: Processor, same_user: bool) -> bytes:
    """Return the filter for a processor, in BPF's machine code."""
    call = known.numbers
    steps: list[Step] = [(LOAD, 0, 0, ARCHITECTURE), (EQUAL, 1, 0, known.audit)]
    steps += [(RETURN, 0, 0, KILL), (LOAD, 0, 0, NUMBER)]
    if known.foreign is not None:
        steps += [(AT_LEAST, 0, 1, known.foreign), (RETURN, 0, 0, FAIL | ENOSYS)]
    for name in (*REFUSED, *(ABOUT_FILES if same_user else ())):
        if name in call:
            steps += [(EQUAL, 0, 1, call[name]), (RETURN, 0, 0, FAIL | EPERM)]
    steps += [(EQUAL, 0, 1, call["clone3"]), (RETURN, 0, 0, FAIL | ENOSYS)]  # then clone is tried
    refuse = (RETURN, 0, 0, FAIL | EPERM)
    steps += _if(call["clone"], FIRST, [(ANY_BIT, 0, 1, NEW_NAMESPACE), refuse])
    no_family = (RETURN, 0, 0, FAIL | EAFNOSUPPORT)
    steps += _if(call["socket"], FIRST, [(EQUAL, 1, 0, AF_UNIX), no_family])
    buffers = [(EQUAL, 0, 3, SOL_SOCKET), (LOAD, 0, 0, THIRD), (EQUAL, 0, 1, SO_SNDBUF), refuse]
    steps += _if(call["setsockopt"], SECOND, buffers)
    both = [(AND, 0, 0, SHARED_ANONYMOUS), (EQUAL, 0, 1, SHARED_ANONYMOUS), refuse]
    steps += _if(call["mmap"], FOURTH, both)
    locks = [(EQUAL, 2, 0, F_SETLK), (EQUAL, 1, 0, F_SETLKW)]
    locks += [(AT_LEAST, 0, 2, F_OFD_SETLK), (AT_LEAST, 1, 0, F_OFD_SETLKW + 1)]
    watches = [
        (EQUAL, 2, 0, F_SETLEASE),
        (EQUAL, 1, 0, F_NOTIFY),
        (EQUAL, 0, 1, F_SETDELEG),
        refuse,
    ]
    steps += _if(call["fcntl"], SECOND, [*locks, (RETURN, 0, 0, FAIL | ENOLCK), *watches])
    steps += _if(call["kill"], FIRST, [(EQUAL, 0, 1, EVERYBODY), refuse])
    own = [(EQUAL, 0, 2, 0), (LOAD, 0, 0, FIRST), (EQUAL, 1, 0, PRIO_PROCESS), refuse]
    steps += _if(call["setpriority"], SECOND, own)  # and not of all that its user has
    for name in OF_OTHERS:
        steps += _if(call[name], FIRST, [(EQUAL, 1, 0, 0), refuse])
    steps += [(RETURN, 0, 0, ALLOW)]
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def _if(number: int, argument: int, steps: list[Step]) -> list[Step]:
    """Return steps for one system call only, which look at the lower half of an argument."""
    body = [(LOAD, 0, 0, argument), *steps, (RETURN, 0, 0, ALLOW)]
    return [(EQUAL, 0, len(body), number), *body]
