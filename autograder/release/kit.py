"""Which modules of ours others receive: those that a face needs, found by what imports what."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ..probing.questions import QUESTIONS
from ..project import GRADER_PACKAGE

PUBLIC_FACES = (  # what a student's self-checks import
    "checking/check_data",
    "checking/hints/catalogue",
    "checking/run_check",
    "checking/watched_submission",
    "datasets/embedded",
    "otter/runner",
    "probing/loader",
    "probing/untouched",
    "probing/watching",
    *(
        f"checking/hints/en/{path.stem}"
        for path in sorted((GRADER_PACKAGE / "checking/hints/en").glob("*.py"))
        if path.stem.partition("_")[0] in ("shared", *QUESTIONS)
    ),
)


LANGUAGE_MODULE = "probing/hints/language"  # says which language the kit speaks
HINTS = ("checking/hints", "probing/hints")  # where the words are, a folder a language


def words_of(language: str) -> tuple[str, ...]:
    """Return the modules with a language's words that students get."""
    found = (path for one in HINTS for path in (GRADER_PACKAGE / one / language).glob("*.py"))
    public = (path for path in found if path.stem != "hidden")
    return tuple(
        sorted(path.relative_to(GRADER_PACKAGE).with_suffix("").as_posix() for path in public)
    )


def kit_module(name: str, language: str) -> bytes:
    """Return the source of a module that others receive, in a language."""
    source = (GRADER_PACKAGE / f"{name}.py").read_bytes()
    return source.replace(b'"en"', f'"{language}"'.encode()) if name == LANGUAGE_MODULE else source


def modules_for(faces: tuple[str, ...]) -> list[str]:
    """Return the modules that these need, directly or not, and themselves, with the `__init__` of
    their packages; each as a path in `autograder/`, without its ending.
    """
    found: set[str] = set()
    waiting = list(faces)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        folder = Path(name).parent
        waiting += [f"{one.as_posix()}/__init__" for one in [folder, *folder.parents][:-1]]
        waiting += _imported(Path(name))
    return sorted(found)


def _imported(module: Path) -> Iterator[str]:
    """Yield the modules of ours that a module imports, in its functions, too."""
    for level, package, names in _relative((GRADER_PACKAGE / f"{module}.py").read_text("utf-8")):
        place = module.parents[level - 1].joinpath(*package.split("."))
        if (GRADER_PACKAGE / f"{place}.py").is_file():
            yield place.as_posix()
        else:  # a package: what is imported are modules of it, or stands in its `__init__`
            yield f"{place.as_posix()}/__init__"
            for name in names:
                if (GRADER_PACKAGE / place / f"{name}.py").is_file():
                    yield (place / name).as_posix()


@cache  # a release looks at the same modules for several faces
def _relative(source: str) -> list[tuple[int, str, list[str]]]:
    """Return the relative imports of a module: how many levels up, from where, and which names."""
    return [
        (node.level, node.module or "", [alias.name for alias in node.names])
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
