"""The limits of a guest at every level: time, memory, files, processes and threads."""

import os
import time

import pytest

from autograder.probing.student_error import StudentError
from support.guests import Asking, ask

START_ALL_THAT_GO = """
import os, time
count = 0
while count < 60:
    try:
        if os.fork() == 0:
            time.sleep(600)
    except OSError:
        break
    count += 1
return count
"""


def test_a_loop_without_end_ends_with_its_time(asking: Asking) -> None:
    start = time.monotonic()
    failure = asking.failure("while True: pass", wall_seconds=1)
    assert failure.hint.startswith("The 1 s that a question may take are over.")
    assert failure.cause == "time"
    assert time.monotonic() - start >= 1
    assert asking("return 42") == 42


def test_sleeping_and_ignoring_signals_ends_with_its_time(asking: Asking) -> None:
    body = (
        "import signal, time\nfor n in range(1, 32):\n    try: signal.signal(n, signal.SIG_IGN)\n"
    )
    body += "    except OSError: pass\ntime.sleep(1000)"
    assert "are over" in asking.hint(body, wall_seconds=0.5)


def test_cpu_time_is_limited(asking: Asking) -> None:
    failure = asking.failure("while True: pass", cpu_seconds=1)
    assert failure.hint == "Your code used more than the 1 s of CPU time a question may take."
    assert failure.cause == "time"


@pytest.mark.parametrize(
    "body",
    ["torch.ones(75 * 2**20)", "[torch.ones(2**18) for _ in range(300)]", "[0] * 40 * 2**20"],
)
def test_memory_is_limited_beyond_what_pytorch_takes(asking: Asking, body: str) -> None:
    top = "import torch\ndone = []"
    body = (
        f"if done: return 42\ndone.append(1)\nkept = torch.ones(25 * 2**20)\nx = {body}\nreturn 1"
    )
    with asking.guest(body, top, memory_mb=250) as guest:
        with pytest.raises(StudentError, match="Out of memory while calling chance_cost"):
            ask(guest)
        assert ask(guest) == 42  # it is told, and goes on


def test_files_are_limited_in_size(asking: Asking) -> None:
    message = asking.hint("open('big', 'wb').write(bytes(3 * 2**20))", file_mb=2)
    assert "File too large" in message or "No space left" in message or "signal 25" in message


def test_a_bomb_of_forks_stops_at_the_limit_and_leaves_nothing(asking: Asking) -> None:
    count = asking(START_ALL_THAT_GO, processes=40)
    unlimited = asking.sandbox.isolation.level == "process"  # there, root has no such limit
    assert 5 < count < 40 or (unlimited and count == 60)
    assert asking("return 42") == 42


def test_open_files_are_limited(asking: Asking) -> None:
    body = "kept = []\nwhile True: kept.append(open('/dev/null'))"
    assert "Too many open files" in asking.hint(body, open_files=60)
    assert asking("return 42") == 42


def test_threads_count_as_processes(asking: Asking) -> None:
    body = """
import threading
stop = threading.Event()
count = 0
try:
    while count < 60:
        threading.Thread(target=stop.wait, daemon=True).start()
        count += 1
except RuntimeError:
    pass
stop.set()
return count
"""
    count = asking(body, processes=40)
    unlimited = asking.sandbox.isolation.level == "process" and os.geteuid() == 0
    assert 5 < count < 40 or (unlimited and count == 60)
    assert asking("return 42") == 42


def test_what_a_guest_has_left_takes_nothing_from_the_limit_of_the_next(asking: Asking) -> None:
    if asking.sandbox.isolation.level == "process" and os.geteuid() == 0:
        pytest.skip("for root there is no limit on processes")
    first = asking(START_ALL_THAT_GO, processes=40)
    assert {asking(START_ALL_THAT_GO, processes=40) for _ in range(3)} == {first}
