"""A check in a notebook ends what takes too long, names the line, and Ctrl-C is no pass."""

import linecache
import re
import signal
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from autograder.otter import runner
from support import SOLUTION

LOOP = "def chance_cost(num_classes=10):\n    n = 0\n    while True:\n        n = n + 1\n"
CATCHES = """def chance_cost(num_classes=10):
    while True:
        try:
            time.sleep(0.01)
        except Exception:
            pass
"""


def notebook(source: str) -> dict[str, Any]:
    """The names of a notebook with one cell, whose lines can be looked up as in Jupyter."""
    name = "<cell 1>"
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    names: dict[str, Any] = {"time": time}
    exec(compile(source, name, "exec"), names)
    return names


@pytest.fixture(autouse=True)
def checks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The public checks lie elsewhere here, and nothing is graded."""
    monkeypatch.setattr(runner, "FOLDERS", (runner.HERE / "checks" / "public", runner.HERE))
    monkeypatch.setattr(runner, "_grading", lambda: None)


def check(names: dict[str, Any]) -> Callable[[], None]:
    return lambda: runner.check(names, "q5", "test_chance_cost")


def test_the_limit_is_that_of_pytest() -> None:
    ini = (SOLUTION / "pytest.ini").read_text("utf-8")
    assert re.search(r"^check_seconds = (\S+)$", ini, re.MULTILINE)[1] == "30"  # type: ignore[index]
    assert runner.CHECK_SECONDS == 30


@pytest.mark.parametrize("source", [LOOP, CATCHES], ids=["loop", "except Exception"])
def test_a_loop_without_end_ends_and_its_line_is_named(
    source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "CHECK_SECONDS", 0.3)
    with pytest.raises(runner.Hint) as raised:
        check(notebook(source))()
    text = str(raised.value)
    assert text.startswith("Not done after 0.3 s (while calling chance_cost).")
    assert re.search(r"line [2345]: (n = n \+ 1|while True:|time\.sleep\(0\.01\)|try:)", text)


def test_interrupt_ends_the_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    def press() -> None:
        time.sleep(0.3)
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    before = signal.getsignal(signal.SIGINT)
    threading.Thread(target=press).start()
    with pytest.raises(KeyboardInterrupt):
        check(notebook(LOOP))()
    assert signal.getsignal(signal.SIGINT) is before


def test_otters_autograder_has_a_limit_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "CHECK_SECONDS", 0.01)
    with runner._limited({}, at_home=False):
        time.sleep(0.1)
    with pytest.raises(runner.StudentError, match="Not done after"), runner._limited({}, True):
        time.sleep(0.1)
