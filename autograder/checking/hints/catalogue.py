"""Makes words of a check's message: one line, where to look, and the smallest example."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from ...probing import shape
from ...probing.questions import QUESTIONS

MOST_NUMBERS = 10  # of a list that are shown
NUMBERS = (
    *("no", "one", "two", "three", "four", "five"),
    *("six", "seven", "eight", "nine", "ten"),
)


def _constants() -> dict[str, Any]:
    """Return the fields of every line and concept, beside those of the check."""
    words = dict(enumerate(NUMBERS))
    channels = words.get(shape.CHANNELS, shape.CHANNELS)
    rows, columns = ([-(-size // 2**n) for n in (1, 2, 3)] for size in (shape.ROWS, shape.COLUMNS))
    return {name: value for name, value in vars(shape).items() if name.isupper()} | {
        "CHANCE": math.log(shape.NUM_CLASSES),
        "CHANNELS_IN_WORDS": f"{channels} channel{'s' if shape.CHANNELS > 1 else ''}",
        "CLASSES": words.get(shape.NUM_CLASSES, shape.NUM_CLASSES),
        "IMAGE_SHAPE": (shape.CHANNELS, shape.ROWS, shape.COLUMNS),
        "LAST_SIZE": f"{rows[-1]}×{columns[-1]}",
        "POOLED": ", then ".join(map(str, rows)),
    }


CONSTANTS = _constants()


@dataclass(frozen=True)
class Hint:
    """What a student is told: `line` says what was expected and what came, `look` where to look and
    why, `example` the smallest input that shows it. The last two may be empty.
    """

    line: str
    look: str = ""
    example: str = ""


@dataclass(frozen=True)
class Catalogue:
    """A language's words. `lines` holds by id a line with its fields in braces and the name of a
    concept, `concepts` by name a text and the handout's heading that says more.
    """

    lines: Mapping[str, tuple[str, str]]
    concepts: Mapping[str, tuple[str, str]]

    def hint(self, message: Any) -> Hint:
        """Return the hint for the message of an assertion.

        A dict holds the id `hint` and the line's fields; `because` is the id of a second line, that
        names the mistake; `example` has the dicts `given`, `expected` and `got` of values by name.
        """
        if not isinstance(message, dict):
            return Hint(str(message))
        ids = [message[key] for key in ("hint", "because") if message.get(key)]
        lines = [self.lines[one][0].format(**CONSTANTS, **message) for one in ids]
        concept = next(filter(None, (self.lines[one][1] for one in reversed(ids))), "")
        example = message.get("example")
        return Hint(
            " ".join(lines),
            self._look(concept) if concept else "",
            _table(**example) if example else "",
        )

    def _look(self, concept: str) -> str:
        text, heading = self.concepts[concept]
        return f"{' '.join(text.format(**CONSTANTS).split())} (Handout: “{heading}”.)"


def _joined(parts: Iterable[Mapping[str, tuple[str, str]]]) -> dict[str, tuple[str, str]]:
    return {name: entry for part in parts for name, entry in part.items()}


def _parts(language: str) -> Iterator[ModuleType]:
    """Yield the words of a language: what questions share, and a file for each that has any."""
    for name in (f"{__package__}.{language}.{part}" for part in ("shared", *QUESTIONS)):
        if find_spec(name):
            yield import_module(name)


ENGLISH = Catalogue(
    _joined(one.LINES for one in _parts("en")), _joined(one.CONCEPTS for one in _parts("en"))
)


def _table(given: Mapping[str, Any], expected: Mapping[str, Any], got: Mapping[str, Any]) -> str:
    """Show an example: a line for each value that is given, then expected and got side by side."""
    lines = [f"{name} = {shown(value)}" for name, value in given.items()]
    rows = [("", "expected", "got")]
    rows += [(name, shown(value), shown(got[name])) for name, value in expected.items()]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def shown(value: Any) -> str:
    """Return a number, or a list or tensor of numbers, in few characters."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, str) or not isinstance(value, Iterable):
        return str(value)
    values = list(value)
    more = ["…"] if len(values) > MOST_NUMBERS else []
    return f"[{', '.join([*map(shown, values[:MOST_NUMBERS]), *more])}]"
