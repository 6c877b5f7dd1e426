"""Who is in a folder of results: whom a decision can be about."""

from pathlib import Path

from ..intake.filenames import HandIn, Person
from .pseudonyms import read_key
from .results_json import UnreadableResult, read_document
from .whose import Whose


def read_whose(out: Path) -> Whose:
    """Find out who has a result in `out` that can be read."""
    read = {name: one for name, one in hand_ins_in(out).items() if one is not None}
    return Whose(read, read_key(out))


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
