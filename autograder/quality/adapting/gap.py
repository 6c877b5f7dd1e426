"""One thing that does not agree with the rest: where it is, and what to write there."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Gap:
    """A file of the project, perhaps with a line, and a sentence that says what to do."""

    where: str
    sentence: str

    @classmethod
    def of(cls, line: str) -> "Gap":
        """Return the gap that a line of an error names, such as `grading.yml, line 14: …`."""
        where, _, sentence = line.partition(": ")
        return cls(where, sentence)

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence}"
