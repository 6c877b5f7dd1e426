"""What the tests of exports share: a roster in a file, and an export to it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from autograder.intake.classes import LeftOut
from autograder.intake.filenames import HandIn, understand
from autograder.lms.exports import Exported
from autograder.lms.reading import read_roster
from autograder.lms.roster import Roster
from support.exports import begin
from support.grades import make_grade


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Roster]:
    """Read a roster from a file with this text."""

    def start(text: str, encoding: str = "utf-8") -> Roster:
        path = tmp_path / "roster.csv"
        path.write_bytes(text.encode(encoding))
        return read_roster(path)

    return start


@pytest.fixture
def exported(tmp_path: Path, write: Callable[..., Roster]) -> Callable[..., Exported]:
    """Export to a roster: `graded` are names as an LMS gives them, and what was not passed."""

    def start(
        kind: str,
        text: str | None,
        graded: dict[str | HandIn, Any],
        title: str | None = None,
        left_out: Sequence[LeftOut] = (),
    ) -> Exported:
        roster = write(text) if text else None
        hand_ins = [who if isinstance(who, HandIn) else understand(who) for who in graded]
        grades = [
            make_grade(statuses, name=one.name)
            for one, statuses in zip(hand_ins, graded.values(), strict=True)
        ]
        return begin(kind, roster, title, grades[:1]).write(tmp_path, grades, hand_ins, left_out)

    return start
