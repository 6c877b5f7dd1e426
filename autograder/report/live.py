"""A class while it is graded: what is done, what is running for how long, and the time left."""

import time
from collections.abc import Callable

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from ..results.grade import Grade
from ..text import shorten

LONGEST = 40  # characters of a name that are shown
REFRESH = 2  # times a second


class Board:
    """Takes note when a question begins and a grade is there, from `start` until `close`.

    On a terminal it shows a table that keeps itself up to date, elsewhere a line for each grade.
    """

    def __init__(self, console: Console, clock: Callable[[], float] = time.monotonic) -> None:
        self.console = console
        self.clock = clock
        self.total = 0
        self.done = 0
        self.faults = 0
        self.begun: float | None = None  # when the first question began: importing does not count
        self.running: dict[str, tuple[str, float, float]] = {}  # question, since, submission since
        self.live = Live(
            get_renderable=self.table, console=console, refresh_per_second=REFRESH, transient=True
        )

    def start(self, total: int) -> None:
        """Wait for this many grades."""
        self.total = total
        if self.console.is_terminal:
            self.live.start()

    def close(self) -> None:
        """Take the table away."""
        self.live.stop()

    def begin_question(self, name: str, question: str) -> None:
        """Show that a question of a submission begins."""
        now = self.clock()
        self.begun = now if self.begun is None else self.begun
        _, _, since = self.running.get(name, ("", now, now))
        self.running = {**self.running, name: (question, now, since)}  # the table is another thread

    def end_submission(self, grade: Grade) -> None:
        """Show a grade; with the last one, take the table away."""
        self.running = {name: row for name, row in self.running.items() if name != grade.name}
        self.done += 1
        self.faults += grade.fault
        result = "the grader failed" if grade.fault else f"{grade.total:g} points"
        line = f"{grade.name}: {result}, {grade.seconds:.1f} s"
        if grade.retries:
            line += f"; the sandbox was lost, {', '.join(grade.retries)} made again"
        self.console.print(line, markup=False, highlight=False)
        if self.done == self.total:
            self.close()

    def table(self) -> RenderableType:
        """Return what is running, and a line about the whole."""
        now = self.clock()
        table = Table("submission", "question", "for", box=None, padding=(0, 2, 0, 0))
        for name, (question, since, whole) in sorted(self.running.items()):
            spent = f"{now - since:.0f} s of {now - whole:.0f} s"
            table.add_row(Text(shorten(name, LONGEST)), question, spent)
        return Group(table, Text(self.status(now), "bold")) if self.running else Text("starting …")

    def status(self, now: float) -> str:
        """Say in one line how many are done, faults, how fast, and how long it still takes."""
        parts = [f"{self.done} of {self.total} graded"]
        if self.faults:
            parts.append(f"the grader failed on {self.faults}")
        if self.done and self.begun is not None and now > self.begun:
            each = (now - self.begun) / self.done
            parts.append(f"{60 / each:.0f} a minute")
            parts.append(f"about {_duration((self.total - self.done) * each)} left")
        return "; ".join(parts)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
