"""What the submissions of a class hold: digests of it, and what people read.

Imports no PyTorch, so that many are read in processes side by side.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from ..grading.digests import digest, unread_fingerprint
from ..intake.submissions import IntakeError, Submitted, in_order, is_code, read_submission
from ..results.reading import Reading
from ..rubric.written import WrittenQuestion
from .writers import do_all


@dataclass(frozen=True)
class ReadIn:
    """What a submission holds: the digest of its `files`, or else `unread`, the fingerprint of one
    that cannot be read; both are empty where it cannot be had. `reading` is for people. `failure`
    says how the grader itself has failed to read it.
    """

    files: str = ""
    unread: str = ""
    reading: Reading = field(default_factory=Reading)
    failure: str = ""


@dataclass(frozen=True)
class Readings:
    """The submissions, by name; each is read once. `question` is what an answer is looked for to:
    without it, nothing is read for people.
    """

    paths: Mapping[str, Path] = field(default_factory=dict)
    question: WrittenQuestion | None = None
    known: dict[str, ReadIn] = field(default_factory=dict)

    def read(self, names: Iterable[str], jobs: int) -> None:
        """Read some submissions in so many processes."""
        tasks = [(name, self.paths[name]) for name in names]
        found = do_all(partial(read_in, self.question), tasks, len(tasks), jobs)
        self.known.update(zip((name for name, _ in tasks), found, strict=True))

    @property
    def failures(self) -> dict[str, str]:
        """How the grader itself has failed to read submissions, by name."""
        return {name: one.failure for name, one in self.known.items() if one.failure}

    def of(self, name: str) -> ReadIn:
        """Return what a submission holds; nothing where it cannot be read, or is none."""
        if name not in self.paths:
            return ReadIn()
        if name not in self.known:
            self.known[name] = read_in(self.question, (name, self.paths[name]))
        return self.known[name]


def read_in(question: WrittenQuestion | None, task: tuple[str, Path]) -> ReadIn:
    """Read the submission of this name at a path; never raises, for others follow it."""
    name, path = task
    try:
        read = read_submission(path, name)
    except IntakeError:
        return ReadIn(unread=unread_fingerprint(path))
    except OSError:  # the grader meets it again, and says so
        return ReadIn()
    except Exception as error:  # noqa: BLE001 - ours, and the others are to be read
        return ReadIn(failure=f"{type(error).__name__}: {error}")
    reading = Reading() if question is None else _reading(read, question.prompt)
    return ReadIn(digest(read.files), reading=reading)


def _reading(read: Submitted, prompt: str) -> Reading:
    code = {name: read.files[name] for name in sorted(read.files, key=in_order) if is_code(name)}
    return Reading.of(read.answers, prompt, code)
