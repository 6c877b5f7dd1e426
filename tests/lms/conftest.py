"""What the tests of exports and feedback share: a roster in a file, and what is written for it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from autograder.intake.classes import LeftOut
from autograder.intake.filenames import HandIn, understand
from autograder.lms.exports import Exported
from autograder.lms.feedback import Return, Sent
from autograder.lms.reading import read_roster
from autograder.lms.roster import Roster
from autograder.report.pages import page_name, write_student_page
from autograder.results.grade import Grade
from support.exports import begin
from support.feedback import QUESTIONS
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


@pytest.fixture
def sent(tmp_path: Path) -> Callable[..., Sent]:
    """Write the pages of some grades, then the feedback."""

    def start(kind: str, grades: list[Grade], hand_ins: list[HandIn], roster: str = "") -> Sent:
        path = None
        if roster:
            path = tmp_path / "roster.csv"
            path.write_text(roster, "utf-8")
        for grade in grades:
            write_student_page(tmp_path, grade)
        pages = [tmp_path / page_name(grade.name) for grade in grades]
        return Return(kind, path and read_roster(path), QUESTIONS).write(
            tmp_path, grades, hand_ins, pages
        )

    return start
