"""When things were handed in, from Canvas, Moodle, Gradescope and a table; and several hand-ins."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from autograder.classroom.times import hand_in_times
from autograder.intake.filenames import HandIn, Person, identify, understand
from autograder.lms.reading import read_roster
from autograder.lms.times import TimesError, read_time, read_times
from autograder.results.given import HandInTime
from autograder.results.whose import Whose

BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 12, 11, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-12-11 13:00", "2026-12-11T12:00:00"),
        ("2026-12-11 12:00:00.5 Z", "2026-12-11T12:00:00.500000"),
        ("2026-12-11 12:00:00 UTC", "2026-12-11T12:00:00"),
        ("2026-12-11 04:00:00 -0800", "2026-12-11T12:00:00"),
        ("2026-12-11T04:00:00-08:00", "2026-12-11T12:00:00"),
        ("Friday, 11 December 2026, 1:00 PM", "2026-12-11T12:00:00"),
        ("Friday, 11 December 2026, 13:00", "2026-12-11T12:00:00"),
        ("-", None),
        ("2026-12-11", None),  # its beginning or its end?
        ("9999-12-31 23:59 -1200", None),
        ("vendredi 11 décembre 2026", None),
    ],
)
def test_a_time_is_read_as_systems_write_it(text: str, utc: str | None) -> None:
    time = read_time(text, BERLIN)
    assert (time and time.astimezone(UTC).isoformat().removesuffix("+00:00")) == utc


def times(hand_in: HandIn, tmp_path: Path, roster: str = "", **table: datetime) -> HandInTime:
    path = tmp_path / "roster.csv"
    path.write_text(roster)
    read = read_roster(path) if roster else None
    return hand_in_times(Whose({"it": hand_in}, {}), read, table, BERLIN)["it"]


def test_canvas_says_late_or_not_and_a_plain_name_says_nothing(tmp_path: Path) -> None:
    assert times(understand("doejane_LATE_123_456_a.zip"), tmp_path) == HandInTime(late=True)
    assert times(understand("doejane_123_456_a.zip"), tmp_path) == HandInTime(late=False)
    assert times(understand("jane"), tmp_path) == HandInTime()


def test_moodles_worksheet_says_when(tmp_path: Path) -> None:
    worksheet = (
        "Identifier,Full name,Grade,Last modified (submission)\n"
        'Participant 11,Jane Doe,,"Friday, 11 December 2026, 1:00 PM"\nParticipant 12,Zoe,,-\n'
    )
    hand_in = understand("Jane Doe_11_assignsubmission_file_")
    assert times(hand_in, tmp_path, worksheet) == HandInTime(NOON)
    assert times(understand("Zoe_12_assignsubmission_file_"), tmp_path, worksheet) == HandInTime()


@pytest.mark.parametrize(
    "created",
    [
        "2026-12-11 12:00:00.000000000 Z",
        "!ruby/object:ActiveSupport::TimeWithZone\n    utc: 2026-12-11 12:00:00 Z\n"
        "    zone: x\n    time: 2026-12-11 04:00:00 Z",
    ],
)
def test_gradescopes_metadata_say_when(tmp_path: Path, created: str) -> None:
    (tmp_path / "submission_1").mkdir()
    (tmp_path / "submission_metadata.yml").write_text(
        f"submission_1:\n  :submitters:\n  - :name: Ada\n  :created_at: {created}\n"
    )
    hand_in = identify(tmp_path / "submission_1")
    assert hand_in.people == (Person("Ada"),)
    assert times(hand_in, tmp_path) == HandInTime(NOON)


def test_a_table_is_believed_first(tmp_path: Path) -> None:
    path = tmp_path / "times.csv"
    path.write_text("Student;Time\nIT;2026-12-11 13:00\n\nS7;2026-12-11 12:00 UTC\n")
    table = read_times(path, BERLIN)
    assert table == {"IT": NOON, "S7": NOON}
    late = HandIn((Person("x", ("S7",)),), "canvas", "", True, "2026-01-01 00:00")
    assert times(late, tmp_path, "", s7=NOON) == HandInTime(NOON, True)
    for text, message in (
        ("name,time\n", "line 1: the column student is missing"),
        ("student,time\nit,soon\n", "line 2: a line is a student and a time"),
        (
            'student,time\nit,"2026-12-11 13:00\nme,2026-12-11 13:00\n',
            "line 2: a cell does not end",
        ),
        ("student,time\n,2026-12-11 13:00\n", "line 2: a line is a student and a time"),
    ):
        path.write_text(text)
        with pytest.raises(TimesError, match=message):
            read_times(path, BERLIN)
