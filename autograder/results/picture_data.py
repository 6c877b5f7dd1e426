"""What is kept of the graded artifact for the pictures on a student's page: plain numbers.

Nothing in it is secret: the digits are ones that anyone may see, and the classes have their own
names again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..probing.shape import COLUMNS, ROWS


@dataclass(frozen=True)
class Operator:
    """An operator on the way from the images to the output; `parameters` are those it uses first.

    Shapes are those of a batch of N images, as text: `N × 64`.
    """

    name: str
    before: str
    after: str
    parameters: int


@dataclass(frozen=True)
class WrongDigit:
    """A digit that the network took for another: its pixels as bytes (rows, columns, channels),
    what it is, and the network's probabilities for each class.
    """

    pixels: bytes
    digit: int
    probabilities: tuple[float, ...]


@dataclass(frozen=True)
class Weights:
    """The first layer's weights, a small image for each unit or channel.

    `values` are signed bytes, unit by unit and row by row; 127 is `largest` or more. Of some units,
    `left_out`, there is no image.
    """

    units: int
    height: int
    width: int
    values: bytes
    largest: float
    left_out: int = 0

    @property
    def are_kernels(self) -> bool:
        """Whether they are kernels of a convolution, and not as large as an image."""
        return (self.height, self.width) != (ROWS, COLUMNS)


@dataclass(frozen=True)
class PicturedNetwork:
    """A trained network that was graded.

    `confusion` counts digits by what they are (row) and what the network says (column). `wrong` are
    the mistakes that it is surest of. `left_out` operators are not listed. `classes` are the names
    of the classes, in order; without them each is called its number.
    """

    name: str
    operators: tuple[Operator, ...]
    left_out: int
    num_parameters: int
    confusion: tuple[tuple[int, ...], ...]
    wrong: tuple[WrongDigit, ...]
    weights: Weights | None
    classes: tuple[str, ...] = ()

    @property
    def num_digits(self) -> int:
        """How many digits it was shown."""
        return sum(map(sum, self.confusion))

    @property
    def num_right(self) -> int:
        """How many of them it recognised."""
        return sum(row[digit] for digit, row in enumerate(self.confusion))

    def called(self, number: int) -> str:
        """Return what the class of that number is called."""
        return self.classes[number] if self.classes else str(number)


@dataclass(frozen=True)
class Costs:
    """The costs that a student's `train` returned, one an epoch; NaN where it is no number."""

    training: tuple[float, ...]
    validation: tuple[float, ...]


@dataclass(frozen=True)
class PictureData:
    """What is kept of one submission, by question.

    `source` says which digits the networks were shown. `troubled` are the questions for which
    something should be here, but could not be had.
    """

    source: str = ""
    networks: Mapping[str, PicturedNetwork] = field(default_factory=dict)
    costs: Mapping[str, Costs] = field(default_factory=dict)
    troubled: frozenset[str] = frozenset()
