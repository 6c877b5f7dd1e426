"""What a guest or a sandbox would leave behind, processes and files, is gone when it is."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.sandbox.isolation import choose
from autograder.sandbox.sandbox import Sandbox
from support import LIMITS
from support.guests import Asking, ask
from support.processes import descendants, fork_server, left_alive

LEAVE_A_DAEMON = """
import os, subprocess
if os.fork() == 0:
    os.setsid()
    subprocess.Popen(["sleep", "{marker}"], start_new_session=True)
    os._exit(0)
os.wait()
"""


def running(marker: str) -> list[int]:
    """The processes, inside and outside, with this in their command line."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if marker.encode() in path.read_bytes():
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


def test_processes_left_behind_are_gone_when_the_guest_is(asking: Asking) -> None:
    marker = "4242.4242"
    body = f"""
import os, subprocess
for _ in range(5):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.execvp("sleep", ["sleep", "{marker}"])
        os._exit(0)
subprocess.Popen(["sleep", "{marker}"], start_new_session=True)
import time
time.sleep(0.3)
return 1
"""
    with asking.guest(body) as guest:
        ask(guest)
        assert len(running(marker)) == 6
    deadline = time.monotonic() + 10  # the kernel clears a namespace away on its own time
    while running(marker) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert running(marker) == []


def test_a_bomb_that_forks_on_while_it_is_killed_is_gone_when_the_guest_is(asking: Asking) -> None:
    if asking.sandbox.isolation.level == "process" and os.geteuid() == 0:
        pytest.skip("for root there is no limit on processes, and the machine would be full")
    marker = "5353.5353"
    body = f"""
import os, subprocess, time
subprocess.Popen(["sleep", "{marker}"])
end = time.monotonic() + 60
if os.fork() == 0:
    while time.monotonic() < end:
        try:
            os.fork()
        except OSError:
            time.sleep(0.01)
time.sleep(0.5)
return 1
"""
    start = time.monotonic()
    assert asking(body, processes=40, cpu_seconds=30) == 1
    assert asking("return 42") == 42
    assert time.monotonic() - start < 30
    while running(marker) and time.monotonic() - start < 30:
        time.sleep(0.05)
    assert running(marker) == []


def test_a_sandbox_leaves_no_files_and_no_processes() -> None:
    with Sandbox(choose("process"), LIMITS) as sandbox:
        sandbox.server.wait_until_ready()
        files, zygote = sandbox.server.files, sandbox.server.own_zygote
        assert zygote is not None
        alive = descendants(zygote.process.pid)
        assert fork_server(sandbox) in {process.pid for process in alive}
        assert files.is_dir()
    assert not files.exists()
    assert left_alive(alive) == []


def test_no_descriptor_stays_open_where_a_guest_can_have_no_folder(
    zygotes: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*names: object) -> str:
        raise OSError(28, "No space left on device")

    with Sandbox(choose("process"), LIMITS, zygotes("process").client) as sandbox:
        sandbox.server.wait_until_ready()
        monkeypatch.setattr("tempfile.mkdtemp", no_room)
        before = sorted(os.listdir("/proc/self/fd"))
        with pytest.raises(OSError, match="No space left"):
            sandbox.open("q1", {}, {})
        assert sorted(os.listdir("/proc/self/fd")) == before


@pytest.mark.slow
def test_what_a_killed_fork_server_leaves_is_gone_with_the_sandbox() -> None:
    marker = f"9876.{os.getpid()}"
    with Sandbox(choose("process"), LIMITS) as sandbox:
        asking = Asking(sandbox)
        with asking.guest(LEAVE_A_DAEMON.replace("{marker}", marker)) as guest:
            ask(guest)
            assert len(running(marker)) == 1
            os.kill(fork_server(sandbox), signal.SIGKILL)
    deadline = time.monotonic() + 20
    while running(marker) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert running(marker) == []


def test_files_left_in_shared_folders_are_gone_when_the_guest_is(asking: Asking) -> None:
    if asking.sandbox.isolation.level == "process":
        pytest.skip("who runs as the grader's own user leaves files that look like the grader's")
    body = """
import os
for folder in ("/tmp", "/var/tmp", "/dev/shm"):
    try:
        os.makedirs(folder + "/left-by-a-guest/deep")
        open(folder + "/left-by-a-guest/deep/file", "w").close()
        open(folder + "/left-by-a-guest.txt", "w").close()
        os.symlink("/etc", folder + "/left-by-a-guest/link")
        os.chmod(folder + "/left-by-a-guest/deep", 0)
    except OSError:
        pass
return sorted(name for name in os.listdir("/dev/shm") if "left" in name)
"""
    assert asking(body) == ["left-by-a-guest", "left-by-a-guest.txt"]
    places = [Path(folder) for folder in ("/tmp", "/var/tmp", "/dev/shm")]
    assert [path for place in places for path in place.glob("left-by-a-guest*")] == []
    body = "import os\nreturn [n for n in os.listdir('/dev/shm') if 'left' in n]"
    assert asking(body) == []
