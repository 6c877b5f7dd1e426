"""What the submissions of a class hold for people to read, read when it is wanted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..grading.grader import try_to_read
from ..intake.submissions import Submitted
from ..probing.places import CELL
from ..results.reading import Reading, without_prompt
from ..rubric.written import WrittenQuestion


@dataclass(frozen=True)
class Readings:
    """The submissions, by name, where there is a written question; each is read once."""

    paths: Mapping[str, Path] = field(default_factory=dict)
    question: WrittenQuestion | None = None
    known: dict[str, Reading] = field(default_factory=dict)

    def of(self, name: str) -> Reading:
        """Return what a submission holds; nothing where it cannot be read, or nobody will."""
        if self.question is None or name not in self.paths:
            return Reading()
        if name not in self.known:
            read = try_to_read(self.paths[name], name)
            one = Reading()
            if isinstance(read, Submitted):
                code = {
                    file: data
                    for file, data in sorted(read.files.items(), key=_place)
                    if file.endswith(".py") or file.startswith(CELL)
                }
                prompt = self.question.prompt
                own = filter(None, (without_prompt(answer, prompt) for answer in read.answers))
                one = Reading.of(next(own, ""), prompt, code)
            self.known[name] = one
        return self.known[name]


def _place(item: tuple[str, bytes]) -> tuple[int, str]:
    """Return by what files are in order: cells of a notebook by their numbers."""
    name = item[0]
    number = name.removeprefix(CELL)
    return (int(number) if name.startswith(CELL) and number.isdecimal() else 0, name)
