"""One thing that does not agree with the rest: where it is, and what to write there."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Gap:
    """A file of the project, perhaps with a line, and a sentence that says what to do."""

    where: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence}"
