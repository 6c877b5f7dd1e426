"""What checks work on: the public data, the same as at home, or data from the secret."""

from collections.abc import Callable
from dataclasses import dataclass

import torch

from ..checking.check_data import PUBLIC_SEED, CheckData, make_check_data
from ..checking.hints.graded import GRADED
from ..datasets.embedded import load_sample
from ..probing.student_error import Cause, StudentError
from ..project import EMBEDDED_DIGITS
from ..sandbox.guest import GuestKilled
from .secret import Secret

NUM_REPEATS = 2  # of a public check: one that is passed is enough
OTHER_DATA = {"digits", "generator"}  # fixtures that are others when a check is repeated


@dataclass(frozen=True)
class CheckInputs:
    """What a check works on. Without a `secret` all is as it is in a student's own folder."""

    digits: CheckData
    secret: Secret | None = None

    def generator(self) -> torch.Generator:
        """Make a generator for what a check draws itself."""
        return torch.Generator().manual_seed(self._seed("generator"))

    def network_seed(self) -> int:
        """Return the first of the seeds of known networks."""
        return self._seed("witness")  # the purpose under which they have always been drawn

    def probe_seed(self, number: int) -> int:
        """Return the seed of a check's probe of that number."""
        return self._seed("probe", number)

    def _seed(self, *purpose: str | int) -> int:
        return PUBLIC_SEED if self.secret is None else self.secret.seed(*purpose)


def embedded_check_data(seed: int) -> CheckData:
    """Choose check data from the embedded digits."""
    return make_check_data(load_sample(EMBEDDED_DIGITS), seed)


def public_inputs() -> CheckInputs:
    """Make what public checks work on in a student's folder."""
    return CheckInputs(embedded_check_data(PUBLIC_SEED))


def repeat(run: Callable[[int], None]) -> None:
    """Run a public check, which has been passed, on other data; `run` takes the number of the data.

    Raises `StudentError` if it fails `NUM_REPEATS` times.
    """
    for number in range(NUM_REPEATS):
        try:
            run(number)
            return
        except GuestKilled:
            raise
        except StudentError as error:
            if error.cause is Cause.TIME:
                raise
            last = error
    # In a field a message shows no example: its numbers come from the secret.
    raise last.within("process.other-data", GRADED, there=last.message)
