"""What a guest prints and writes, and where: it harms itself, never the grader."""

import contextlib
import os
import resource
import signal
import time

import pytest

from autograder.probing.student_error import StudentError
from autograder.sandbox import guest as guest_module
from autograder.sandbox import server
from autograder.sandbox.server import SandboxError
from support.guests import Asking, ask
from support.processes import fork_server, identify, left_alive

EVERYWHERE = """
import os, signal
signal.signal(signal.SIGPIPE, signal.SIG_IGN)
for descriptor in range(3, 200):
    try:
        os.write(descriptor, {data})
    except OSError:
        pass
{then}
"""
FRAME = "b'DGT1' + {size}.to_bytes(4, 'big') + bytes(8) + {text}"


def frame(text: str) -> str:
    """The source of a frame with this text and no payload."""
    return FRAME.format(size=f"({len(text)})", text=repr(text.encode()))


FRAMES = {
    "noise": "b'noise' * 1000",
    "not a frame": "b'GET / HTTP/1.1' + bytes(100)",
    "a pickle": "__import__('pickle').dumps(print) * 20",
    "too large": "b'DGT1' + b'\\xff' * 12",
    "bad JSON": frame("[[[[["),
    "deep JSON": frame("[" * 9000),
    "no answer": frame("[]"),
    "another answer": frame('{"dict":{"number":99}}'),
    "true for one": frame('{"dict":{"number":true}}'),
    "a question": frame('{"dict":{"number":1,"ask":{"dict":{"call":"MLP","num_hidden":4}}}}'),
    "control": frame('{"ready": true}\n'),
    "lines": repr(b'{"stopped": false, "code": 0, "cpu_seconds": 0}\n' * 3),
}


@pytest.mark.parametrize("sent", FRAMES)
@pytest.mark.parametrize("then", ["os._exit(0)", "return 1"])
def test_frames_made_by_a_student_are_the_students_failure(
    asking: Asking, sent: str, then: str
) -> None:
    message = asking.hint(EVERYWHERE.format(data=FRAMES[sent], then=then))
    assert message.startswith(("The answer from your code was refused: ", "Your code "))
    assert asking("return 42") == 42


def test_an_answer_that_breaks_off_ends_with_the_guests_time(asking: Asking) -> None:
    head = "b'DGT1' + (50).to_bytes(4, 'big') + (2**20).to_bytes(8, 'big')"
    then = "while True: pass"
    assert "are over" in asking.hint(EVERYWHERE.format(data=head, then=then), wall_seconds=0.5)


def test_an_answer_given_ahead_of_the_question_is_of_no_use(asking: Asking) -> None:
    data = frame('{"dict":{"number":1,"value":7}}')
    with asking.guest(EVERYWHERE.format(data=data, then="return 8")) as guest:
        assert ask(guest) == 7  # as if the function had returned it: it is judged all the same
        with pytest.raises(StudentError, match="it answers nothing asked"):
            ask(guest)
    assert asking("return 42") == 42


@pytest.mark.parametrize(
    "sent",
    [
        '[1,{"dict":{}}]',
        "null",
        '{"dict":{"hint":"no.such"}}',
        '{"dict":{"hint":"code.exit"}}',
        '{"dict":{"hint":"q4.idle"}}',
        '{"dict":{"hint":"code.time","seconds":"x","doing":"","where":""}}',
    ],
)
def test_hints_that_no_words_can_be_made_of_are_refused(asking: Asking, sent: str) -> None:
    data = frame(f'{{"dict":{{"number":1,"message":{sent},"details":"","cause":"raised"}}}}')
    message = asking.hint(EVERYWHERE.format(data=data, then="return 8"))
    assert message == "The answer from your code was refused: its hint is no text."


@pytest.mark.parametrize(
    "cause", ['"time"', '"crash"', '"exit"', '"no cause"', "null", '["raised"]', '{"bytes":0}']
)
def test_a_cause_that_a_guest_cannot_know_is_refused(asking: Asking, cause: str) -> None:
    data = frame(f'{{"dict":{{"number":1,"message":"","details":"","cause":{cause}}}}}')
    body = EVERYWHERE.format(data=data, then="return 8")
    with asking.guest(body) as guest, pytest.raises(StudentError) as caught:
        ask(guest)
    assert caught.value.hint == (
        "The answer from your code was refused: its cause is none that it may give."
    )
    assert caught.value.cause == "unreadable answer"


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        ("return 1 / 0", "raised"),
        ("import nowhere", "absent module"),
        ("raise NotImplementedError('q5: evaluate')", "unwritten"),
        ("return bytearray(10**13)", "memory"),
        ("return object()", "wrong answer"),
        ("import os; os._exit(0)", "exit"),
        ("import os; os._exit(3)", "exit"),
        ("import os; os.abort()", "crash"),
    ],
)
def test_a_failure_comes_with_its_cause(asking: Asking, body: str, cause: str) -> None:
    """What is out of time does, too: `test_guest_limits.py` has those."""
    assert asking.failure(body).cause == cause


@pytest.mark.parametrize("first", [0, 3])
def test_a_guest_that_closes_its_wire_and_goes_on_is_stopped_soon(
    asking: Asking, monkeypatch: pytest.MonkeyPatch, first: int
) -> None:
    monkeypatch.setattr(guest_module, "ENDING_SECONDS", 0.3)  # usually 2: the test below needs them
    body = f"import os, time\ntime.sleep(0.2)\nos.closerange({first}, 200)\nwhile True: pass"
    assert asking.hint(body, wall_seconds=1) == (
        "Your code closed its connection to the grader, and went on."
    )
    assert asking("return 42") == 42


def test_a_guest_that_ends_a_while_after_it_has_closed_its_wire_is_told_how_it_ended(
    asking: Asking,
) -> None:
    body = "import os, time\nos.closerange(3, 200)\ntime.sleep(0.5)\nos._exit(5)"
    assert asking.hint(body) == "Your code ended the Python process (exit code 5)."


def test_what_is_printed_is_delivered(asking: Asking) -> None:
    body = """
import os, subprocess, sys
print("one")
print("two", file=sys.stderr)
os.write(1, b"three\\n")
subprocess.run(["echo", "four"])
print("\\ud800", end="")
"""
    top = "print('on top')"  # nothing needs it, so it is not run
    with asking.guest(body, top) as guest:
        ask(guest)
        text = guest.output.take()
        assert sorted(text.split()) == sorted(["one", "two", "three", "four", "?"])
        assert guest.output.take() == ""
        ask(guest)
        assert "one" in guest.output.take()


def test_what_is_printed_before_a_crash_is_delivered(asking: Asking) -> None:
    with asking.guest("print('so far', flush=True)\nimport os; os._exit(1)") as guest:
        with pytest.raises(StudentError):
            ask(guest)
        assert guest.output.take() == "so far\n"


def test_a_flood_of_text_is_cut_and_delays_nothing(asking: Asking) -> None:
    start = time.monotonic()
    body = "for _ in range(3000): print('x' * 10_000)\nreturn 1"
    with asking.guest(body, output_kb=8) as guest:
        assert ask(guest) == 1
        assert len(guest.output.take()) == 8 * 1024
        assert guest.output.take() == ""
    assert time.monotonic() - start < 20


def test_a_flood_without_end_ends_with_the_guests_time(asking: Asking) -> None:
    body = "import os\nwhile True: os.write(1, bytes(60_000))"
    with asking.guest(body, wall_seconds=0.5) as guest:
        with pytest.raises(StudentError, match="are over"):
            ask(guest)
        assert len(guest.output.take()) <= 64 * 1024


def test_text_that_a_leftover_process_still_prints_delays_nothing(asking: Asking) -> None:
    body = "import subprocess\nsubprocess.Popen(['yes'], start_new_session=True)\nreturn 1"
    start = time.monotonic()
    with asking.guest(body) as guest:
        assert ask(guest) == 1
        guest.output.take()
    assert time.monotonic() - start < 15


def kill(asking: Asking) -> None:
    """Kill the fork server of a sandbox."""
    server = identify(fork_server(asking.sandbox))
    assert server is not None
    os.kill(server.pid, signal.SIGKILL)
    assert left_alive([server]) == []


@pytest.mark.parametrize("busy", [True, False])
def test_when_the_fork_server_is_killed_the_next_guest_gets_another(
    asking: Asking, monkeypatch: pytest.MonkeyPatch, busy: bool
) -> None:
    monkeypatch.setattr(server, "SETTLE_SECONDS", 5)
    start = time.monotonic()
    if busy:
        with asking.guest("return 1") as guest:
            ask(guest)
            kill(asking)
            with contextlib.suppress(StudentError, SandboxError):
                ask(guest)
    else:
        asking("return 1")
        kill(asking)
    with contextlib.suppress(SandboxError):  # it may be noticed only now
        asking("return 42")
    assert asking("return 42") == 42
    assert time.monotonic() - start < 60


def test_a_student_who_kills_the_parent_harms_nobody_else(
    asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "SETTLE_SECONDS", 2)
    body = "import os, time\ntry: os.kill(os.getppid() or 1, 9)\nexcept OSError: pass\n"
    body += "time.sleep(0.3)\nos._exit(3)"
    if asking.sandbox.isolation.level == "process":  # where it is the grader's own user
        with pytest.raises((StudentError, SandboxError)):
            asking(body)
    else:
        assert "Python process" in asking.hint(body)
    assert asking("return 42") == 42


@pytest.mark.parametrize("text", ['{"dict":{"number":1,"value":7}}', '{"dict":{"number":99}}', "["])
def test_a_flood_of_frames_costs_the_question_and_takes_no_memory(
    asking: Asking, text: str
) -> None:
    body = f"""
import os, signal
signal.signal(signal.SIGPIPE, signal.SIG_IGN)
sockets = []
for descriptor in range(3, 200):
    try:
        if os.readlink("/proc/self/fd/%d" % descriptor).startswith("socket"):
            sockets.append(descriptor)
    except OSError:
        sockets.append(descriptor)  # /proc is hidden
frames = ({frame(text)}) * 1000
while True:
    for descriptor in sockets:
        try:
            os.write(descriptor, frames)
        except OSError:
            pass
"""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with asking.guest(body, wall_seconds=5) as guest:
        with contextlib.suppress(StudentError):
            ask(guest)  # the first frame of a flood may be an answer
        with pytest.raises(StudentError):
            ask(guest)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kilobytes
    assert asking("return 42") == 42


@pytest.mark.parametrize("clock", ["float('nan')", "float('inf')", "next(later)", "-next(later)"])
def test_a_clock_that_a_guest_has_patched_tells_no_time(asking: Asking, clock: str) -> None:
    patch = "import time, itertools; later = itertools.count(0.0, 1e6)"
    patch += f"; time.perf_counter = lambda: {clock}; return 1"
    with asking.guest(patch) as guest:
        ask(guest)
        ask(guest)
        assert 0 <= guest.own_seconds < 60
