"""What the images of a dataset are, and how many classes they have; `shape.py` made from that."""

import re
from dataclasses import dataclass
from pathlib import Path

from ..probing.shape import CHANNELS, COLUMNS, NUM_CLASSES, ROWS

SMALLEST = 8  # pixels, each way: three poolings leave something of it
MOST_CLASSES = 256  # a label is a byte
LINE = re.compile(r"^(CHANNELS|ROWS|COLUMNS|NUM_CLASSES) = \d+", re.MULTILINE)


@dataclass(frozen=True)
class Form:
    """Numbers that `shape.py` holds."""

    channels: int  # 1 for grey; 3 for red, green and blue
    rows: int
    columns: int
    num_classes: int

    def __str__(self) -> str:
        """Return them in words."""
        return f"{self.channels}x{self.rows}x{self.columns} in {self.num_classes} classes"

    def write_into(self, module: str) -> str:
        """Return the text of a `shape.py`, `module`, with these numbers in place of its own."""
        values = {
            "CHANNELS": self.channels,
            "ROWS": self.rows,
            "COLUMNS": self.columns,
            "NUM_CLASSES": self.num_classes,
        }
        return LINE.sub(lambda found: f"{found[1]} = {values[found[1]]}", module)


OUR_FORM = Form(CHANNELS, ROWS, COLUMNS, NUM_CLASSES)  # of this assignment's images
DIGITS_FORM = Form(1, 28, 28, 10)  # of the embedded digits, and of every dataset with a name


def write_form(form: Form, *modules: Path) -> bool:
    """Write the numbers into each `shape.py`; say whether any has changed."""
    changed = False
    for path in modules:
        before = path.read_text("utf-8")
        after = form.write_into(before)
        if after != before:
            path.write_text(after, "utf-8")
            changed = True
    return changed
