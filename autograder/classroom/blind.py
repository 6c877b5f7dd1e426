"""What students are called on the pages of a class: by pseudonyms, and what tells who they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..intake.filenames import HandIn
from ..lms.roster import Roster
from ..report.blind import Blind, identifying
from ..results.pseudonyms import give_pseudonyms


@dataclass(frozen=True)
class ClassMember:
    """A submission by its name and path, and whose it is: as the LMS says, then as the roster."""

    name: str
    path: Path
    hand_ins: tuple[HandIn, ...]


def make_blind(
    out: Path, title: str, class_: Sequence[ClassMember], roster: Roster | None, write: bool = True
) -> Blind:
    """Give a pseudonym to each submission of a class, and `write` the key; raises `NoPseudonyms`.

    Whatever the roster, the LMS and the names of files say of the class is replaced on its pages.
    """
    hand_ins = {one.name: one.hand_ins[-1] for one in class_}
    pseudonyms = give_pseudonyms(out, title, hand_ins, write)
    known = [(text, one.name) for one in class_ for text in _known(one)]
    students = roster.students if roster else ()
    others = [(text, "") for one in students for text in identifying(one.name, one.ids, one.email)]
    return Blind(pseudonyms, (*known, *others))


def _known(one: ClassMember) -> Iterator[str]:
    """Yield whatever tells whose a submission is."""
    yield from (one.name, one.path.name, one.path.stem)
    for person in (person for hand_in in one.hand_ins for person in hand_in.people):
        yield from identifying(person.name, person.ids, person.email)
