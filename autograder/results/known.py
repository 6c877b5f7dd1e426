"""Who is known from a folder of results: the names that a decision can be about."""

import csv
import io
import re
from pathlib import Path

from .results_json import UnreadableResult, read_document
from .tables import decode

KEY = "pseudonyms.csv"  # who is who on blind pages; it stays with the instructor
PSEUDONYM = re.compile("anon-[a-z2-7]{8}")


def known_students(out: Path) -> set[str]:
    """Return the names and pseudonyms of the submissions in `out`, and the ids and addresses of
    their students.

    Where no result can be read nobody is known.
    """
    known: set[str] = set()
    for path in out.glob("[!.]*.json"):
        try:
            about = read_document(path)["extra_data"]
            names = [about["submission"]]
            for one in about.get("students", ()):
                names += [*one["ids"], one["email"]]
        except (UnreadableResult, LookupError, TypeError, AttributeError):
            continue
        known.update(name for name in names if name and isinstance(name, str))
    return known | set(read_key(out).values()) if known else known


def read_key(out: Path) -> dict[str, str]:
    """Return the pseudonyms in the key, by submission; none where there is no key."""
    try:
        text = decode((out / KEY).read_bytes())
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
    except (OSError, csv.Error):
        return {}
    known = {(row.get("submission") or "").removeprefix("'"): row.get("pseudonym") for row in rows}
    return {name: one for name, one in known.items() if name and one and PSEUDONYM.fullmatch(one)}
