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

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...probing.questions import NAMES, PACKAGE
from ...sandbox.isolation import LEVELS
from ..zoo import ZooError, defined_names, override, read_docstring, split_code

KINDS = (
    *("exits", "hangs", "bombs", "reading", "writing", "network", "processes", "forging"),
    *("cheating", "archives"),
)
TARGET = f"{PACKAGE}/target.py"  # what an attacker knows of the run: a module of constants

Pack = Callable[[Mapping[str, bytes]], bytes]


@dataclass(frozen=True)
class Attack:
    """One attack. It must get from `least` to `most` points, extra credit included.

    `exceptions` are the levels that cannot hold it, with the reason. `pack`, if there is one, makes
    the archive called `archive_name` from the files of a submission.
    """

    name: str
    kind: str
    sentence: str
    least: float
    most: float
    hint: str = ""
    exceptions: Mapping[str, str] = field(default_factory=dict)
    code: str = ""
    names: frozenset[str] = frozenset()
    files: Mapping[str, str] = field(default_factory=dict)
    pack: Pack | None = None
    archive_name: str = ""

    @property
    def points(self) -> str:
        """Return the points that it must get, in words: `108`, or `90-110`."""
        return f"{self.least:g}" if self.least == self.most else f"{self.least:g}-{self.most:g}"

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
        for name, content in override(known, self.names, self.code, self.files).items():
            file = path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        return path


def read_attacks(folder: Path) -> list[Attack]:
    """Read the attacks in `folder`, in order of their kinds and names. Raises `ZooError`."""
    attacks = [read_attack(path) for path in folder.glob("*.py")]
    return sorted(attacks, key=lambda attack: (KINDS.index(attack.kind), attack.name))


def read_attack(path: Path) -> Attack:
    """Read one attack. Raises `ZooError`."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text, str(path))
    sentence, fields = read_docstring(path, tree, ("kind", "points"), ("hint", "not held"))
    points = re.fullmatch(r"([\d.]+)(?:-([\d.]+))?", fields["points"])
    if fields["kind"] not in KINDS or points is None:
        raise ZooError(f"{path}: expected one of {', '.join(KINDS)}, and points such as 90 or 0-9.")
    code, files = split_code(text, tree)
    names = frozenset(defined_names(tree))
    namespace: dict[str, Any] = {"__name__": path.stem}
    if "archive" in names:
        exec(compile(text, str(path), "exec"), namespace)  # the zoo is the project's own code
    elif not names & set(NAMES) and not files:
        raise ZooError(f"{path}: it defines neither `archive` nor one of {', '.join(NAMES)}.")
    return Attack(
        name=path.stem,
        kind=fields["kind"],
        sentence=sentence,
        least=float(points[1]),
        most=float(points[2] or points[1]),
        hint=fields.get("hint", ""),
        exceptions=_read_exceptions(path, fields.get("not held", "")),
        code=code,
        names=names,
        files=files,
        pack=namespace.get("archive"),
        archive_name=namespace.get("NAME", f"{path.stem}.zip"),
    )


def _read_exceptions(path: Path, text: str) -> dict[str, str]:
    levels, _, reason = text.partition(": ")
    if text and (not reason or not set(levels.split()) <= set(LEVELS)):
        raise ZooError(f"{path}: expected `not held: LEVEL …: the reason`.")
    return {level: reason for level in levels.split()}
