"""Code that takes too long is ended in its own line, and Ctrl-C is never taken for a pass."""

import contextlib
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.probing import time_limit
from autograder.probing.student_error import Cause, explain, interrupted_at
from autograder.probing.time_limit import OutOfTime, limited

LOOP = "def loop():\n    n = 0\n    while True:\n        n = n + 1\n"


@pytest.fixture(params=["alarm", "thread"])
def way(request: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways of interrupting; the second is for Windows."""
    monkeypatch.setattr(time_limit, "AGAIN_SECONDS", 0.1)
    if request.param == "thread":
        monkeypatch.delattr(signal, "setitimer")
    return str(request.param)


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    before = [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGALRM)]
    yield
    assert [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGALRM)] == before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def loop_in(folder: Path) -> Callable[[], None]:
    path = folder / "digits" / "training.py"
    path.parent.mkdir()
    path.write_text(LOOP)
    names: dict[str, Any] = {}
    exec(compile(LOOP, str(path), "exec"), names)
    function: Callable[[], None] = names["loop"]
    return function


@pytest.mark.usefixtures("way")
def test_an_endless_loop_ends_and_its_line_is_named(tmp_path: Path) -> None:
    loop = loop_in(tmp_path)
    with pytest.raises(OutOfTime) as raised, limited(0.3):
        loop()
    failure = explain(raised.value, tmp_path, "calling train")
    assert failure.cause is Cause.TIME
    assert failure.hint.startswith("Not done after 0.3 s (while calling train, digits/training.py")
    assert "line 3" in failure.hint or "line 4" in failure.hint
    assert "Look for a loop that does not end" in failure.hint
    assert "n = n + 1" in failure.details or "while True" in failure.details


@pytest.mark.usefixtures("way")
def test_code_that_catches_everything_is_interrupted_again_and_fails() -> None:
    caught = []

    def stubborn() -> None:
        while len(caught) < 3:
            try:
                while True:
                    pass
            except BaseException as error:
                caught.append(type(error))

    with pytest.raises(OutOfTime), limited(0.2):
        stubborn()
    assert caught == [OutOfTime] * 3


@pytest.mark.usefixtures("way")
def test_ctrl_c_interrupts_and_is_no_pass_where_it_is_caught(tmp_path: Path) -> None:
    loop = loop_in(tmp_path)

    def press() -> None:
        time.sleep(0.2)
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    threading.Thread(target=press).start()
    with pytest.raises(KeyboardInterrupt) as raised, limited(30):
        loop()
    assert interrupted_at(raised.value, tmp_path).startswith("digits/training.py, line ")
    threading.Thread(target=press).start()
    with pytest.raises(KeyboardInterrupt), limited(30), contextlib.suppress(KeyboardInterrupt):
        loop()


@pytest.mark.usefixtures("way")
def test_what_is_done_in_time_is_left_alone() -> None:
    with limited(0.3) as stopped:
        pass
    with limited(0) as unlimited:
        time.sleep(0.05)
    time.sleep(0.4)
    assert not stopped.out_of_time and not unlimited.out_of_time


def test_another_thread_has_no_limit() -> None:
    done = []

    def run() -> None:
        with limited(0.1):
            time.sleep(0.2)
        done.append(True)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert done == [True]


@pytest.mark.usefixtures("way")
def test_there_is_no_limit_while_somebody_debugs() -> None:
    with limited(0.2) as stopped:
        stopped.lifted = True
        time.sleep(0.5)
        with contextlib.suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert not stopped.out_of_time and not stopped.interrupted
