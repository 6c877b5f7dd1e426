"""What becomes of a check when the sandbox is lost under it: it is run again, once."""

from collections.abc import Callable

from ..probing.student_error import StudentError
from ..sandbox.guest import GuestKilled
from ..sandbox.server import SandboxError
from .question_run import QuestionRun

FULL = "there is no room left on the disk for the files of guests"
GIVEN_UP = "the sandbox was lost twice at this question"


class Retries:
    """Runs the checks of one question; a check under which the sandbox is lost is run again.

    A sandbox that is lost twice in one question is given up for the rest of it, so that a guest
    that can end its own sandbox gains nothing but a fault, and holds nobody up. A guest that is
    killed may have killed itself: that is forgiven once in a question.
    """

    def __init__(self, run: QuestionRun) -> None:
        self.run = run
        self.lost = False
        self.killed = False
        self.given_up = False

    def __call__(self, check: Callable[[], None], note_retry: Callable[[], None]) -> None:
        """Run a check, and call `note_retry` before a retry; raises what the check raises last."""
        if self.given_up:
            raise SandboxError(GIVEN_UP)
        mark = self.run.mark()
        try:
            check()
            return
        except SandboxError:
            if self.lost:
                self._give_up()
                raise
            self.lost = True
        except GuestKilled:
            if self.killed:
                raise
            self.killed = True
        except StudentError:
            if not self._disk_is_full():
                raise
        note_retry()
        self.run.go_back(mark)
        try:
            check()
        except SandboxError:
            self._give_up()
            raise
        except StudentError as error:
            if self._disk_is_full():
                raise SandboxError(FULL) from error
            raise

    def _give_up(self) -> None:
        if self.run.sandbox.server.lost:  # it was lost as a whole, which takes long to repair
            self.given_up = True

    def _disk_is_full(self) -> bool:
        """Say whether there is no room for a guest's files, though no guest holds any."""
        sandbox = self.run.sandbox
        if not sandbox.disk_is_full():
            return False
        self.run.close()
        return sandbox.disk_is_full()
