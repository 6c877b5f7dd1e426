"""Who is in a folder of results, and by which names a decision can be about them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ..intake.filenames import HandIn, Person, caseless
from .pseudonyms import read_key
from .results_json import UnreadableResult, read_document
from .whose import Whose


@dataclass(frozen=True)
class Known:
    """The submissions that have a result, and whose they are; `pseudonyms` as `read_key` has them.

    Where no result can be read nobody is known.
    """

    hand_ins: Mapping[str, HandIn] = field(default_factory=dict)
    pseudonyms: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def whose(self) -> Whose:
        """What finds the submissions that a decision is about."""
        return Whose(self.hand_ins, self.pseudonyms)

    @cached_property
    def submissions(self) -> dict[str, str]:
        """The submissions, by all that a decision can call them, as `caseless` writes it.

        What may be several of them is left out; what a submission is called is that submission.
        """
        found = {caseless(name): self.whose.find(name).about for name in self.whose.names}
        known = {name: about[0] for name, about in found.items() if len(about) == 1}
        return known | {caseless(name): name for name in self.hand_ins}


def read_known(out: Path) -> Known:
    """Find out who has a result in `out` that can be read."""
    read = {name: one for name, one in hand_ins_in(out).items() if one is not None}
    return Known(read, read_key(out))


def hand_ins_in(out: Path) -> dict[str, HandIn | None]:
    """Return the submissions with a result in `out`, and whose they are; None if that is no file
    of a result, or a damaged one.
    """
    paths = sorted(out.glob("[!.]*.json"))
    return {path.name.removesuffix(".json"): hand_in_of(path) for path in paths}


def hand_in_of(path: Path) -> HandIn | None:
    """Return whose the submission is whose result lies at `path`; None where there is none that can
    be read.
    """
    try:
        about = read_document(path)["extra_data"]
        if not isinstance(about["submission"], str):
            return None
        people = (
            Person(str(of["name"]), tuple(map(str, of["ids"])), str(of["email"]))
            for of in about.get("students", ())
        )
        return HandIn(tuple(people), file=str(about.get("file", "")))
    except (UnreadableResult, LookupError, TypeError, AttributeError):
        return None
