"""The attacks of the zoo: hostile submissions, and what must come of each.

An attack is a file of tests/zoo/attacks. Its docstring says in the first line what it tries, and
then in lines of their own

    kind: exits                      one of `KINDS`
    points: 108                      what it must get, extra credit included; or a range, 90-110
    hint: ended the Python process   words that the hint of a failed check must hold; optional
    not held: process: the reason    levels that cannot hold it, and why; optional

Below stand the names that it writes in another way than the reference, as in the rest of the zoo;
or a function `archive(files)` that packs an evil archive, under the name `NAME`.
"""

import re
import runpy
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ...files import write_files
from ...probing.questions import PACKAGE
from ...project import project_folder
from ...sandbox.isolation import LEVELS
from ..zoo import ZooError, ZooFile, read_source

KINDS = (
    *("exits", "hangs", "bombs", "reading", "writing", "network", "processes", "forging"),
    *("cheating", "archives"),
)
TARGET = f"{PACKAGE}/target.py"  # what an attacker knows of the run: a module of constants

Pack = Callable[[Mapping[str, bytes]], bytes]


@dataclass(frozen=True, kw_only=True)
class Attack(ZooFile):
    """One attack. It must get from `least` to `most` points, extra credit included.

    `exceptions` are the levels that cannot hold it, with the reason. `pack`, if there is one, makes
    the archive called `archive_name` from the files of a submission.
    """

    least: float
    most: float
    hint: str
    exceptions: Mapping[str, str]
    pack: Pack | None
    archive_name: str

    @property
    def points(self) -> str:
        """Return the points that it must get, in words: `108`, or `90-110`."""
        return f"{self.least:g}" if self.least == self.most else f"{self.least:g}-{self.most:g}"

    def with_less(self, points: float) -> "Attack":
        """Return the attack where so many points cannot be had, which it would get elsewhere."""
        least, most = (max(one - points, 0.0) for one in (self.least, self.most))
        return replace(self, least=least, most=most)

    def write(self, folder: Path, reference: Mapping[str, bytes], target: str) -> Path:
        """Write the submission into `folder` and return its path.

        `target` is the text of the module that tells the attacker about the run.
        """
        known = {**reference, TARGET: target.encode()}
        if self.pack is not None:
            path = folder / self.archive_name
            path.write_bytes(self.pack(known))
            return path
        path = folder / self.name
        write_files(path, self.override(known))
        return path


def read_attacks() -> list[Attack]:
    """Read the attacks in order of their kinds and names. Raises `ZooError`, `MissingFolder`."""
    folder = project_folder("tests/zoo") / "attacks"
    attacks = [read_attack(path) for path in folder.glob("*.py")]
    return sorted(attacks, key=lambda attack: (KINDS.index(attack.kind), attack.name))


def read_attack(path: Path) -> Attack:
    """Read one attack. Raises `ZooError`."""
    source, fields = read_source(path, ("kind", "points"), ("hint", "not held"), also=("archive",))
    points = re.fullmatch(r"([\d.]+)(?:-([\d.]+))?", fields["points"])
    if fields["kind"] not in KINDS or points is None:
        raise ZooError(f"{path}: expected one of {', '.join(KINDS)}, and points such as 90 or 0-9.")
    run = runpy.run_path(str(path)) if "archive" in source["names"] else {}  # the project's own
    return Attack(
        **source,
        kind=fields["kind"],
        least=float(points[1]),
        most=float(points[2] or points[1]),
        hint=fields.get("hint", ""),
        exceptions=_read_exceptions(path, fields.get("not held", "")),
        pack=run.get("archive"),
        archive_name=run.get("NAME", f"{path.stem}.zip"),
    )


def _read_exceptions(path: Path, text: str) -> dict[str, str]:
    levels, _, reason = text.partition(": ")
    if text and (not reason or not set(levels.split()) <= set(LEVELS)):
        raise ZooError(f"{path}: expected `not held: LEVEL …: the reason`.")
    return {level: reason for level in levels.split()}
