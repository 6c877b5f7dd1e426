"""Pseudonyms of submissions, for whoever marks without knowing whose answer it is.

They come from a key that lies beside the results, so that no roster tells what they stand for.
"""

import hmac
import json
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ..files import write_whole

FILE = ".desk.json"
BEGIN = "answer-"
LENGTH = 12  # hexadecimal digits


@dataclass(frozen=True)
class Pseudonyms:
    """The pseudonyms of a class: the same as long as its key is."""

    key: str

    @property
    def class_key(self) -> str:
        """A name for the class that does not tell the key."""
        return sha256(self.key.encode()).hexdigest()[:LENGTH]

    def of(self, name: str) -> str:
        """Return the pseudonym of the submission `name`."""
        digest = hmac.new(bytes.fromhex(self.key), name.encode("utf-8", "replace"), "sha256")
        return BEGIN + digest.hexdigest()[:LENGTH]

    def names(self, of: Iterable[str]) -> dict[str, str]:
        """Return submissions by their pseudonyms."""
        return {self.of(name): name for name in of}


def read_pseudonyms(out: Path) -> Pseudonyms | None:
    """Read the key of the results in `out`; None where there is none, or no good one."""
    try:
        key = json.loads((out / FILE).read_bytes())["key"]
        bytes.fromhex(key)
        return Pseudonyms(key)
    except (OSError, ValueError, LookupError, TypeError):
        return None


def make_pseudonyms(out: Path) -> Pseudonyms:
    """Read the key of the results in `out`, or make one; raises `OSError`."""
    if (there := read_pseudonyms(out)) is not None:
        return there
    key = secrets.token_hex(32)
    write_whole(out / FILE, json.dumps({"key": key}))
    return Pseudonyms(key)


def result_names(out: Path) -> Iterator[str]:
    """Yield the names of the submissions that have a result in `out`."""
    for path in sorted(out.glob("*.json")):
        if not path.name.startswith("."):
            yield path.name.removesuffix(".json")
