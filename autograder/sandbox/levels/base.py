"""The class of every level of isolation, with the answers of a level that adds nothing."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar


@dataclass(frozen=True)
class Isolation:
    """A level of isolation. `note` says why a better one was not taken, and what is missing here.

    This class itself stands for a level that is not chosen yet.
    """

    level: ClassVar[str] = "auto"  # the name of the level
    rank: ClassVar[int] = 0  # `auto` takes the possible level of the lowest rank
    namespaces: ClassVar[bool] = False  # guests have their own process, mount and IPC namespaces
    same_user: ClassVar[bool] = False  # guests have the rights of whoever grades
    needs_root: ClassVar[bool] = False
    clearing_seconds: ClassVar[float] = 5.0  # what a fork server has to clear away its guests

    note: str = ""

    @classmethod
    def missing(cls) -> str:
        """Say why this level is not possible here; empty when it is."""
        return ""

    def users(self, sandbox: int) -> tuple[int | None, ...]:
        """Return the unprivileged users that the guests of a sandbox run as in turn.

        `sandbox` is its number in this process. None: guests stay the user who grades.
        """
        return (None,)

    def tasks_of_others(self) -> int:
        """Count the processes and threads beside the guests that count for a guest's limit."""
        return 0

    def private_folders(self) -> list[str]:
        """Return the folders that every guest gets anew, empty and writable, where it has a mount
        namespace; the first is where the submission lies."""
        return []

    def command(self, program: list[str], files: Path) -> list[str]:
        """Return the command that starts `program`, whose own files are in the folder `files`."""
        return program

    def folder_of(self, files: Path) -> Path:
        """Return where the program finds the folder `files`."""
        return files


class IsolationError(Exception):
    """The level that was asked for is not possible here; the message says why."""
