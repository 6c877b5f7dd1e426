"""Landlock and the filter of system calls: what they refuse at every level, and what goes on."""

import os
import struct
from pathlib import Path

import pytest

from autograder.files import remove_folder
from autograder.inside import landlock, seccomp
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
    if seccomp.platform.machine() != "x86_64":
        pytest.skip("the filter is for x86-64")
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


def run_filter(code: bytes, number: int, *arguments: int, machine: int = seccomp.X86_64) -> int:
    """What a filter returns for a system call, as the kernel would work it out."""
    record = struct.pack("<IIQ6Q", number, machine, 0, *(*arguments, *[0] * (6 - len(arguments))))
    steps = [struct.unpack_from("HBBI", code, place) for place in range(0, len(code), 8)]
    place, value = 0, 0
    while True:
        kind, true, false, operand = steps[place]
        place += 1
        if kind == seccomp.LOAD:
            (value,) = struct.unpack_from("<I", record, operand)
        elif kind == seccomp.RETURN:
            return operand
        elif kind == seccomp.EQUAL:
            place += true if value == operand else false
        elif kind == seccomp.AT_LEAST:
            place += true if value >= operand else false
        else:
            assert kind == seccomp.ANY_BIT
            place += true if value & operand else false


REFUSED_CALLS: list[tuple[int, ...]] = [
    *((number,) for number in seccomp.REFUSED),
    (seccomp.SOCKET, 2),
    (seccomp.SOCKET, 16),
    (seccomp.CLONE3,),
    (seccomp.CLONE, 0x10000000),
    (seccomp.KILL_CALL, 2**32 - 1, 9),
    (seccomp.SETPRIORITY, 0, 5),
    (302, 5),
    (1 | seccomp.X32,),
]
ADMITTED_CALLS: list[tuple[int, ...]] = [
    *((number,) for number in (0, 1, 2, 9, 231)),  # read, write, open, mmap, exit_group
    (seccomp.SOCKET, 1),
    (seccomp.CLONE, 0x3D0F00),  # as pthread_create does
    (seccomp.KILL_CALL, 5, 9),
    (seccomp.SETPRIORITY, 0, 0),
    (302, 0),
]


@pytest.mark.parametrize("same_user", [False, True])
def test_the_filter_refuses_what_it_should_and_nothing_else(same_user: bool) -> None:
    code = seccomp.program(same_user)
    for call in REFUSED_CALLS:
        assert run_filter(code, *call) & 0xFFFF0000 == seccomp.FAIL, call
    for call in ADMITTED_CALLS:
        assert run_filter(code, *call) == seccomp.ALLOW, call
    chmod = run_filter(code, 90)
    assert (chmod & 0xFFFF0000 == seccomp.FAIL) == same_user
    assert run_filter(code, 1, machine=0x40000003) == seccomp.KILL


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
