"""When each submission was handed in, as far as anything says so."""

from collections.abc import Mapping
from datetime import datetime, tzinfo

from ..intake.filenames import HandIn, caseless
from ..lms.roster import Roster
from ..lms.times import read_time
from ..results.given import HandInTime
from ..results.whose import Whose


def hand_in_times(
    whose: Whose,
    roster: Roster | None,
    table: Mapping[str, datetime],
    zone: tzinfo,
) -> dict[str, HandInTime]:
    """Return the time of each submission, by name.

    A teacher's `table` is believed first, by submission, id or address; then what the LMS wrote
    beside the files, then its worksheet in the roster. Canvas says in a file's name just whether it
    was late.
    """
    listed: dict[str, datetime] = {}
    called = {caseless(name) for name in whose.hand_ins}
    for student in sorted(table, key=lambda student: caseless(student) in called):
        listed |= dict.fromkeys(whose.find(student).about, table[student])
    times = {}
    for name, one in whose.hand_ins.items():
        texts = [one.at, *_in_roster(one, roster)]
        read = (read_time(text, zone) for text in texts if text)
        at = listed.get(name) or next((time for time in read if time is not None), None)
        times[name] = HandInTime(at, one.late)
    return times


def _in_roster(one: HandIn, roster: Roster | None) -> list[str]:
    """Return what the roster says; nothing where it may be of several students."""
    if roster is None:
        return []
    found = [roster.find(person, one.system) for person in one.people]
    return [students[0].handed_in for students in found if len(students) == 1]
