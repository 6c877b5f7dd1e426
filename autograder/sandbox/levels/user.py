"""The level `user`: guests are an unprivileged user, in the file system of the machine."""

import os
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from typing import ClassVar

from ..users import NOBODY, unprivileged_users
from .base import Isolation

NEEDS_ROOT = "only root can change to another user"


@dataclass(frozen=True)
class User(Isolation):
    """Guests are a user of their own, which takes a grader that is root."""

    level: ClassVar[str] = "user"
    rank: ClassVar[int] = 2
    needs_root: ClassVar[bool] = True

    @classmethod
    def missing(cls) -> str:
        """Say why guests cannot be another user here; empty when they can."""
        if os.geteuid() != 0:
            return NEEDS_ROOT
        if not _readable_to_nobody():
            return f"the Python in {sys.prefix} is not readable to an unprivileged user"
        return ""

    def users(self, sandbox: int) -> tuple[int | None, ...]:
        """Return the one user of this sandbox: all of a guest is gone before the next one."""
        return unprivileged_users(sandbox, 1)


def _readable_to_nobody() -> bool:
    """Return whether an unprivileged user can load Python and PyTorch from where they are."""
    paths = [sys.executable, sysconfig.get_paths()["stdlib"], sysconfig.get_paths()["purelib"]]
    test = ["test", "-r", paths[0], "-a", "-x", paths[1], "-a", "-x", paths[2]]
    result = subprocess.run(test, user=NOBODY, group=NOBODY, extra_groups=[], check=False)
    return result.returncode == 0
