"""Who is in a folder of results, and by which names a decision can be about them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ..intake.filenames import HandIn, Person
from .pseudonyms import in_key, read_key
from .results_json import UnreadableResult, read_document


@dataclass(frozen=True)
class Known:
    """The submissions that have a result, and whose they are; `pseudonyms` as `read_key` has them.

    Where no result can be read nobody is known.
    """

    hand_ins: Mapping[str, HandIn] = field(default_factory=dict)
    pseudonyms: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> set[str]:
        """All that a decision can call somebody: submissions, pseudonyms, ids and addresses."""
        return {name for submission in self.hand_ins for name in self._names_of(submission)}

    @cached_property
    def submissions(self) -> dict[str, str]:
        """The submissions, by all that a decision can call them, in small letters.

        What may be several of them is left out; what a submission is called is that submission.
        """
        found: dict[str, set[str]] = {}
        for submission in self.hand_ins:
            for name in self._names_of(submission):
                found.setdefault(name.casefold(), set()).add(submission)
        known = {name: next(iter(of)) for name, of in found.items() if len(of) == 1}
        return known | {name.casefold(): name for name in self.hand_ins}

    def _names_of(self, submission: str) -> set[str]:
        people = self.hand_ins[submission].people
        names = [name for one in people for name in (*one.ids, one.email)]
        return {submission, *names, self.pseudonyms.get(in_key(submission), "")} - {""}


def read_known(out: Path) -> Known:
    """Find out who has a result in `out` that can be read."""
    read = {name: one for name, one in hand_ins_in(out).items() if one is not None}
    return Known(read, read_key(out))


def hand_ins_in(out: Path) -> dict[str, HandIn | None]:
    """Return the submissions with a result in `out`, and whose they are; None if that is no file
    of a result, or a damaged one.
    """
    found: dict[str, HandIn | None] = {}
    for path in sorted(out.glob("[!.]*.json")):
        one = None
        try:
            about = read_document(path)["extra_data"]
            if isinstance(about["submission"], str):
                people = (
                    Person(str(of["name"]), tuple(map(str, of["ids"])), str(of["email"]))
                    for of in about.get("students", ())
                )
                one = HandIn(tuple(people), file=str(about.get("file", "")))
        except (UnreadableResult, LookupError, TypeError, AttributeError):
            pass
        found[path.name.removesuffix(".json")] = one
    return found
