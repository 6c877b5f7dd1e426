"""Guests at every level: each is new, and however it ends it is said, and the next one works."""

import contextlib
import os
import signal
import threading

import pytest
import torch

from autograder.probing.student_error import StudentError
from autograder.sandbox.isolation import choose
from autograder.sandbox.sandbox import Sandbox
from support import LIMITS
from support.guests import Asking, ask
from support.processes import children, fork_server, left_alive

LEAVE_TRACES = """
import builtins, os, random
builtins.left = torch.left = True
torch.manual_seed(5)
os.environ["LEFT"] = "1"
os.umask(0o777)
with open("left", "w") as file:
    file.write("left")
os.chdir("/")
torch.nn.Linear.forward = None
"""
LOOK_FOR_TRACES = """
import builtins, os
with open("mine", "w") as file:
    file.write("x")
return {
    "global": hasattr(builtins, "left") or hasattr(torch, "left"),
    "environment": "LEFT" in os.environ,
    "files": sorted(os.listdir()),
    "mode": os.stat("mine").st_mode & 0o777,
    "patched": torch.nn.Linear.forward is None,
    "random": torch.rand(3),
}
"""


def test_a_probe_answers_with_plain_values_and_tensors(asking: Asking) -> None:
    with asking.guest("return [options, torch.arange(3), (1.5, None)]", "import torch") as guest:
        found = ask(guest, number=7)
    assert found[0] == {"number": 7}
    assert torch.equal(found[1], torch.arange(3))
    assert found[2] == [1.5, None]


def test_a_guest_keeps_its_state_from_probe_to_probe(asking: Asking) -> None:
    with asking.guest("calls.append(1)\nreturn len(calls)", "calls = []") as guest:
        assert [ask(guest), ask(guest)] == [1, 2]


def test_every_guest_starts_anew(asking: Asking) -> None:
    first = asking(LOOK_FOR_TRACES, "import torch")
    asking(LEAVE_TRACES, "import torch")
    second = asking(LOOK_FOR_TRACES, "import torch")
    assert torch.equal(first.pop("random"), second.pop("random"))
    assert first == second
    assert second == {
        "global": False, "environment": False, "files": ["digits", "mine"], "mode": 0o644,
        "patched": False,
    }  # fmt: skip


def test_a_guest_computes_in_one_thread_however_many_it_asks_for(asking: Asking) -> None:
    asks = "torch.set_num_threads(4)\ntorch.set_num_interop_threads(4)\n"
    twice = "torch.rand(200, 200) @ torch.rand(200, 200)\n" + asks
    assert asking(twice + "return torch.get_num_threads()", "import torch\n" + asks) == 1


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("import os; os._exit(7)", "ended the Python process (exit code 7)"),
        ("import os; os._exit(0)", "ended the Python process (exit code 0)"),
        ("import os; os._exit(137)", "ended the Python process (exit code 137)"),  # as if killed
        ("import os; os._exit(139)", "ended the Python process (exit code 139)"),
        ("import sys; sys.exit(3)", "ended by an exit while calling chance_cost"),
        ("import os; os.abort()", "crashed the Python process (signal"),
        ("import ctypes; ctypes.string_at(0)", "crashed the Python process (signal 11)"),
        ("import os; os.kill(os.getpid(), 9); os._exit(9)", "the Python process"),
        ("import os; os.closerange(0, 100); os._exit(0)", "ended the Python process"),
        ("def again(): return again()\nreturn again()", "RecursionError"),
        ("raise BaseException('so')", "BaseException: so"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("class E(Exception):\n    def __str__(self): raise E\nraise E", ""),
        ("return {1, 2}", "returned a set; expected numbers or tensors"),
        ("loop = []\nloop.append(loop)\nreturn loop", ""),
        ("return 'x' * 10**8", "too large"),
        ("import torch\nreturn torch.zeros(40_000_000)", "too large"),
    ],
)
def test_however_a_guest_ends_it_is_said_and_the_next_one_works(
    asking: Asking, body: str, message: str
) -> None:
    assert message in asking.hint(body)
    assert asking("return 42") == 42


def test_after_its_process_has_ended_a_guest_says_so_at_once(asking: Asking) -> None:
    with asking.guest("import os; os._exit(0)") as guest:
        for _ in range(2):
            with pytest.raises(StudentError, match="ended the"):
                ask(guest)
        assert not guest.alive


@pytest.mark.slow
def test_where_fork_is_unsafe_every_guest_is_a_new_process() -> None:
    with Sandbox(choose("process"), LIMITS, fork=False) as sandbox:
        asking = Asking(sandbox)
        assert asking("import builtins; builtins.left = 1\nreturn 42") == 42
        assert "exit code 5" in asking.hint(
            "import builtins, os; os._exit(5 + hasattr(builtins, 'left'))"
        )
        assert "are over" in asking.hint("import time; time.sleep(600)", wall_seconds=8)


def test_a_guest_has_another_user_than_those_that_may_still_be_there(asking: Asking) -> None:
    users = asking.sandbox.users
    if None in users or not asking.sandbox.isolation.namespaces:
        pytest.skip("here the count is each guest's own, or all it has started is gone before")
    seen = [asking("import os\nreturn os.getuid()") for _ in range(6)]
    assert seen[:3] == seen[3:]
    assert sorted(seen[:3]) == sorted(users)


def test_the_guest_forked_ahead_is_the_next_unless_it_is_gone_or_has_other_limits(
    asking: Asking,
) -> None:
    sandbox = asking.sandbox
    if not sandbox.isolation.namespaces:
        pytest.skip("guests of this level could reach one that waits")
    assert asking("return 1") == 1
    ahead = sandbox.next
    with asking.guest("return 2") as guest:
        assert guest is ahead
        assert ask(guest) == 2
    assert sandbox.next is not ahead
    with asking.guest("return open('big', 'wb').write(bytes(3 * 2**20))", file_mb=2) as guest:
        assert guest.limits["file_mb"] == 2
        with pytest.raises(StudentError, match=r"File too large|No space left|signal 25"):
            ask(guest)
    waiting = children(fork_server(sandbox))
    assert len(waiting) <= 2  # one that waits, and perhaps one that is being cleared away
    for process in waiting:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
    assert left_alive(waiting) == []
    assert asking("return 3") == 3


@pytest.mark.slow
def test_a_waiting_guest_that_is_killed_unnoticed_costs_nothing(asking: Asking) -> None:
    if not asking.sandbox.isolation.namespaces:
        pytest.skip("at this level no guest waits")
    assert asking("return 1") == 1
    assert asking.sandbox.next is not None
    server = fork_server(asking.sandbox)
    waiting = children(server)
    os.kill(server, signal.SIGSTOP)  # so that it cannot tell
    timer = threading.Timer(1, os.kill, (server, signal.SIGCONT))
    timer.start()
    try:
        for process in waiting:
            os.kill(process.pid, signal.SIGKILL)
        assert left_alive(waiting) == []
        assert asking("return 3") == 3
    finally:
        timer.join()


def test_workers_of_a_fork_server_of_the_students_need_not_import_pytorch_each(
    asking: Asking,
) -> None:
    body = "from multiprocessing import forkserver\nreturn forkserver._forkserver._preload_modules"
    assert asking(body) == ["torch"]
