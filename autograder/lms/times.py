"""When things were handed in, as LMSs and tables write it."""

import re
from datetime import datetime, tzinfo
from pathlib import Path

from ..results.tables import TableError, decode, read_by_hand
from ..rubric.late import read_moment

FORMATS = (  # Moodle's, in English, in its two clocks
    "%A, %d %B %Y, %I:%M %p",
    "%A, %d %B %Y, %H:%M",
    "%d %B %Y, %I:%M %p",
    "%d %B %Y, %H:%M",
)
COLUMNS = ("student", "time")
ZONE = re.compile(r" *(Z|UTC|[+-]\d\d:?\d\d)$")


class TimesError(Exception):
    """A table of times that cannot be used; the message says which line."""


def read_time(text: str, zone: tzinfo) -> datetime | None:
    """Return a time, in `zone` where it names none itself; None if it cannot be read."""
    text = ZONE.sub(lambda found: "+00:00" if found[1] in ("Z", "UTC") else found[1], text.strip())
    time = None
    try:
        time = read_moment(text)
    except ValueError:
        for one in FORMATS:
            try:
                time = datetime.strptime(text, one)
                break
            except ValueError:
                continue
    return time if time is None or time.tzinfo else time.replace(tzinfo=zone)


def read_times(path: Path, zone: tzinfo) -> dict[str, datetime]:
    """Read a table with the columns `student` and `time`; return the times by student.

    Students are as in `decisions.csv`: a submission, an id or an address.
    Raises `TimesError`.
    """
    try:
        rows = read_by_hand(decode(path.read_bytes()), COLUMNS, COLUMNS)
    except OSError as error:
        raise TimesError(f"{path} cannot be read: {error.strerror}.") from error
    except TableError as error:
        raise TimesError(f"{path.name}, {error}") from None
    times = {}
    for line, cells in rows.items():
        student, text = cells["student"].strip(), cells["time"].strip()
        if not (student or text):
            continue
        time = read_time(text, zone)
        if not student or time is None:
            raise TimesError(
                f"{path.name}, line {line}: a line is a student and a time, such as"
                " alice,2026-12-11 23:50"
            )
        times[student] = time
    return times
