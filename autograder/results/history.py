"""Every grade that was ever given: `history.jsonl`, a line a grade, added to and never rewritten.

A grade's line is added before its file is written. So a grade that somebody has seen stands here,
also if the grader is killed in between.
"""

import json
import os
from collections.abc import Collection, Mapping
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

    @property
    def measured(self) -> float | None:
        """The points that the check has earned by itself."""
        if self.status is None:
            return None
        return self.max_points if self.status == "passed" else 0


@dataclass(frozen=True)
class GivenDecision:
    """A decision that stands in a grade; `beneath` is what was measured when it was made."""

    on: str
    sentence: str
    beneath: float | None


@dataclass(frozen=True)
class Given:
    """A grade as its student has it; without a `score` after a failure of the grader's, or where
    the student is excused.

    `checks` are by question and name, as `q4.test_train`, `decisions` by their keys.
    """

    name: str
    score: float | None
    checks: Mapping[str, GivenCheck] = field(default_factory=dict)
    decisions: Mapping[str, GivenDecision] = field(default_factory=dict)
    late: str = ""
    excused: bool = False

    @property
    def questions(self) -> frozenset[str]:
        """The questions that were graded."""
        return frozenset(key.partition(".")[0] for key in self.checks)

    @property
    def is_grade(self) -> bool:
        """Whether the student has a grade, and not just a failure of the grader's."""
        return self.score is not None or self.excused

    def measured(self, place: str) -> float | None:
        """Return what was measured on a question, a check or, where empty, the whole."""
        points = [
            check.measured
            for key, check in self.checks.items()
            if not place or place in (key, key.partition(".")[0])
        ]
        known = [one for one in points if one is not None]
        return sum(known) if points and len(known) == len(points) else None


def given_in(document: Any) -> Given | None:
    """Return the grade that a result's file gives to its student; None if it holds no such."""
    try:
        checks = {}
        for test in document["tests"]:
            key = f"{test['extra_data']['question']}.{test['extra_data']['check']}"
            checks[key] = GivenCheck(
                test["number"], test.get("status"), test.get("score"), test["max_score"]
            )
        about = document["extra_data"]
        decisions = {
            one["key"]: GivenDecision(one["on"], one["sentence"], one["beneath"])
            for one in about.get("decisions", ())
        }
        late, excused = about.get("late", ""), about.get("excused", False)
        return Given(about["submission"], document.get("score"), checks, decisions, late, excused)
    except (LookupError, TypeError, AttributeError):
        return None


class History:
    """The lines in the folder `out`; remembers what they give, in their order."""

    def __init__(self, out: Path) -> None:
        """Read the lines that can be read; raises `OSError`."""
        self.path = out / HISTORY
        self._given: dict[str, list[Given]] = {}
        self._is_there = self.path.exists()
        self._count, self._unreadable = 0, list[int]()
        for number, line in enumerate(self._lines(), 1):
            if not line.strip():
                continue
            self._count += 1
            given = _read(line)
            if given is None:  # a killed grader may have left half a line
                self._unreadable.append(number)
            else:
                self._given.setdefault(given.name, []).append(given)

    def loss(self, stands: Collection[Given]) -> str:
        """Say in a sentence what is not there of the history of the grades that stand; empty if
        nothing is lost.
        """
        if not self._is_there and stands:
            return (
                f"{self.path} is not there, though grades are. It begins anew with them; the grades"
                " before them are lost, unless you have a copy of the file to put back."
            )
        if self._unreadable:
            return (
                f"{self.path}: {len(self._unreadable)} of {self._count} lines cannot be read, the"
                f" first of them is line {self._unreadable[0]}. They stay as they are, and the"
                " others count."
            )
        without = sum(one not in self._given.get(one.name, ()) for one in stands)
        if not without:
            return ""
        return (
            f"{self.path} has no line for {without} of {len(stands)} grades in the results: such"
            " grades get one now; what was before them is lost."
        )

    def last(self, name: str) -> Given | None:
        """Return the grade that the submission was given last."""
        return self._given[name][-1] if name in self._given else None

    def first_place(self, name: str, key: str) -> str | None:
        """Return what the decision with this key was on when it first stood in a submission's
        grade; None where it never did.
        """
        given = (one.decisions[key].on for one in self._given.get(name, ()) if key in one.decisions)
        return next(given, None)

    @property
    def parts(self) -> frozenset[str]:
        """The questions and checks that were ever graded, by all that a decision calls them."""
        every = [one for several in self._given.values() for one in several]
        checks = {(key, check.number) for one in every for key, check in one.checks.items()}
        questions = {(key.partition(".")[0],) for key, _ in checks}
        return frozenset(name for names in checks | questions for name in names)

    def add_found(self, given: Given) -> None:
        """Add a grade that stands in a file and has no line, as of an older version."""
        if given not in self._given.get(given.name, ()):
            self.add(given, FOUND)

    def add(self, given: Given, reason: str, again: bool = False) -> None:
        """Add a line; what the submission's last one says is not added `again`, but if that is
        asked for. Raises `OSError`.
        """
        if not again and self.last(given.name) == given:
            return
        about: dict[str, Any] = {
            "submission": given.name,
            "when": datetime.now(UTC).isoformat(timespec="seconds"),
            "version": __version__,
            "reason": reason,
            "score": given.score,
            "checks": {key: list(vars(check).values()) for key, check in given.checks.items()},
        }
        if given.decisions:
            about["decisions"] = {key: asdict(one) for key, one in given.decisions.items()}
        about |= {"late": given.late} if given.late else {}
        about |= {"excused": True} if given.excused else {}
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
        decided = about.get("decisions", {})
        decisions = {key: GivenDecision(**values) for key, values in decided.items()}
        more = (about.get("late", ""), about.get("excused", False))
        return Given(about["submission"], about["score"], checks, decisions, *more)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
