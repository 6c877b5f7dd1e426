"""Tasks for processes side by side. It imports no PyTorch, so that such a process begins soon."""

import os
from pathlib import Path


def note(task: tuple[Path, int]) -> str:
    """Write a file with the process's number, and complain about every third task."""
    folder, number = task
    (folder / str(number)).write_text(str(os.getpid()))
    return "" if number % 3 else f"{number} is wrong"


def refuse(task: tuple[Path, int]) -> str:
    """Fail at the fourth task."""
    if task[1] == 3:
        raise OSError(28, "the disk is full")
    return ""


def die_once(task: tuple[Path, int]) -> str:
    """End the process that is not the test's, as if the kernel had killed it."""
    folder, number = task
    if number == 5 and (folder / "main").read_text() != str(os.getpid()):
        os._exit(9)
    return note(task)
