"""Which submissions are the class's, and which of them count: a hidden file beside the results.

A folder keeps the results of submissions that are there no more, and of hand-ins that do not count.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..files import write_whole

FILE = ".class.json"


@dataclass(frozen=True)
class ClassList:
    """The names of the submissions that were graded last; of those that do not count, `instead` has
    the submission of the same student that does.
    """

    names: tuple[str, ...]
    instead: Mapping[str, str] = field(default_factory=dict)

    def why_not(self, name: str) -> str:
        """Say why the submission `name` needs nobody's work; empty if it does."""
        if name not in self.names:
            return "it is not among the submissions that were graded last"
        return f"it does not count: {self.instead[name]} does" if name in self.instead else ""


def write_class_list(out: Path, one: ClassList) -> None:
    """Write the list for the results in `out`, whole or not at all; raises `OSError`."""
    about = {"names": one.names, "instead": dict(one.instead)}
    write_whole(out / FILE, json.dumps(about, ensure_ascii=False))


def read_class_list(out: Path) -> ClassList | None:
    """Read the list; None where there is none, as from earlier versions, or no good one."""
    try:
        about = json.loads((out / FILE).read_bytes())
        return ClassList(tuple(map(str, about["names"])), dict(about["instead"]))
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None
