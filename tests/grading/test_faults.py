"""Processes of the grader's that are killed while it grades: no student loses a point by it."""

import contextlib
import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from textwrap import indent
from typing import Any

import pytest

from autograder.datasets.catalogue import load
from autograder.grading.grader import Grader
from autograder.grading.setup import GradingSetup
from autograder.sandbox import guest as guest_module
from autograder.sandbox.guest import GuestKilled
from autograder.sandbox.isolation import IsolationError, choose
from autograder.sandbox.sandbox import Sandbox
from autograder.sandbox.server import SandboxError
from support import LIMITS, SEED, SOLUTION
from support.guests import Asking, ask
from support.processes import descendants, fork_server, guest_of, identify, left_alive

KILLS = 3
FEW = ("test_epoch_lowers_the_cost", "test_memory", "test_data", "test_first_epochs")
THREE = ("test_known_cost", "test_scalar", "test_value")  # the last one is hidden
LOWERED = """
import resource
resource.setrlimit(resource.RLIMIT_CPU, (1, 1))
while True:
    pass
"""
KILLED = f"import os\nos.kill(os.getpid(), 9)  # the first of a namespace lives on\n{LOWERED}"
SLEEP = "import time\nprint('begun', flush=True)\ntime.sleep(600)"


@pytest.fixture(scope="module", params=["bwrap", "user", "process"])
def trainer(
    request: pytest.FixtureRequest, rubric: Any, zygotes: Callable[[str], Any]
) -> Iterator[Any]:
    """A grader of q4, the question that trains, at each level: of all its checks at the first."""

    try:
        isolation = choose(request.param)
    except IsolationError as error:
        pytest.skip(str(error))
    q4 = rubric.only("q4")
    if isolation.level != "bwrap":
        (question,) = q4.questions
        few = tuple(check for check in question.checks if check.name in FEW)
        q4 = replace(q4, questions=(replace(question, checks=few),))
    setup = GradingSetup(q4, load("sample"), isolation, SEED)
    with Grader(setup, zygotes(isolation.level).client) as warm:
        yield warm


@pytest.fixture(scope="module", params=["bwrap", "user", "process"])
def own(request: pytest.FixtureRequest) -> Iterator[Asking]:
    """Asks code in guests of a sandbox whose zygote these tests kill; each leaves it at work."""
    try:
        isolation = choose(request.param)
    except IsolationError as error:
        pytest.skip(str(error))
    with Sandbox(isolation, LIMITS) as sandbox:
        yield Asking(sandbox)


def statuses(grade: Any) -> list[tuple[str, str]]:
    return [(result.check.number, result.status) for result in grade.results]


@contextlib.contextmanager
def killing(pid_of: Callable[[], int | None], delay: float) -> Iterator[list[int]]:
    """Kill a process after a while, from a thread; the list says whether it was."""
    killed: list[int] = []

    def kill() -> None:
        time.sleep(delay)
        with contextlib.suppress(OSError, AssertionError, AttributeError):  # nobody there just now
            pid = pid_of()
            if pid is not None:
                os.kill(pid, signal.SIGKILL)
                killed.append(pid)

    thread = threading.Thread(target=kill)
    thread.start()
    yield killed
    thread.join()


@pytest.mark.slow
@pytest.mark.parametrize("victim", [guest_of, fork_server])
def test_a_process_killed_at_any_moment_costs_no_point_and_the_next_grade_is_as_ever(
    trainer: Any, victim: Callable[[Any], int | None]
) -> None:
    begun = time.monotonic()
    alone = trainer.grade(SOLUTION, "alone")
    seconds = time.monotonic() - begun
    assert {status for _, status in statuses(alone)} == {"passed"}
    rng, made_again = random.Random(victim.__name__), 0
    for _ in range(KILLS):
        with killing(lambda: victim(trainer.sandbox), rng.uniform(0, seconds)) as killed:
            grade = trainer.grade(SOLUTION, "disturbed")
        made_again += len(grade.retries)
        assert statuses(grade) == statuses(alone) or (grade.fault and not grade.failed), killed
        assert grade.accuracies in ({}, alone.accuracies)
    after = trainer.grade(SOLUTION, "after")
    assert statuses(after) == statuses(alone)
    assert after.accuracies == alone.accuracies
    assert made_again <= KILLS


@pytest.mark.slow
def test_a_check_under_which_the_guest_is_killed_is_made_again_and_named(
    trainer: Any, submit: Callable[..., Path]
) -> None:
    alone = trainer.grade(submit("alone"), "alone")
    first = threading.Event()
    real = guest_module.Guest.call

    def call(guest: Any, probe: str, *arguments: Any) -> Any:
        if probe == "train" and not first.is_set():
            first.set()
            pid = guest_of(trainer.sandbox)
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
        return real(guest, probe, *arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(guest_module.Guest, "call", call)
        grade = trainer.grade(submit("disturbed"), "disturbed")
    assert statuses(grade) == statuses(alone)
    assert len(grade.retries) == 1
    assert not grade.fault


@pytest.mark.slow
def test_a_sandbox_that_is_lost_again_and_again_is_a_fault_and_holds_nobody_up(
    trainer: Any, submit: Callable[..., Path]
) -> None:
    real, lost = guest_module.Guest.call, []

    def call(guest: Any, probe: str, *arguments: Any) -> Any:
        os.kill(fork_server(trainer.sandbox), signal.SIGKILL)
        lost.append(probe)
        return real(guest, probe, *arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(guest_module.Guest, "call", call)
        grade = trainer.grade(submit("disturbed"), "disturbed")
    assert {status for _, status in statuses(grade)} == {"fault"}
    assert len(lost) == 2  # the other checks of the question are not even begun
    assert "lost" in grade.results[0].hint
    after = trainer.grade(submit("after"), "after")
    assert {status for _, status in statuses(after)} == {"passed"}


@pytest.mark.slow
def test_who_kills_the_own_guest_again_and_again_loses_the_points(
    trainer: Any, submit: Callable[..., Path]
) -> None:
    code = (
        "import os\ndef training_epoch(*_, **__):\n    os.kill(os.getpid(), 9)\n    os._exit(9)\n"
    )
    grade = trainer.grade(submit("mallory", training=code), "mallory")
    assert {status for _, status in statuses(grade)} == {"failed"}


def test_a_guest_that_is_killed_is_forgiven_once_wherever_it_was_killed_from(
    asking: Asking,
) -> None:
    with asking.guest(SLEEP) as guest:
        with killing(lambda: guest_of(asking.sandbox), 0.5), pytest.raises(Exception) as caught:
            ask(guest)
        assert caught.type is GuestKilled
    assert asking("return 42") == 42


def test_a_guest_that_is_killed_while_the_machine_lacks_memory_is_no_students_doing(
    asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guest_module, "out_of_memory_kills", lambda: 3)
    with asking.guest(KILLED) as guest:
        monkeypatch.setattr(guest_module, "out_of_memory_kills", lambda: 4)
        with pytest.raises(SandboxError, match="memory of this machine"):
            ask(guest)


def test_the_kernel_says_how_many_processes_it_has_killed_for_want_of_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vmstat = tmp_path / "vmstat"
    vmstat.write_text("nr_free_pages 5\noom_kill 7\n")
    monkeypatch.setattr(guest_module, "VMSTAT", vmstat)
    assert guest_module.out_of_memory_kills() == 7
    vmstat.unlink()  # as on macOS
    assert guest_module.out_of_memory_kills() == 0


def test_a_guest_that_lowers_its_own_time_and_burns_it_loses_the_points_and_is_no_fault(
    rubric: Any, zygote: Any, submit: Callable[..., Path]
) -> None:
    costs = "def cost_function(log_prob, labels):" + indent(LOWERED, "    ")
    (question,) = rubric.only("q3").questions
    some = tuple(check for check in question.checks if check.name in THREE)  # each takes a second
    q3 = replace(rubric, questions=(replace(question, checks=some),))
    setup = GradingSetup(q3, load("sample"), zygote.isolation, SEED)
    with Grader(setup, zygote.client) as grader:
        begun = time.monotonic()
        grade = grader.grade(submit("mallory", costs=costs), "mallory")
        assert [status for _, status in statuses(grade)] == ["failed"] * 3
        assert len(grade.retries) == 1  # of the whole question
        assert "signal 9" in grade.results[0].hint
        assert time.monotonic() - begun < 60


@pytest.mark.slow
def test_a_fork_server_that_is_killed_takes_its_guest_with_it(asking: Asking) -> None:
    with asking.guest(SLEEP) as guest:
        pid = guest_of(asking.sandbox)
        assert pid is not None
        process = identify(pid)
        assert process is not None
        with killing(lambda: fork_server(asking.sandbox), 0.5), pytest.raises(SandboxError):
            ask(guest)
        assert left_alive([process]) == []
    assert asking("return 42") == 42


@pytest.mark.slow
def test_a_zygote_killed_while_it_starts_is_started_again(own: Asking) -> None:
    own("return 1")
    zygote, server = own.sandbox.server.own_zygote.process.pid, fork_server(own.sandbox)
    both = [identify(zygote), identify(server)]
    os.kill(zygote, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError):  # at bwrap it has ended with its zygote
        os.kill(server, signal.SIGKILL)
    assert left_alive([one for one in both if one]) == []
    own.sandbox.server.stop(0)  # by which it is noticed
    assert own.sandbox.server.lost
    with killing(lambda: own.sandbox.server.own_zygote.process.pid, 0.5) as killed:
        assert own("return 42") == 42
    assert killed and killed[0] != zygote


@pytest.mark.slow
def test_a_fork_server_lives_on_without_its_zygote_or_is_replaced(own: Asking) -> None:
    own("return 1")
    server = identify(fork_server(own.sandbox))
    assert server is not None
    os.kill(own.sandbox.server.own_zygote.process.pid, signal.SIGKILL)
    if own.sandbox.isolation.namespaces:  # it ends with its zygote, a moment later
        assert left_alive([server]) == []
    with contextlib.suppress(SandboxError):  # it may be noticed only now
        own("return 42")
    assert own("return 42") == 42
    lives_on = fork_server(own.sandbox) == server.pid
    assert lives_on != own.sandbox.isolation.namespaces


@pytest.mark.slow
def test_what_a_guest_leaves_running_does_not_outlive_a_killed_parent(asking: Asking) -> None:
    if asking.sandbox.isolation.level == "process":
        pytest.skip("who runs as the grader's own user can get away from a parent that is killed")
    body = """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(600)
    os._exit(0)
time.sleep(0.5)
return 1
"""
    with asking.guest(body, wall_seconds=5) as guest:
        ask(guest)
        server = fork_server(asking.sandbox)
        everybody = descendants(server)
        assert len(everybody) > 2
        os.kill(server, signal.SIGKILL)
        with pytest.raises(SandboxError, match="lost"):
            ask(guest)
    assert left_alive(everybody) == []
    assert asking("return 42") == 42


def test_what_fails_before_a_line_of_the_submission_has_run_is_ours(asking: Asking) -> None:
    files = {"digits/__init__.py": b"", "x" * 300: b"no file system takes this name"}
    with pytest.raises(SandboxError, match="could not be set up"):
        asking.sandbox.open("q5", files, {})
    assert asking("return 42") == 42
