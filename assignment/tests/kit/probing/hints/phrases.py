"""What stands around the lines and concepts of a language, and its words for numbers."""

import math
from dataclasses import dataclass
from typing import Any

from .. import shape
from ..defaults import DEFAULTS


@dataclass(frozen=True)
class Phrases:
    """A language's words that are no line and no concept."""

    numbers: tuple[str, ...]  # from 0 on
    channel: str
    channels: str
    then: str  # between two sizes, of which the second follows from the first
    handout: str  # names the `heading` of the handout that says more
    expected: str  # above a column of an example
    got: str  # above the other column

    def constants(self) -> dict[str, Any]:
        """Return the fields that every line and concept has."""
        words = dict(enumerate(self.numbers))
        channels = self.channels if shape.CHANNELS > 1 else self.channel
        sizes = shape.ROWS, shape.COLUMNS
        rows, columns = ([-(-size // 2**n) for n in (1, 2, 3)] for size in sizes)
        return {name: value for name, value in vars(shape).items() if name.isupper()} | {
            "CHANCE": math.log(shape.NUM_CLASSES),
            "CHANNELS_IN_WORDS": f"{words.get(shape.CHANNELS, shape.CHANNELS)} {channels}",
            "CLASSES": words.get(shape.NUM_CLASSES, shape.NUM_CLASSES),
            "IMAGE_SHAPE": (shape.CHANNELS, shape.ROWS, shape.COLUMNS),
            "LAST_CLASS": shape.NUM_CLASSES - 1,
            "LAST_SIZE": f"{rows[-1]}×{columns[-1]}",
            "POOLED": self.then.join(map(str, rows)),
            "ROWS_AFTER": rows[-1],  # the last pooling, and what comes into it
            "ROWS_BEFORE": rows[-2],
            "UNITS": DEFAULTS.get("MLP", {}).get("num_hidden"),  # None if nobody is asked for MLP
        }
