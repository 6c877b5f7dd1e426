"""Finds the package in what was handed in, wherever it lies, and puts it at `digits/`."""

from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath

from ..probing.questions import FILES as MODULES
from ..probing.questions import PACKAGE
from .collector import NOTEBOOK, Contents, IntakeError

FILES = tuple(f"{module}.py" for module in MODULES)
TESTS = "tests"
EXPECTED = (
    f"please hand in the folder {PACKAGE}/ with {', '.join(FILES[:-1])} and {FILES[-1]} in it, or"
    f" the notebook {PACKAGE}{NOTEBOOK}"
)


def find_package(contents: Contents, shown: str) -> PurePosixPath | None:
    """Return the folder with the package's files, or None; raise `IntakeError` if there are two.

    Best is a folder `digits` with files that the assignment asks for, then any folder with such
    files, then a folder `digits` with any Python; of several the one that is least deep.
    """
    code = [PurePosixPath(path) for path in contents.files if path.endswith(".py")]
    asked = Counter(path.parent for path in code if path.name in FILES)
    asked = Counter({folder: n for folder, n in asked.items() if TESTS not in folder.parts})
    named = [folder for folder in asked if folder.name.casefold() == PACKAGE]
    empty = [path.parent for path in code if path.parent.name.casefold() == PACKAGE]
    candidates = named or list(asked) or list(dict.fromkeys(empty))
    ranked = sorted(candidates, key=lambda folder: (len(folder.parts), -asked[folder]))
    if len(ranked) > 1:
        first, second = ranked[:2]
        if len(first.parts) == len(second.parts) and asked[first] == asked[second]:
            raise IntakeError(
                f"{shown} holds the assignment twice, in {first} and in {second}; please hand in"
                " one of them."
            )
    return ranked[0] if ranked else None


def put_in_place(files: dict[str, bytes], package: PurePosixPath) -> dict[str, bytes]:
    """Return `files` with the package at `digits/`, without what is outside and without tests."""
    named = package.name.casefold() == PACKAGE
    root = package.parent if named else package
    placed: dict[str, bytes] = {}
    for inside, data in _inside(files, root):
        if not named:
            inside = PACKAGE / inside
        elif inside.parts[0] == package.name:
            inside = PurePosixPath(PACKAGE, *inside.parts[1:])
        placed[str(inside)] = data
    return placed


def beside(files: dict[str, bytes], notebook: PurePosixPath) -> dict[str, bytes]:
    """Return the files that lie with the notebook, as seen from it, without tests."""
    return {str(inside): data for inside, data in _inside(files, notebook.parent)}


def _inside(files: dict[str, bytes], root: PurePosixPath) -> Iterator[tuple[PurePosixPath, bytes]]:
    """Yield the files below `root`, as seen from there, without tests."""
    for path, data in files.items():
        if PurePosixPath(path).is_relative_to(root):
            inside = PurePosixPath(path).relative_to(root)
            if inside.parts[0] != TESTS:
                yield inside, data


def wrong_layout(contents: Contents, shown: str) -> str:
    """Say what was found in place of a package, and what was expected."""
    names = [*contents.files, *contents.left_out]
    if not names:
        return f"{shown} is empty; {EXPECTED}."
    large = [name for name in contents.left_out if name.lower().endswith(NOTEBOOK)]
    if large:  # too large to be taken in
        return f"{large[0]} is too large; please clear its outputs and hand it in again."
    top = list(
        dict.fromkeys(name if "/" not in name else name.split("/")[0] + "/" for name in names)
    )
    more = f" and {len(top) - 4} more" if len(top) > 4 else ""
    return f"There is no package {PACKAGE} in {shown}, only {', '.join(top[:4])}{more}; {EXPECTED}."
