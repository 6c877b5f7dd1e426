"""The systems that take grades, a file and a class each, found by the file's name.

Only this file and `--export` list them, by looking into the folder. To add one, write a file here
with a `System` called `SYSTEM`.
"""

from importlib import import_module

from .. import system_names
from ..system import System


def find_system(name: str) -> System:
    """Return the system called `name`, one of `system_names()`."""
    system: System = import_module(f".{name}", __name__).SYSTEM
    return system


def all_systems() -> list[System]:
    """Return all systems, by name."""
    return [find_system(name) for name in system_names()]
