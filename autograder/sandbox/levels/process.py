"""The level `process`: what every guest does to itself, and nothing else.

That is limits on resources and, on Linux, Landlock and a filter of system calls.
"""

import os
import sys
from dataclasses import dataclass
from typing import ClassVar

from ...inside.confinement import count_tasks
from .base import Isolation


@dataclass(frozen=True)
class Process(Isolation):
    """Guests are processes of the user who grades."""

    level: ClassVar[str] = "process"
    rank: ClassVar[int] = 3
    same_user: ClassVar[bool] = True

    def tasks_of_others(self) -> int:
        """Count the processes and threads of the user who grades; root has no limit of them."""
        counted = sys.platform.startswith("linux") and os.getuid() != 0
        return count_tasks(os.getuid()) if counted else 0
