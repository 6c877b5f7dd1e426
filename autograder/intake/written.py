"""How much of the assignment is written in sources, judged by their lines alone."""

import re
from collections.abc import Iterable, Mapping

from ..probing.questions import FILES, NAMES, PACKAGE
from ..probing.stubs import count_stubs

DEFINED = re.compile(
    rf"^[ \t]*(?:(?:async[ \t]+)?def|class)[ \t]+({'|'.join(NAMES)})\b"
    rf"|^[ \t]*({'|'.join(NAMES)})[ \t]*(?::[^=\n]+)?=(?!=)",
    re.MULTILINE,
)
IMPORT = re.compile(r"^[ \t]*from[^\n]", re.MULTILINE)
NAME = re.compile(rf"\b(?:{'|'.join(NAMES)})\b")


def written(texts: Iterable[bytes]) -> int:
    """Return how much of the assignment is written in these sources: names without stubs."""
    texts = list(texts)
    stubs = sum(count_stubs(text.decode("utf-8", "replace")) for text in texts)
    return max(0, len(defined(texts)) - stubs)


def written_in_package(files: Mapping[str, bytes]) -> int:
    """Return how much of the assignment is written in the package."""
    wanted = {f"{PACKAGE}/{module}.py" for module in FILES}
    return written(data for path, data in files.items() if path in wanted)


def defined(texts: Iterable[bytes]) -> set[str]:
    """Return the names of the assignment that these sources define."""
    found: set[str] = set()
    for text in (text.decode("utf-8", "replace").replace("\r", "\n") for text in texts):
        found |= {match[1] or match[2] for match in DEFINED.finditer(text)}
        found |= _imported(text)
    return found


def _imported(text: str) -> set[str]:
    """Return the assignment's names after `from … import`, in time linear in the line's length."""
    found: set[str] = set()
    for start in IMPORT.finditer(text):
        end = text.find("\n", start.end())
        line = text[start.end() : end if end >= 0 else None]
        found.update(NAME.findall(line.partition("import")[2]))
    return found
