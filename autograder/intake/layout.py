"""Finds the package in what was handed in, wherever it lies, and puts it at `digits/`."""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from ..language.sentence import Field, Sentence, listed, sentence
from ..probing.places import CELL
from ..probing.questions import NAMES_IN, PACKAGE
from .collector import Contents
from .foreign import what_is
from .limits import NOTEBOOK, SOURCE, IntakeError
from .written import defined, written

FILES = tuple(f"{module}.py" for module in NAMES_IN)
TESTS = "tests"
COPY = r"(?:[ _-]+(?:copy|kopie|copie|copia))?(?:[ _-]*\(?\d{1,3}\)?)?"  # a second one's name
PACKAGE_NAME = re.compile(PACKAGE + COPY, re.IGNORECASE)
EXPECTED = sentence(
    "please hand in the folder {package}/ with {files} and {last} in it, or the notebook"
    " {notebook}",
    package=PACKAGE,
    files=", ".join(FILES[:-1]),
    last=FILES[-1],
    notebook=PACKAGE + NOTEBOOK,
)


def find_package(contents: Contents, shown: str) -> PurePosixPath | None:
    """Return the folder with the package's files, or None; raise `IntakeError` if there are two.

    Best is a folder in which something is written, then one called `digits`, then the one that is
    least deep. Without any of the files that the assignment asks for, a folder is taken whose code
    defines what is asked for, unless there is a notebook; then a folder `digits` with any code.
    """
    asked = _by_folder(path for path in contents.files if PurePosixPath(path).name in FILES)
    if not asked and not contents.notebooks:
        asked = _by_folder(
            p for p, data in contents.files.items() if _is_code(p) and defined([data])
        )
    if not asked:
        code = (path for path in contents.files if _is_code(path))
        asked = {place: paths for place, paths in _by_folder(code).items() if _is_named(place)}

    ranks = {
        place: (not _written(contents, own), not _is_named(place), len(place.parts), -len(own))
        for place, own in asked.items()
    }
    ranked = sorted(ranks, key=lambda place: ranks[place])
    for other in ranked[1:]:
        if ranks[other] == ranks[ranked[0]] and not _are_copies(contents, other, ranked[0]):
            raise IntakeError(
                "{shown} holds the assignment twice, in {one} and in {other}; please hand in one of"
                " them.",
                shown=shown,
                one=str(ranked[0]),
                other=str(other),
            )
    return ranked[0] if ranked else None


def other_packages(contents: Contents, package: PurePosixPath) -> list[str]:
    """Return the other folders in which another solution is written."""
    asked = _by_folder(path for path in contents.files if PurePosixPath(path).name in FILES)
    return [
        str(place)
        for place, paths in asked.items()
        if place != package
        and _written(contents, paths)
        and not _are_copies(contents, place, package)
    ]


def put_in_place(files: dict[str, bytes], package: PurePosixPath) -> dict[str, bytes]:
    """Return `files` with the package at `digits/`, without what is outside and without tests.

    Of two packages side by side the other is outside, too.
    """
    named = is_package_name(package.name)
    root = package.parent if named else package
    placed: dict[str, bytes] = {}
    for inside, data in _inside(files, root):
        if not named:
            inside = PACKAGE / inside
        elif inside.parts[0] == package.name:
            inside = PurePosixPath(PACKAGE, *inside.parts[1:])
        elif is_package_name(inside.parts[0]):
            continue
        placed[str(inside)] = data
    return placed


def is_package_name(name: str) -> bool:
    """Say whether a folder is called `digits`, or as a copy of it is called: `digits (1)`."""
    return PACKAGE_NAME.fullmatch(name) is not None


def beside(files: dict[str, bytes], notebook: PurePosixPath) -> dict[str, bytes]:
    """Return the files that lie with the notebook, as seen from it, without tests."""
    return {str(inside): data for inside, data in _inside(files, notebook.parent)}


def _inside(files: dict[str, bytes], root: PurePosixPath) -> Iterator[tuple[PurePosixPath, bytes]]:
    """Yield the files below `root`, as seen from there, without tests.

    Left out is also what is called as the file of a notebook's cell will be.
    """
    for path, data in files.items():
        if PurePosixPath(path).is_relative_to(root):
            inside = PurePosixPath(path).relative_to(root)
            if inside.parts[0] != TESTS and not inside.parts[0].startswith(CELL):
                yield inside, data


def wrong_layout(contents: Contents, shown: str) -> IntakeError:
    """Return the error that says what was found in place of a package, and what was expected."""
    names = [*contents.files, *contents.left_out]
    if not names:
        return IntakeError("{shown} is empty; {expected}.", shown=shown, expected=EXPECTED)
    top: dict[str, Field] = {}
    for name in names:
        first, _, rest = name.partition("/")
        if rest:
            top[first] = f"{first}/"
        elif what := what_is(contents.files.get(name, b"")):
            top[name] = Sentence("{name} ({what})", {"name": name, "what": what})
        else:
            top[name] = name
    return IntakeError(
        "There is no package {package} in {shown}, only {found}; {expected}.",
        package=PACKAGE,
        shown=shown,
        found=listed(top.values()),
        expected=EXPECTED,
    )


def _by_folder(paths: Iterable[str]) -> dict[PurePosixPath, list[str]]:
    """Return paths by their folders, without those of tests."""
    places: dict[PurePosixPath, list[str]] = {}
    for path in paths:
        if TESTS not in (place := PurePosixPath(path).parent).parts:
            places.setdefault(place, []).append(path)
    return places


def _written(contents: Contents, paths: Iterable[str]) -> bool:
    return written(contents.files[path] for path in paths) > 0


def _are_copies(contents: Contents, one: PurePosixPath, other: PurePosixPath) -> bool:
    """Say whether the files that the assignment asks for are the same in both folders."""
    both = [[contents.files.get(str(place / file)) for file in FILES] for place in (one, other)]
    return both[0] == both[1]


def _is_named(place: PurePosixPath) -> bool:
    return place.name.casefold() == PACKAGE


def _is_code(path: str) -> bool:
    return path.endswith(SOURCE)
