"""What lateness costs: `late:` in `grading.yml`, and how it is worked out."""

import math
import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

UNITS = {"day": 24 * 60, "hour": 60, "minute": 1, "week": 7 * 24 * 60}  # in minutes
DURATION = re.compile(rf"(\d+(?:\.\d+)?) *({'|'.join(UNITS)})s?")
DAY = timedelta(days=1)
LONGEST = 10_000 * DAY
YEARS = range(1970, 9_000)  # with which one can calculate, in whatever zone


class LateError(ValueError):
    """A time or a duration that cannot be read."""


def read_duration(text: str) -> timedelta:
    """Read `3 days` or `15 minutes`; raises `LateError`."""
    found = DURATION.fullmatch(text.strip().casefold())
    if found is None:
        raise LateError(f"`{text}` is no duration; write it like 3 days, 2 hours or 15 minutes")
    minutes = float(found[1]) * UNITS[found[2]]
    if minutes > LONGEST / timedelta(minutes=1):
        raise LateError(f"`{text}` is too long; the longest are {LONGEST.days:,} days")
    return timedelta(minutes=minutes)


def read_moment(text: str) -> datetime:
    """Read `2026-12-11 23:59`, with a zone or without; raises `ValueError`.

    A day alone is no time: it may mean its beginning or its end.
    """
    time = datetime.fromisoformat(text.strip())
    try:
        date.fromisoformat(text.strip())
    except ValueError:
        if time.year in YEARS:
            return time
    raise LateError(f"`{text}` is no time; write the day, the hour and the minute")


def read_deadline(text: str) -> datetime:
    """Read `2026-12-11 23:59 Europe/Berlin`, a time with its zone; raises `LateError`."""
    try:
        time, zone = text.strip().rsplit(" ", 1)
        return read_moment(time).replace(tzinfo=_zone(zone))
    except (ValueError, ZoneInfoNotFoundError, OSError):
        raise LateError(
            f"`{text}` is no deadline; write the time and its zone, like 2026-12-11 23:59"
            " Europe/Berlin"
        ) from None


def _zone(name: str) -> tzinfo:
    return UTC if name == "UTC" else ZoneInfo(name)


_Deadline = Annotated[datetime, BeforeValidator(lambda text: read_deadline(str(text)))]
_Duration = Annotated[timedelta, BeforeValidator(lambda text: read_duration(str(text)))]
_Amount = Annotated[float, Field(gt=0)]


class LatePolicy(BaseModel):
    """The deadline, and what every day that has begun after it costs.

    A day costs `percent_a_day` of the points that were earned, or `points_a_day`, and all days
    together at most `cap` of the same. Within `grace` nothing is late. What comes after `latest`
    has no points.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    deadline: _Deadline
    grace: _Duration = timedelta(0)
    percent_a_day: _Amount | None = None
    points_a_day: _Amount | None = None
    cap: _Amount | None = None
    latest: _Duration | None = None

    @model_validator(mode="after")
    def _one_unit(self) -> "LatePolicy":
        if (self.percent_a_day is None) == (self.points_a_day is None):
            raise ValueError("should have either `percent_a_day` or `points_a_day`")
        return self

    def due(self, extension: timedelta | datetime | None = None) -> datetime:
        """Return the deadline of a student with this extension."""
        if extension is None:
            return self.deadline
        if isinstance(extension, timedelta):
            return self.deadline + extension
        zone = extension.tzinfo or self.deadline.tzinfo
        return extension.replace(tzinfo=zone)

    def days_late(self, at: datetime, due: datetime) -> int:
        """Count the days that have begun after the deadline; none within the grace."""
        late = _time_between(due, at)
        return 0 if late <= self.grace else math.ceil(late / DAY)

    def cost(self, days: int, points: float) -> float:
        """Return what so many days late cost somebody who has earned `points`."""
        rate = self.percent_a_day or self.points_a_day or 0.0
        amount = min(rate * days, self.cap if self.cap is not None else math.inf)
        cost = points * amount / 100 if self.percent_a_day is not None else amount
        return min(cost, points)

    def is_too_late(self, at: datetime, due: datetime) -> bool:
        """Say whether something came after `latest`, so that it has no points."""
        return self.latest is not None and _time_between(due, at) > self.latest


def _time_between(first: datetime, second: datetime) -> timedelta:
    """Return how much time has passed, also where clocks were changed meanwhile."""
    return second.astimezone(UTC) - first.astimezone(UTC)
