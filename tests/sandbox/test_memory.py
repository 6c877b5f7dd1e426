"""The memory of a guest: of all its processes together, shared or not, at every level."""

import os
import time
from pathlib import Path
from typing import Any

import pytest

from autograder.inside import memory
from autograder.inside.memory import pause
from autograder.inside.processes import descendants
from autograder.inside.system_calls import processor
from autograder.probing.student_error import Cause, StudentError
from support.guests import Asking, ask
from support.processes import fork_server, guest_of

LIMIT = 300  # MB
CHILDREN = """
import os, time
for _ in range(3):
    if os.fork() == 0:
        taken = bytearray(200 * 2**20)
        time.sleep(60)
time.sleep(60)
"""
READ_ONLY = """
import ctypes, mmap, time
libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
for _ in range(20):
    place = libc.mmap(None, ctypes.c_size_t(50 * 2**20), 3, 0x22, -1, 0)
    assert place != 2**64 - 1
    ctypes.memset(place, 1, 50 * 2**20)
    libc.mprotect(ctypes.c_void_p(place), ctypes.c_size_t(50 * 2**20), 1)
time.sleep(60)
"""
PAGE_TABLES = """
import ctypes, time
libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
read = ctypes.c_char.from_address
for _ in range(8):
    size = 100 * 2**30
    place = libc.mmap(None, ctypes.c_size_t(size), 1, 0x4022, -1, 0)
    for start in range(0, size, 2**21):
        read(place + start + 4096).value
time.sleep(60)
"""
SOCKETS = """
import os, socket, time
for _ in range(30):
    if os.fork() == 0:
        break
pairs = []
try:
    while len(pairs) < 45:
        pairs.append(socket.socketpair())
except OSError:
    pass
for one in [one for pair in pairs for one in pair]:
    one.setblocking(False)
    try:
        while True:
            one.send(bytes(2**16))
    except OSError:
        pass
time.sleep(60)
"""
SHARED = """
import ctypes, mmap, os
refused = []
for make in (
    lambda: mmap.mmap(-1, 2**20),
    lambda: os.memfd_create("x"),
    lambda: mmap.mmap(os.open("/dev/zero", os.O_RDWR), 2**20),
):
    try:
        make()
        refused.append(False)
    except OSError:
        refused.append(True)
return refused
"""
HONEST = """
import os, tempfile
import torch
from torch import multiprocessing
from torch.utils.data import DataLoader, TensorDataset
mine = torch.ones(25 * 2**20)  # 100 MB, which the workers share
data = TensorDataset(mine[:400].view(-1, 1))
total = sum(float(batch.sum()) for (batch,) in DataLoader(data, 8, num_workers=2))
shared = torch.zeros(1000).share_memory_()
process = multiprocessing.get_context("fork").Process(target=shared.fill_, args=(2.0,))
process.start()
process.join()
value = multiprocessing.get_context("fork").Value("i", 7)
return [total, float(shared.sum()), value.value, float(mine.sum())]
"""


@pytest.mark.parametrize(
    "body",
    [CHILDREN, READ_ONLY, PAGE_TABLES, SOCKETS],
    ids=["children", "read-only", "page tables", "sockets"],
)
def test_a_guest_is_ended_that_takes_more_memory_than_its_limit_with_all_its_processes(
    asking: Asking, body: str
) -> None:
    begun = time.monotonic()
    with asking.guest(body, memory_mb=LIMIT) as guest, pytest.raises(StudentError) as caught:
        ask(guest)
    assert caught.value.cause is Cause.MEMORY
    assert "300 MB" in caught.value.hint
    assert time.monotonic() - begun < 30
    assert asking("return 42") == 42


def test_memory_that_is_in_no_processs_account_is_refused(asking: Asking) -> None:
    if processor() is None:
        pytest.skip("system calls are not filtered on this processor")
    assert asking(SHARED) == [True, True, True]


def test_workers_and_shared_tensors_go_on_under_the_limit(asking: Asking) -> None:
    assert asking(HONEST, memory_mb=LIMIT) == [400.0, 2000.0, 7, float(25 * 2**20)]


def test_memory_that_many_processes_share_counts_once(asking: Asking) -> None:
    body = """
import os, time
taken = bytearray(200 * 2**20)
children = []
for _ in range(12):
    children.append(os.fork())
    if children[-1] == 0:
        time.sleep(0.4)
        os._exit(0)
return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
"""
    if asking.sandbox.isolation.level == "process":
        pytest.skip("what is shared can be told apart only with rights over the guest's processes")
    assert asking(body, memory_mb=LIMIT) == [0] * 12


def test_processes_that_end_while_they_are_looked_at_count_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each of those that are left has a larger share of what they had in common."""
    watch = memory.MemoryWatch(LIMIT, os.getpid())
    taken = bytearray(200 * 2**20)
    usual, ends = memory._read, list[int]()
    children = [forked_until_closed(ends) for _ in range(12)]

    def read_and_end_one(process: int, file: str, fields: tuple[str, ...]) -> int:
        size = usual(process, file, fields)
        if file == "smaps_rollup" and ends:
            os.close(ends.pop(0))
            time.sleep(0.02)
        return size

    monkeypatch.setattr(memory, "_read", read_and_end_one)
    try:
        assert watch.headroom(children) > 0
        assert len(ends) < len(children)
    finally:
        for end in ends:
            os.close(end)
        for child in children:
            os.waitpid(child, 0)
    assert len(taken) == 200 * 2**20


def forked_until_closed(ends: list[int]) -> int:
    """Fork a child that ends with the pipe whose end is added to `ends`; return its number."""
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        for end in (writing, *ends):
            os.close(end)
        os.read(reading, 1)
        os._exit(0)
    os.close(reading)
    ends.append(writing)
    return child


def test_looking_at_a_guest_takes_a_small_share_of_the_time(sandbox: Any) -> None:
    asking = Asking(sandbox)
    with asking.guest("return 1") as guest:
        ask(guest)
        server, inside = fork_server(sandbox), guest_of(sandbox)
        assert inside in descendants(server)
        before = cpu_seconds(server)
        time.sleep(2)
        assert cpu_seconds(server) - before < 0.045  # 2 %, in hundredths of a second


def test_how_soon_to_look_again_follows_from_what_is_left() -> None:
    assert pause(0) == pytest.approx(0.02)
    assert pause(2**30) == pytest.approx(0.125)
    assert pause(2**40) == pytest.approx(0.25)


def cpu_seconds(process: int) -> float:
    """The CPU time of a process."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100
