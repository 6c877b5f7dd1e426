"""Pictures that are drawn already: drawing takes most of a page's time, and points change none.

What was drawn for a submission lies in a hidden file, and holds as long as the numbers that it was
drawn from, and the code that draws, are the same.
"""

import contextlib
import json
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from ..files import write_whole
from ..results.grade import Grade
from ..results.picture_data import PictureData
from .student_page import Make, student_view

FOLDER = ".pictures"
DRAWN_WITH = sha256(
    b"".join((Path(__file__).parent / name).read_bytes() for name in ("pictures.py", "drawn.py"))
).hexdigest()


class Drawn:
    """The pictures of one submission in the folder `out`; `drawings` are drawn, and may not lie
    there yet.
    """

    def __init__(
        self, out: Path, name: str, data: PictureData, drawings: Mapping[str, str] = {}
    ) -> None:
        self.path = out / FOLDER / f"{name}.json"
        self.key = sha256(f"{DRAWN_WITH} {data!r}".encode()).hexdigest()
        self.there = self._read()
        self.known = {**self.there, **drawings}
        self.used: dict[str, str] = {}

    def draw(self, what: str, make: Make) -> str:
        """Return a picture as text, drawn if it is not there; `what` is its name on the page."""
        self.used[what] = self.known[what] if what in self.known else make()
        return self.used[what]

    def keep(self) -> None:
        """Write down what is drawn, if that is not what is there; raises `OSError`."""
        if self.used != self.there:
            write_whole(self.path, json.dumps({"key": self.key, "pictures": self.used}))

    def _read(self) -> dict[str, str]:
        try:
            kept = json.loads(self.path.read_bytes())
            pictures: dict[str, str] = kept["pictures"] if kept["key"] == self.key else {}
            return pictures
        except (OSError, ValueError, LookupError, TypeError):
            return {}


def draw_ahead(grade: Grade) -> Grade:
    """Return a grade with its page's pictures drawn, so that whoever writes the page need not.

    What cannot be drawn is left out: whoever writes the page tries again, and says so.
    """
    drawings: dict[str, str] = {}

    def draw(what: str, make: Make) -> str:
        drawings[what] = make()
        return drawings[what]

    with contextlib.suppress(Exception):
        student_view(grade, draw)
    return replace(grade, drawings=drawings)
