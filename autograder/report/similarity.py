"""Submissions that are like each other; copydetect compares, what everybody has does not count.

Names and comments are left aside, and so is what stands in the skeleton or in many submissions:
obvious solutions look the same. Likeness is no proof of anything: a person has to look.
"""

import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy

from ..intake.submissions import is_code
from ..probing.questions import PACKAGE
from ..text import without_blank_ends

if TYPE_CHECKING:
    from copydetect import CodeFingerprint

GIVEN = tuple(f"{PACKAGE}/{one}.py" for one in ("__init__", "__main__", "plots", "shape"))
RUN = 25  # characters that must agree, names shortened to a letter
LEAST = 150  # characters that two submissions must have in common, counted so
SHARE = 0.5  # of what is their own
MANY, FEW = 0.25, 5  # of a class: what more than so many have does not count; fewer may be a ring
MAX_CODE = 100_000  # characters of a submission that are compared
INSTALL = "--similar needs copydetect: pip install 'autograder[similar]'"

Piece = tuple[str, bool]  # code, and whether the other has it too


@dataclass(frozen=True)
class Likeness:
    """Two submissions by name, how much of each the other has too, and their code in pieces."""

    names: tuple[str, str]
    shares: tuple[float, float]
    sides: tuple[tuple[Piece, ...], tuple[Piece, ...]]


def is_installed() -> bool:
    """Say whether copydetect is at hand."""
    return find_spec("copydetect") is not None


def own_code(files: Mapping[str, bytes]) -> str:
    """Return the code of a submission as one text, without what was given."""
    texts = [
        f"# {name}\n{content.decode('utf-8', 'replace')}"
        for name, content in sorted(files.items())
        if name not in GIVEN and is_code(name)
    ]
    return "\n\n".join(texts)[:MAX_CODE]


def find_similar(codes: Mapping[str, str], skeleton: str) -> list[Likeness]:
    """Find the pairs among `codes`, by name, that are alike, the most alike first."""
    names = sorted(codes)
    common = set(_print_of(skeleton).hashes)
    counts = Counter(number for name in names for number in set(_print_of(codes[name]).hashes))
    many = max(MANY * len(names), FEW)
    common |= {number for number, count in counts.items() if count > many}
    prints = {name: _print_of(codes[name], sorted(common)) for name in names}
    found = [
        _likeness(first, second, prints[first], prints[second])
        for first, second in combinations(names, 2)
    ]
    return sorted((one for one in found if one), key=lambda one: -max(one.shares))


def _print_of(code: str, ignored: Sequence[int] = ()) -> "CodeFingerprint":
    from copydetect import CodeFingerprint  # noqa: PLC0415 - it is an extra

    boilerplate = numpy.array(ignored, dtype=numpy.int64)
    text = io.StringIO(without_blank_ends(code))
    return CodeFingerprint("submission.py", RUN, 1, boilerplate, language="python", fp=text)


def _likeness(first: str, second: str, one: Any, other: Any) -> Likeness | None:
    from copydetect import compare_files  # noqa: PLC0415 - it is an extra

    if not len(one.hashes) or not len(other.hashes):
        return None
    length, shares, slices = compare_files(one, other)
    if length < LEAST or max(shares) < SHARE:
        return None
    sides = tuple(
        _pieces(print.raw_code, part) for print, part in zip((one, other), slices, strict=True)
    )
    return Likeness(
        (first, second),
        (min(float(shares[0]), 1.0), min(float(shares[1]), 1.0)),
        (sides[0], sides[1]),
    )


def _pieces(code: str, slices: Any) -> tuple[Piece, ...]:
    """Cut code where what the other has too begins and ends."""
    pieces: list[Piece] = []
    position = 0
    for start, end in sorted(zip(slices[0].tolist(), slices[1].tolist(), strict=True)):
        start, end = max(int(start), position), max(int(end), position)
        pieces += [(code[position:start], False), (code[start:end], True)]
        position = end
    return tuple(piece for piece in [*pieces, (code[position:], False)] if piece[0])
