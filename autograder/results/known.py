"""Who is known from a folder of results: the names that a decision can be about."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from .grade import MAX_NAME
from .grades_csv import no_formula
from .results_json import UnreadableResult, read_document
from .tables import decode, read_table

KEY = "pseudonyms.csv"  # who is who on blind pages; it stays with the instructor
PSEUDONYM = re.compile("anon-[a-z2-7]{8}")


def known_students(out: Path) -> set[str]:
    """Return the names and pseudonyms of the submissions in `out`, and the ids and addresses of
    their students.

    Where no result can be read nobody is known.
    """
    known = {name for submission, others in _known(out) for name in (submission, *others)}
    return known | set(read_key(out).values()) if known else known


def named_submissions(out: Path) -> dict[str, str]:
    """Return the submissions in `out` by all that a decision may call them, in small letters.

    What may be several of them is left out.
    """
    pseudonyms, submissions = read_key(out), list(_known(out))
    found: dict[str, set[str]] = {}
    for submission, others in submissions:
        for name in (submission, *others, pseudonyms.get(in_key(submission), "")):
            found.setdefault(name.casefold(), set()).add(submission)
    known = {name: next(iter(of)) for name, of in found.items() if name and len(of) == 1}
    return known | {name.casefold(): name for name, _ in submissions}


def _known(out: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield each submission with a result in `out`, and the ids and addresses of its students."""
    for path in out.glob("[!.]*.json"):
        try:
            about = read_document(path)["extra_data"]
            others = []
            for one in about.get("students", ()):
                others += [*one["ids"], one["email"]]
            submission = about["submission"]
        except (UnreadableResult, LookupError, TypeError, AttributeError):
            continue
        if submission and isinstance(submission, str):
            yield submission, [name for name in others if name and isinstance(name, str)]


def in_key(submission: str) -> str:
    """Return how the key writes the name of a submission; what is written already stays."""
    return no_formula(submission, MAX_NAME)


def read_key(out: Path) -> dict[str, str]:
    """Return the pseudonyms in the key, by submission as `in_key` writes it.

    There are none where there is no key.
    """
    try:
        rows = list(read_table(decode((out / KEY).read_bytes())).values())
    except (OSError, csv.Error):
        return {}
    named = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    known = {in_key(one.get("submission", "")): one.get("pseudonym", "") for one in named}
    return {name: one for name, one in known.items() if name and PSEUDONYM.fullmatch(one)}
