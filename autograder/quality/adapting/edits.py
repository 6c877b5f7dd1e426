"""Changes of a project's files that are collected first and written together."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ...files import write_whole
from .tree import Definition, Lines, Tree


class AdaptError(Exception):
    """What is asked for cannot be done: one sentence, and nothing was written."""


@dataclass
class Edits:
    """Texts of files by path, None for one that goes; those of other files are the tree's."""

    tree: Tree
    texts: dict[str, str | None] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a file's text with the changes up to now."""
        return (self.texts[name] or "") if name in self.texts else self.tree.text(name)

    def write(self, name: str, text: str) -> None:
        """Put a text in the place of a file's."""
        self.texts[name] = text

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        if self.tree.path(name).is_file():
            self.texts[name] = None

    def cut(self, name: str, places: Iterable[Lines]) -> None:
        """Take these lines out of a file, by their numbers in its present text."""
        numbers = {number for first, last in places for number in range(first, last + 1)}
        lines = self.text(name).split("\n")
        if numbers:
            self.write(name, "\n".join(x for n, x in enumerate(lines, 1) if n not in numbers))

    def apply(self) -> None:
        """Write and remove the files."""
        for name, text in self.texts.items():
            path = self.tree.path(name)
            if text is None:
                path.unlink()
            else:
                write_whole(path, text, _mode(path))


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777 if path.exists() else 0o644


def lines_of(node: Definition) -> Lines:
    """Return the lines of a definition with its decorators."""
    first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
    return first, node.end_lineno or first


def indented_block(text: str, line: int) -> Lines:
    """Return the lines of an entry of YAML that begins on `line`, with what is indented below."""
    lines = text.split("\n")
    margin = _indentation(lines[line - 1])
    last = line
    for number in range(line + 1, len(lines) + 1):
        if lines[number - 1].strip():
            if _indentation(lines[number - 1]) <= margin:
                break
            last = number
    return line, last


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip())
