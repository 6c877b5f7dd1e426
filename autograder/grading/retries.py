"""What becomes of a check when the sandbox is lost under it: it is made again, once."""

import time
from functools import partial
from typing import Protocol

import pytest

from ..probing.student_error import StudentError
from ..sandbox.sandbox import Sandbox
from ..sandbox.session import GuestKilled, SandboxError
from .exam import Sitting

FULL = "there is no room left on the disk for the files of guests"


class Conduct(Protocol):
    """What conducts the checks of a submission, one question after the other."""

    question: str
    deadline: float
    calls: int
    sitting: Sitting | None

    def close_guest(self) -> None:
        """End the question's guest; the next call opens another."""


class Losses:
    """A pytest plugin that makes a check again, from its beginning, when the sandbox was lost.

    A sandbox that is lost twice in one question is given up for the rest of it, so that a guest
    that can end its own sandbox gains nothing but a fault, and holds nobody up. `made_again` are
    the names of the checks.
    """

    def __init__(self, conduct: Conduct, sandbox: Sandbox) -> None:
        self.conduct = conduct
        self.sandbox = sandbox
        self.lost: set[str] = set()
        self.given_up: set[str] = set()
        self.made_again: list[str] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool:
        """Run a check."""
        question = self.conduct.question
        if question in self.given_up:
            raise SandboxError("the sandbox was lost twice at this question")
        names = pyfuncitem._fixtureinfo.argnames
        run = partial(pyfuncitem.obj, **{name: pyfuncitem.funcargs[name] for name in names})
        attempts, begun = self._attempts(), time.monotonic()
        try:
            run()
            return True
        except SandboxError:
            if question in self.lost:
                self._give_up(question)
                raise
            self.lost.add(question)
        except GuestKilled:
            pass
        except (StudentError, AssertionError):
            if not self._disk_is_full():
                raise
        self.made_again.append(f"{pyfuncitem.path}::{pyfuncitem.name}")
        self._go_back(attempts, begun)
        try:
            run()
        except SandboxError:
            self._give_up(question)
            raise
        except (StudentError, AssertionError) as error:
            if self._disk_is_full():
                raise SandboxError(FULL) from error
            raise
        return True

    def _give_up(self, question: str) -> None:
        if self.sandbox.lost:  # it was lost as a whole, which takes long to repair
            self.given_up.add(question)

    def _attempts(self) -> int:
        return len(self.conduct.sitting.attempts) if self.conduct.sitting else 0

    def _go_back(self, attempts: int, begun: float) -> None:
        """Let everything be as it was when the check began, the time left included."""
        self.conduct.close_guest()
        self.sandbox.wait_until_ready()
        if self.conduct.sitting is not None:
            del self.conduct.sitting.attempts[attempts:]
        self.conduct.calls = 0
        self.conduct.deadline += time.monotonic() - begun

    def _disk_is_full(self) -> bool:
        """Whether there is no room for a guest's files, though no guest holds any."""
        if not self.sandbox.disk_is_full():
            return False
        self.conduct.close_guest()
        return self.sandbox.disk_is_full()
