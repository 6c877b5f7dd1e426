"""How much of the assignment is written in sources, judged by their lines alone."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..probing.questions import NAMES, NAMES_IN, PACKAGE
from ..probing.stubs import find_stubs

DEFINED = re.compile(
    rf"^[ \t]*(?:(?:>>>|In \[\d+\]:) )?(?:(?:async[ \t]+)?def|class)[ \t]+({'|'.join(NAMES)})\b"
    rf"|^[ \t]*({'|'.join(NAMES)})[ \t]*(?::[^=\n]+)?=(?!=)",
    re.MULTILINE,
)
IMPORT = re.compile(r"^[ \t]*from[^\n]", re.MULTILINE)
END = re.compile(r"^(?:[^\s#)\]}]|[ \t]+return\b)", re.MULTILINE)
NAME = re.compile(rf"\b(?:{'|'.join(NAMES)})\b")


def written(texts: Iterable[bytes]) -> int:
    """Return how much of the assignment is written in these sources: its names without stubs."""
    return len(set().union(*(_written(_decode(text)) for text in texts)))


def written_in_package(files: Mapping[str, bytes]) -> int:
    """Return how much of the assignment is written in the package."""
    wanted = {f"{PACKAGE}/{module}.py" for module in NAMES_IN}
    return written(data for path, data in files.items() if path in wanted)


def defined(texts: Iterable[bytes]) -> set[str]:
    """Return the names of the assignment that these sources define."""
    return {name for text in map(_decode, texts) for name, _ in _definitions(text)}


def _written(text: str) -> set[str]:
    """Return the names that a text defines, and that return before a stub, or are over before it.

    A definition is over at the next line that begins at the margin.
    """
    stubs = find_stubs(text)
    ends = [found.start() for found in END.finditer(text)]

    def first(places: Sequence[int], after: int) -> int:
        index = bisect_right(places, after)
        return places[index] if index < len(places) else len(text)

    return {
        name
        for name, place in _definitions(text)
        if place is not None and first(stubs, place) >= first(ends, place)
    }


def _definitions(text: str) -> Iterator[tuple[str, int | None]]:
    """Yield the assignment's names where they are defined, and from where a stub would follow.

    That is None for what is imported from the package: it is written there or nowhere. The time is
    linear in the length of the lines, for a student writes them.
    """
    for found in DEFINED.finditer(text):
        yield found[1] or found[2], found.end()
    for start in IMPORT.finditer(text):
        end = text.find("\n", start.end())
        line = text[start.end() : end if end >= 0 else None]
        module, _, names = line.partition("import")
        own = module.strip().startswith((".", PACKAGE))
        for name in NAME.findall(names):
            yield name, None if own else len(text)


def _decode(text: bytes) -> str:
    return text.decode("utf-8", "replace").replace("\r", "\n")
