"""A filter of system calls: those that a student's code has no use for fail. x86-64 only.

It closes what Landlock and the limits leave open: sockets of the network, traces in the kernel that
outlive a guest (keys, System V IPC, message queues), other processes' memory, limits and
priorities, and parts of the kernel with a long history of holes. See seccomp(2).
"""

import ctypes
import os
import platform
import struct
import sys

SECCOMP, SET_MODE_FILTER, SPEC_ALLOW = 317, 1, 4  # the flag: at full speed
X86_64, X32 = 0xC000003E, 0x40000000  # the audit number of the architecture; the bit of another one
NUMBER, ARCHITECTURE, FIRST, SECOND = 0, 4, 16, 24  # where what is asked for stands in the record
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06  # BPF's machine code
ALLOW, FAIL, KILL = 0x7FFF0000, 0x00050000, 0x80000000
EPERM, ENOSYS, EAFNOSUPPORT = 1, 38, 97
AF_UNIX, EVERYBODY = 1, 0xFFFFFFFF
NEW_NAMESPACE = 0x7E020000  # clone's flags CLONE_NEW…
SOCKET, CLONE, CLONE3, KILL_CALL, SETPRIORITY = 41, 56, 435, 62, 141
OF_OTHERS = (302, 203, 142, 144, 314)  # prlimit64, sched_setaffinity, …param, …scheduler, …attr
REFUSED = (
    *(101, 310, 311, 312, 438),  # ptrace, process_vm_readv, process_vm_writev, kcmp, pidfd_getfd
    *(248, 249, 250),  # add_key, request_key, keyctl
    *(29, 30, 31, 64, 65, 66, 220, 68, 69, 70, 71),  # shm…, sem…, msg…
    *(240, 241),  # mq_open, mq_unlink
    *(425, 426, 427),  # io_uring_setup, io_uring_enter, io_uring_register
    *(298, 321, 323),  # perf_event_open, bpf, userfaultfd
    *(272, 308, 161, 165, 303, 304),  # unshare, setns, chroot, mount, …_handle_at
)
ABOUT_FILES = (  # of the same user, wherever they are: Landlock does not see these
    *(90, 91, 268, 452, 92, 93, 94, 260),  # chmod, fchmod, fchmodat, fchmodat2, chown, …
    *(132, 235, 261, 280),  # utime, utimes, futimesat, utimensat
    *(188, 189, 190, 197, 198, 199),  # setxattr, …, removexattr, …
)

libc = ctypes.CDLL(None, use_errno=True)


class Program(ctypes.Structure):
    """A BPF program as the kernel takes it."""

    _fields_ = [("length", ctypes.c_ushort), ("code", ctypes.c_char_p)]


def restrict(same_user: bool) -> None:
    """Filter the system calls of this process and all that it starts, where this is x86-64.

    `same_user` says that it runs with the rights of whoever grades, whose files it may not alter.
    """
    if not sys.platform.startswith("linux") or platform.machine() != "x86_64":
        return
    code = program(same_user)
    record = Program(len(code) // 8, code)
    if libc.syscall(SECCOMP, SET_MODE_FILTER, SPEC_ALLOW, ctypes.byref(record)) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"seccomp: {os.strerror(number)}")


def program(same_user: bool) -> bytes:
    """The filter, in BPF's machine code."""
    steps = [(LOAD, 0, 0, ARCHITECTURE), (EQUAL, 1, 0, X86_64), (RETURN, 0, 0, KILL)]
    steps += [(LOAD, 0, 0, NUMBER), (AT_LEAST, 0, 1, X32), (RETURN, 0, 0, FAIL | ENOSYS)]
    for number in (*REFUSED, *(ABOUT_FILES if same_user else ())):
        steps += [(EQUAL, 0, 1, number), (RETURN, 0, 0, FAIL | EPERM)]
    steps += [(EQUAL, 0, 1, CLONE3), (RETURN, 0, 0, FAIL | ENOSYS)]  # then clone is tried
    steps += _if(CLONE, FIRST, [(ANY_BIT, 0, 1, NEW_NAMESPACE), (RETURN, 0, 0, FAIL | EPERM)])
    steps += _if(SOCKET, FIRST, [(EQUAL, 1, 0, AF_UNIX), (RETURN, 0, 0, FAIL | EAFNOSUPPORT)])
    steps += _if(KILL_CALL, FIRST, [(EQUAL, 0, 1, EVERYBODY), (RETURN, 0, 0, FAIL | EPERM)])
    steps += _if(SETPRIORITY, SECOND, [(EQUAL, 1, 0, 0), (RETURN, 0, 0, FAIL | EPERM)])
    for number in OF_OTHERS:
        steps += _if(number, FIRST, [(EQUAL, 1, 0, 0), (RETURN, 0, 0, FAIL | EPERM)])
    steps += [(RETURN, 0, 0, ALLOW)]
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def _if(
    number: int, argument: int, steps: list[tuple[int, int, int, int]]
) -> list[tuple[int, int, int, int]]:
    """Steps for one system call only, which look at the lower half of an argument."""
    body = [(LOAD, 0, 0, argument), *steps, (RETURN, 0, 0, ALLOW)]
    return [(EQUAL, 0, len(body), number), *body]
