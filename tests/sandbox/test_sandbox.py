"""Sandboxes: one that cannot start says so; those side by side share a zygote and nothing else."""

import contextlib
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from autograder.sandbox.isolation import LEVELS, IsolationError, choose
from autograder.sandbox.sandbox import Sandbox
from autograder.sandbox.server import SandboxError
from autograder.sandbox.users import FEW_USERS, USERS
from autograder.sandbox.zygote import Zygote
from support import LIMITS
from support.guests import Asking, ask
from support.processes import fork_server, identify, left_alive

START_TWENTY = """
import subprocess
return len([subprocess.Popen(["sleep", "60"]) for _ in range(20)])
"""
LISTEN = """
import builtins, socket
builtins.server = socket.socket(socket.AF_UNIX)
builtins.server.bind("\\0autograder-test")
builtins.server.listen()
return "listening"
"""
CALL = """
import socket
try:
    socket.socket(socket.AF_UNIX).connect("\\0autograder-test")
except OSError:
    return "nobody"
return "somebody"
"""


def test_a_sandbox_that_cannot_start_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho nothing works here >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr("autograder.sandbox.zygote.sys.executable", str(broken))
    with (
        Sandbox(choose("process"), LIMITS) as sandbox,
        pytest.raises(SandboxError, match="the sandbox does not start: nothing works here"),
    ):
        sandbox.open("q5", {}, {})


@pytest.mark.slow
def test_a_zygote_that_hangs_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        contextlib.closing(Zygote(choose("process"))) as zygote,
        Sandbox(choose("process"), LIMITS, zygote.client) as sandbox,
    ):
        asking = Asking(sandbox)
        assert asking("return 42") == 42
        os.kill(zygote.process.pid, signal.SIGSTOP)
        server = identify(fork_server(sandbox))
        assert server is not None
        os.kill(server.pid, signal.SIGKILL)
        assert left_alive([server]) == []
        monkeypatch.setattr("autograder.sandbox.server.START_SECONDS", 1.0)
        with pytest.raises(SandboxError, match="it is silent"):
            asking("return 42")
        monkeypatch.undo()
        assert asking("return 42") == 42
        os.kill(zygote.process.pid, signal.SIGCONT)


def test_a_level_that_is_not_at_hand_is_refused_with_its_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("autograder.sandbox.bubblewrap.shutil.which", lambda name: None)
    with pytest.raises(IsolationError, match="`bwrap` is not possible here: install bubblewrap"):
        choose("bwrap")
    best: Any = choose("auto")
    assert best.level in {"user", "process"}
    assert "install bubblewrap" in best.note


@pytest.mark.slow
@pytest.mark.parametrize("level", ["bwrap", "user"])
def test_graders_that_share_a_zygote_share_nothing_else(level: str) -> None:
    try:
        isolation = choose(level)
    except IsolationError as error:
        pytest.skip(str(error))
    with (
        contextlib.closing(Zygote(isolation)) as zygote,
        Sandbox(isolation, LIMITS, zygote.client) as one,
        Sandbox(isolation, LIMITS, zygote.client) as other,
    ):
        with Asking(one).guest(START_TWENTY, processes=30) as guest:
            assert ask(guest) == 20
            assert Asking(other)(START_TWENTY, processes=30) == 20  # each may have its thirty
        with Asking(one).guest(LISTEN) as guest:
            assert ask(guest) == "listening"
            assert Asking(other)(CALL) == "nobody"
        parents = fork_server(one), fork_server(other)
        os.kill(parents[0], signal.SIGKILL)
        assert Asking(other)("return 42") == 42
        with contextlib.suppress(SandboxError):  # it may be noticed only now
            Asking(one)("return 42")
        assert Asking(one)("return 42") == 42
        assert fork_server(one) != parents[0] and fork_server(other) == parents[1]
        assert one.server.own_zygote is None  # it had another fork server of the same zygote


@pytest.mark.parametrize(("level", "turns"), [("user", 1), ("bwrap", 3)])
def test_guests_of_graders_side_by_side_are_different_users(
    monkeypatch: pytest.MonkeyPatch, level: str, turns: int
) -> None:
    monkeypatch.setattr("autograder.sandbox.users.os.geteuid", lambda: 0)
    monkeypatch.setattr("autograder.sandbox.users._is_possible", lambda user: True)
    users: list[int | None] = []
    pids = [*range(1, 2_000), *range(4_190_000, 4_194_304)]  # up to the largest that Linux has
    for pid in pids:
        monkeypatch.setattr("autograder.sandbox.users.os.getpid", lambda pid=pid: pid)
        users += LEVELS[level]().users(0) + LEVELS[level]().users(1)
    assert len(users) == len(set(users)) == len(pids) * 2 * turns
    assert all(user in USERS for user in users)
    few = lambda user: user < 65_536  # noqa: E731 - as in a container of a user's own
    monkeypatch.setattr("autograder.sandbox.users._is_possible", few)
    assert set(LEVELS[level]().users(0)) <= set(FEW_USERS)
    monkeypatch.setattr("autograder.sandbox.users._is_possible", lambda user: False)
    assert LEVELS[level]().users(0) == (65534,)
    assert LEVELS["process"]().users(0) == (None,)


def test_a_user_that_is_somebody_is_no_guests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.sandbox.users.os.geteuid", lambda: 0)
    monkeypatch.setattr("autograder.sandbox.users.pwd.getpwuid", lambda user: "somebody")
    assert LEVELS["user"]().users(0) == (65534,)
