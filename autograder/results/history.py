"""Every grade that was ever given: `history.jsonl`, a line a grade, added to and never rewritten.

A grade's line is added before its file is written. So a grade that somebody has seen stands here,
also if the grader is killed in between.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .. import __version__

HISTORY = "history.jsonl"
FOUND = "found in the results"  # the reason of a grade that had no line


@dataclass(frozen=True)
class GivenCheck:
    """What a check has given; `status` and `points` are None where the grader failed."""

    number: str
    status: str | None
    points: float | None
    max_points: float


@dataclass(frozen=True)
class Given:
    """A grade as its student has it; without a `score` after a failure of the grader's.

    `checks` are by question and name, as `q4.test_train`.
    """

    name: str
    score: float | None
    checks: Mapping[str, GivenCheck] = field(default_factory=dict)

    @property
    def questions(self) -> frozenset[str]:
        """The questions that were graded."""
        return frozenset(key.partition(".")[0] for key in self.checks)


def given_in(document: Any) -> Given | None:
    """Return the grade that a result's file gives to its student; None if it holds no such."""
    try:
        checks = {}
        for test in document["tests"]:
            key = f"{test['extra_data']['question']}.{test['extra_data']['check']}"
            checks[key] = GivenCheck(
                test["number"], test.get("status"), test.get("score"), test["max_score"]
            )
        return Given(document["extra_data"]["submission"], document.get("score"), checks)
    except (LookupError, TypeError, AttributeError):
        return None


class History:
    """The lines in the folder `out`; remembers what they give, in their order."""

    def __init__(self, out: Path) -> None:
        self.path = out / HISTORY
        self._given: dict[str, list[Given]] = {}
        for line in self._lines():
            given = _read(line)
            if given is not None:  # a killed grader may have left half a line
                self._given.setdefault(given.name, []).append(given)

    def last(self, name: str) -> Given | None:
        """Return the grade that the submission was given last."""
        return self._given[name][-1] if name in self._given else None

    def add_found(self, given: Given) -> None:
        """Add a grade that stands in a file and has no line, as of an older version."""
        if given not in self._given.get(given.name, ()):
            self.add(given, FOUND)

    def add(self, given: Given, reason: str) -> None:
        """Add a line, unless it is what the submission's last one says; raises `OSError`."""
        if self.last(given.name) == given:
            return
        about = {
            "submission": given.name,
            "when": datetime.now(UTC).isoformat(timespec="seconds"),
            "version": __version__,
            "reason": reason,
            "score": given.score,
            "checks": {key: list(asdict(check).values()) for key, check in given.checks.items()},
        }
        line = json.dumps(about, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab") as file:
            if file.tell() and not self._ends_in_newline():
                line = b"\n" + line
            file.write(line)
        self._given.setdefault(given.name, []).append(given)

    def _lines(self) -> list[bytes]:
        try:
            return self.path.read_bytes().split(b"\n")
        except FileNotFoundError:
            return []

    def _ends_in_newline(self) -> bool:
        with self.path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read() == b"\n"


def _read(line: bytes) -> Given | None:
    try:
        about = json.loads(line)
        checks = {key: GivenCheck(*values) for key, values in about["checks"].items()}
        return Given(about["submission"], about["score"], checks)
    except (ValueError, LookupError, TypeError, AttributeError):
        return None
