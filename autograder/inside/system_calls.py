"""System calls by name: their numbers on each processor that the filter knows.

From Linux, arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h.
"""

import platform
from collections.abc import Mapping
from dataclasses import dataclass

SINCE_5 = {  # the same on every processor: Linux has numbered these once for all of them
    "clone3": 435,
    "fchmodat2": 452,
    "file_setattr": 469,
    "io_uring_enter": 426,
    "io_uring_register": 427,
    "io_uring_setup": 425,
    "landlock_add_rule": 445,
    "landlock_create_ruleset": 444,
    "landlock_restrict_self": 446,
    "memfd_secret": 447,
    "pidfd_getfd": 438,
    "removexattrat": 466,
    "setxattrat": 463,
}
X86_64 = {
    "add_key": 248,
    "bpf": 321,
    "chmod": 90,
    "chown": 92,
    "chroot": 161,
    "clone": 56,
    "fanotify_init": 300,
    "fchmod": 91,
    "fchmodat": 268,
    "fchown": 93,
    "fchownat": 260,
    "fcntl": 72,
    "fremovexattr": 199,
    "fsetxattr": 190,
    "futimesat": 261,
    "inotify_add_watch": 254,
    "ioprio_set": 251,
    "kcmp": 312,
    "keyctl": 250,
    "kill": 62,
    "lchown": 94,
    "lremovexattr": 198,
    "lsetxattr": 189,
    "memfd_create": 319,
    "mmap": 9,
    "mount": 165,
    "mq_open": 240,
    "mq_unlink": 241,
    "msgctl": 71,
    "msgget": 68,
    "msgrcv": 70,
    "msgsnd": 69,
    "name_to_handle_at": 303,
    "open_by_handle_at": 304,
    "perf_event_open": 298,
    "prlimit64": 302,
    "process_vm_readv": 310,
    "process_vm_writev": 311,
    "ptrace": 101,
    "removexattr": 197,
    "request_key": 249,
    "sched_setaffinity": 203,
    "sched_setattr": 314,
    "sched_setparam": 142,
    "sched_setscheduler": 144,
    "seccomp": 317,
    "semctl": 66,
    "semget": 64,
    "semop": 65,
    "semtimedop": 220,
    "setns": 308,
    "setpriority": 141,
    "setsockopt": 54,
    "setxattr": 188,
    "shmat": 30,
    "shmctl": 31,
    "shmget": 29,
    "socket": 41,
    "unshare": 272,
    "userfaultfd": 323,
    "utime": 132,
    "utimensat": 280,
    "utimes": 235,
    "vmsplice": 278,
}
AARCH64 = {  # it never had chmod, chown, lchown, utime, utimes and futimesat
    "add_key": 217,
    "bpf": 280,
    "chroot": 51,
    "clone": 220,
    "fanotify_init": 262,
    "fchmod": 52,
    "fchmodat": 53,
    "fchown": 55,
    "fchownat": 54,
    "fcntl": 25,
    "fremovexattr": 16,
    "fsetxattr": 7,
    "inotify_add_watch": 27,
    "ioprio_set": 30,
    "kcmp": 272,
    "keyctl": 219,
    "kill": 129,
    "lremovexattr": 15,
    "lsetxattr": 6,
    "memfd_create": 279,
    "mmap": 222,
    "mount": 40,
    "mq_open": 180,
    "mq_unlink": 181,
    "msgctl": 187,
    "msgget": 186,
    "msgrcv": 188,
    "msgsnd": 189,
    "name_to_handle_at": 264,
    "open_by_handle_at": 265,
    "perf_event_open": 241,
    "prlimit64": 261,
    "process_vm_readv": 270,
    "process_vm_writev": 271,
    "ptrace": 117,
    "removexattr": 14,
    "request_key": 218,
    "sched_setaffinity": 122,
    "sched_setattr": 274,
    "sched_setparam": 118,
    "sched_setscheduler": 119,
    "seccomp": 277,
    "semctl": 191,
    "semget": 190,
    "semop": 193,
    "semtimedop": 192,
    "setns": 268,
    "setpriority": 140,
    "setsockopt": 208,
    "setxattr": 5,
    "shmat": 196,
    "shmctl": 195,
    "shmget": 194,
    "socket": 198,
    "unshare": 97,
    "userfaultfd": 282,
    "utimensat": 88,
    "vmsplice": 75,
}


@dataclass(frozen=True)
class Processor:
    """A processor: the number by which the kernel audits its calls (AUDIT_ARCH_…), the numbers of
    system calls by name, and from which number on the calls are those of another processor."""

    audit: int
    numbers: Mapping[str, int]
    foreign: int | None = None


PROCESSORS = {  # by the name that `platform.machine` gives
    "aarch64": Processor(0xC00000B7, AARCH64 | SINCE_5),
    "x86_64": Processor(0xC000003E, X86_64 | SINCE_5, foreign=0x40000000),  # x32
}


def processor() -> Processor | None:
    """Return the processor this runs on; None if its numbers are not known here."""
    return PROCESSORS.get(platform.machine())
