"""Who is known from a folder of results: the names that a decision can be about."""

from pathlib import Path

from .results_json import UnreadableResult, read_document


def known_students(out: Path) -> set[str]:
    """Return the names of the submissions in `out`, and the ids and addresses of their students.

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
    return known
