"""Landlock and the filter of system calls: what they refuse at every level, and what goes on."""

import os
import re
import struct
from functools import partial
from pathlib import Path

import pytest

from autograder.files import remove_folder
from autograder.inside import landlock, seccomp, system_calls
from autograder.sandbox.isolation import choose
from autograder.text import hide_folders
from support import ROOT
from support.guests import Asking

needs_landlock = pytest.mark.skipif(
    landlock.version() < 6, reason="this kernel has no Landlock that keeps signals apart"
)


@needs_landlock
def test_at_every_level_files_of_the_grader_and_its_home_are_out_of_reach(asking: Asking) -> None:
    body = f"""
import os
found = []
for path in ({str(ROOT / "grading.yml")!r}, "/etc/passwd", "/proc/self/status"):
    try:
        found.append(open(path).read(1))
    except OSError:
        pass
for folder in ("/", "/tmp", "/home", "/proc", {str(ROOT)!r}):
    try:
        found.append(os.listdir(folder))
    except OSError:
        pass
return found
"""
    assert [entry for entry in asking(body) if entry] == []


@needs_landlock
def test_at_every_level_only_the_guests_own_processes_can_be_signalled(asking: Asking) -> None:
    body = """
import os, signal, subprocess, time
child = subprocess.Popen(["sleep", "60"])
child.send_signal(signal.SIGTERM)
reached = []
for process in (os.getppid(), -1):
    try:
        os.kill(process, 0)
        reached.append(process)
    except OSError:
        pass
return [child.wait(), [process for process in reached if process]]
"""
    assert asking(body) == [-15, []]


def test_at_every_level_there_are_no_sockets_but_unix_ones(asking: Asking) -> None:
    if reason := seccomp.missing():
        pytest.skip(reason)
    body = """
import socket
found = []
for name in ("INET", "INET6", "NETLINK", "PACKET", "UNIX"):
    family = getattr(socket, f"AF_{name}")
    try:
        socket.socket(family, socket.SOCK_DGRAM).close()
        found.append(int(family))
    except OSError:
        pass
return found
"""
    assert asking(body) == [1]


def test_at_every_level_what_others_call_their_files_cannot_be_watched(
    asking: Asking, tmp_path: Path
) -> None:
    if reason := seccomp.missing():
        pytest.skip(reason)
    for folder in (tmp_path, *list(tmp_path.parents)[:-2]):
        folder.chmod(0o755)
    body = f"""
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
folder = os.open("/usr", os.O_RDONLY)
return [*(libc.inotify_add_watch(libc.inotify_init1(0), path, 0xFFF)
          for path in (b"/usr", {str(tmp_path)!r}.encode())), libc.fcntl(folder, 1026, 1)]
"""
    assert asking(body) == [-1, -1, -1]


def test_at_every_level_nobody_waits_for_a_file_that_a_guest_has_a_lease_on(asking: Asking) -> None:
    if reason := seccomp.missing():
        pytest.skip(reason)
    body = """
import fcntl, os
open("own", "w").close()
file = os.open("own", os.O_RDONLY)
try:
    fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_WRLCK)
except PermissionError:
    flags = fcntl.fcntl(file, fcntl.F_GETFL)
    fcntl.fcntl(file, fcntl.F_SETFL, flags | os.O_NONBLOCK)
    os.close(fcntl.fcntl(file, fcntl.F_DUPFD_CLOEXEC, 100))
    return [os.get_blocking(file), os.dup(file) > file]
"""
    assert asking(body) == [False, True]


def test_at_every_level_what_students_use_goes_on(asking: Asking) -> None:
    top = "import torch\nfrom torch.utils.data import DataLoader, TensorDataset"
    body = """
import multiprocessing, os, subprocess, tempfile, threading
data = TensorDataset(torch.arange(40.0))
total = sum(float(batch.sum()) for (batch,) in DataLoader(data, 8, num_workers=2))
with tempfile.TemporaryDirectory() as folder:
    torch.save(data.tensors, os.path.join(folder, "saved"))
    os.rename(os.path.join(folder, "saved"), "moved")
    loaded = torch.load("moved")[0].sum()
threads = [threading.Thread(target=print, args=("x",)) for _ in range(4)]
for thread in threads:
    thread.start()
    thread.join()
said = subprocess.run(["echo", "said"], capture_output=True, text=True).stdout
return [total, float(loaded), said, os.cpu_count() > 0]
"""
    assert asking(body, top) == [780.0, 780.0, "said\n", True]


def run_filter(code: bytes, number: int, *arguments: int, audit: int) -> int:
    """Work out what a filter returns for a system call, as the kernel does."""
    record = struct.pack("<IIQ6Q", number, audit, 0, *(*arguments, *[0] * (6 - len(arguments))))
    steps = [struct.unpack_from("HBBI", code, place) for place in range(0, len(code), 8)]
    place, value = 0, 0
    while True:
        kind, true, false, operand = steps[place]
        place += 1
        if kind == seccomp.LOAD:
            (value,) = struct.unpack_from("<I", record, operand)
        elif kind == seccomp.AND:
            value &= operand
        elif kind == seccomp.RETURN:
            return operand
        elif kind == seccomp.EQUAL:
            place += true if value == operand else false
        elif kind == seccomp.AT_LEAST:
            place += true if value >= operand else false
        else:
            assert kind == seccomp.ANY_BIT
            place += true if value & operand else false


AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
# What the filter answers, with the error.
EPERM, ENOLCK, ENOSYS, EAFNOSUPPORT = 0x50001, 0x50025, 0x50026, 0x50061
# Calls by their numbers, written out: what they are on each processor, with arguments.
REFUSED_CALLS: dict[str, dict[tuple[int, ...], int]] = {
    "x86_64": {
        (101,): EPERM,  # ptrace
        (41, 2): EAFNOSUPPORT,  # socket
        (41, 16): EAFNOSUPPORT,
        (435,): ENOSYS,  # clone3
        (56, 0x10000000): EPERM,  # clone, with a namespace
        (62, 2**32 - 1, 9): EPERM,  # kill
        (141, 0, 5): EPERM,  # setpriority
        (141, 1, 0): EPERM,  # of all processes of a group, or of a user
        (141, 2, 0): EPERM,
        (302, 5): EPERM,  # prlimit64
        (9, 0, 4096, 3, 0x21): EPERM,  # mmap, of shared memory without a file
        (54, 5, 1, 7): EPERM,  # setsockopt, of how much may wait in a socket
        (9, 0, 4096, 3, 0x23): EPERM,  # the same, with MAP_SHARED_VALIDATE
        (0x40000001,): ENOSYS,  # write, as x32 numbers it
        **{(72, 5, command): ENOLCK for command in (6, 7, 37, 38)},  # fcntl, of a lock
        **{(72, 5, command): EPERM for command in (1024, 1026, 1040)},  # of a lease or a watch
    },
    "aarch64": {
        (117,): EPERM,
        (198, 2): EAFNOSUPPORT,
        (198, 16): EAFNOSUPPORT,
        (435,): ENOSYS,
        (220, 0x10000000): EPERM,
        (129, 2**32 - 1, 9): EPERM,
        (140, 0, 5): EPERM,
        (140, 1, 0): EPERM,
        (140, 2, 0): EPERM,
        (261, 5): EPERM,
        (208, 5, 1, 7): EPERM,
        (222, 0, 4096, 3, 0x21): EPERM,
        **{(25, 5, command): ENOLCK for command in (6, 7, 37, 38)},
        **{(25, 5, command): EPERM for command in (1024, 1026, 1040)},
    },
}
ADMITTED_CALLS: dict[str, list[tuple[int, ...]]] = {
    "x86_64": [
        *((number,) for number in (0, 1, 2, 9, 231)),  # read, write, open, mmap, exit_group
        (9, 0, 4096, 3, 0x22),  # private, without a file
        (9, 0, 4096, 3, 0x01),  # shared, of a file
        (41, 1),
        (54, 5, 1, 20),  # setsockopt, of a time limit
        (54, 5, 41, 7),
        (56, 0x3D0F00),  # clone, as pthread_create does
        (62, 5, 9),
        (141, 0, 0),
        (302, 0),
        *((72, 5, command) for command in (*range(6), 8, 36, 39)),  # fcntl, of all else
        *((72, 5, command) for command in (1025, *range(1027, 1040), 1041)),
    ],
    "aarch64": [
        *((number,) for number in (63, 64, 56, 222, 94)),  # read, write, openat, mmap, exit_group
        (222, 0, 4096, 3, 0x22),
        (222, 0, 4096, 3, 0x01),
        (198, 1),
        (208, 5, 1, 20),
        (208, 5, 41, 7),
        (220, 0x3D0F00),
        (129, 5, 9),
        (140, 0, 0),
        (261, 0),
        *((25, 5, command) for command in (*range(6), 8, 36, 39)),
        *((25, 5, command) for command in (1025, *range(1027, 1040), 1041)),
    ],
}
ALWAYS_REFUSED = {  # whatever the arguments
    "x86_64": {
        *(101, 310, 311, 312, 438),  # ptrace, process_vm_readv, …_writev, kcmp, pidfd_getfd
        *(248, 249, 250),  # add_key, request_key, keyctl
        *(29, 30, 31, 64, 65, 66, 220, 68, 69, 70, 71),  # shm…, sem…, msg…
        *(240, 241, 425, 426, 427, 298, 321, 323),  # mq_…, io_uring_…, perf…, bpf, userfaultfd
        *(272, 308, 161, 165, 303, 304),  # unshare, setns, chroot, mount, …_handle_at
        *(319, 447, 278),  # memfd_create, memfd_secret, vmsplice
        *(251, 254, 300),  # ioprio_set, inotify_add_watch, fanotify_init
        435,  # clone3
    },
    "aarch64": {
        *(117, 270, 271, 272, 438, 217, 218, 219),
        *(194, 195, 196, 190, 191, 192, 193, 186, 187, 188, 189),
        *(180, 181, 425, 426, 427, 241, 280, 282),
        *(97, 268, 51, 40, 264, 265, 279, 447, 75, 435, 27, 30, 262),
    },
}
REFUSED_TO_THE_SAME_USER = {
    "x86_64": {
        *(90, 91, 268, 452, 92, 93, 94, 260),  # chmod, fchmod, fchmodat, fchmodat2, chown, …
        *(132, 235, 261, 280),  # utime, utimes, futimesat, utimensat
        *(188, 189, 190, 197, 198, 199),  # setxattr, …, removexattr, …
        *(463, 466, 469),  # setxattrat, removexattrat, file_setattr
    },
    "aarch64": {*(52, 53, 452, 54, 55, 88), *(5, 6, 7, 14, 15, 16), *(463, 466, 469)},
}


@pytest.mark.parametrize("same_user", [False, True])
@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_filter_refuses_what_it_should_and_nothing_else(machine: str, same_user: bool) -> None:
    code = seccomp.program(system_calls.PROCESSORS[machine], same_user)
    answer = partial(run_filter, code, audit=AUDIT[machine])
    assert {call: answer(*call) for call in REFUSED_CALLS[machine]} == REFUSED_CALLS[machine]
    for call in ADMITTED_CALLS[machine]:
        assert answer(*call) == seccomp.ALLOW, call
    with_arguments = {call[0] for call in ADMITTED_CALLS[machine]}
    refused = {n for n in range(600) if answer(n) != seccomp.ALLOW} - with_arguments
    extra = REFUSED_TO_THE_SAME_USER[machine] if same_user else set()
    assert refused == ALWAYS_REFUSED[machine] | extra
    other = AUDIT["aarch64" if machine == "x86_64" else "x86_64"]
    for audit in (other, 0x40000003, 0x40000028):  # i386, ARM
        assert run_filter(code, 1, audit=audit) == seccomp.KILL


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_every_way_through_the_filter_ends(machine: str) -> None:
    code = seccomp.program(system_calls.PROCESSORS[machine], True)
    steps = [struct.unpack_from("HBBI", code, place) for place in range(0, len(code), 8)]
    assert len(code) == 8 * len(steps) and len(steps) < 4096  # the most that the kernel takes
    assert steps[-1][0] == seccomp.RETURN
    for place, (kind, true, false, _) in enumerate(steps):
        jumps = (true, false) if kind not in (seccomp.LOAD, seccomp.AND, seccomp.RETURN) else (0, 0)
        assert kind == seccomp.RETURN or place + 1 + max(jumps) < len(steps)


@pytest.mark.parametrize(
    ("machine", "header"),
    [("x86_64", "x86_64-linux-gnu/asm/unistd_64.h"), ("aarch64", "asm-generic/unistd.h")],
)
def test_the_numbers_are_those_of_the_systems_headers(machine: str, header: str) -> None:
    path = Path("/usr/include") / header
    if not path.is_file():
        pytest.skip(f"there is no {path}")
    found = re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", path.read_text())
    known = {name: int(number) for name, number in found}
    numbers = system_calls.PROCESSORS[machine].numbers
    assert len(known.keys() & numbers.keys()) > 40
    assert {name: known.get(name, number) for name, number in numbers.items()} == numbers
    newer = max(known.values())  # headers may be older than the last calls
    assert all(number > newer for name, number in numbers.items() if name not in known)


def test_on_a_processor_without_a_table_the_level_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("autograder.inside.system_calls.platform.machine", lambda: "riscv64")
    seccomp.restrict(same_user=True)
    os.utime(tmp_path)  # which the filter would refuse
    message = "system calls are not filtered on this processor (riscv64)"
    assert message in choose("process").note
    assert message in choose("auto").note


def test_without_landlock_nothing_is_restricted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landlock, "version", lambda: 0)
    landlock.restrict(["/nowhere"])
    open("/etc/hostname").close()


def test_a_folder_is_removed_however_deep_and_closed_it_is(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").write_text("")
    folder = tmp_path / "guest"
    inner = folder / "closed"
    inner.mkdir(parents=True)
    (folder / "link").symlink_to(outside)
    inner.chmod(0)
    before = os.getcwd()
    os.chdir(folder)
    for _ in range(2000):
        os.mkdir("d")
        os.chdir("d")
    os.chdir(before)
    remove_folder(folder)
    assert not folder.exists()
    assert (outside / "kept").is_file()


def test_of_the_machines_folders_only_the_ends_are_shown() -> None:
    text = "File /tmp/guest-1/digits/data.py, /opt/py/lib/torch/nn.py, in /tmp/guest-1"
    shown = hide_folders(text, ["/tmp/guest-1"], ["/opt/py", "/opt"])
    assert shown == "File digits/data.py, …/lib/torch/nn.py, in ."
