"""Reads YAML and remembers on which line every entry stands, for errors that point at it."""

import re
from dataclasses import dataclass
from functools import lru_cache

import yaml  # type: ignore[import-untyped]

Place = tuple[str | int, ...]  # keys and indices on the way to an entry: ("questions", "q1")


class YamlError(ValueError):
    """Text that is no YAML, or has a key twice: what is wrong, and on which line (from 1)."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Document:
    """What a YAML text says, and the lines where it says so."""

    data: object
    lines: dict[Place, int]

    def line(self, place: Place) -> int:
        """Return the line of the entry at `place`, or of the nearest one around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


class _Loader(yaml.SafeLoader):  # type: ignore[misc]
    """YAML's safe loader, which also reads `1e-3` as a number."""


_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"[-+]?[0-9]+[eE][-+]?[0-9]+"), list("-+0123456789")
)


@lru_cache(maxsize=8)  # grading.yml is read by several parts of a command
def read_yaml(data: bytes) -> Document:
    """Read one YAML document in UTF-8. Raises `YamlError`; a key given twice is an error too.

    Equal data give the same document, which is not to be changed.
    """
    try:
        loader = _Loader(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise YamlError(line, "this is not UTF-8; save the file in that encoding.") from error
    except yaml.reader.ReaderError as error:
        line = data.decode("utf-8-sig")[: error.position].count("\n") + 1
        raise YamlError(line, f"the character U+{error.character:04X} cannot be here.") from error
    lines: dict[Place, int] = {}
    root = None
    try:
        root = loader.get_single_node()
        _note_lines(root, (), lines)
        return Document(None if root is None else loader.construct_document(root), lines)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = " ".join(filter(None, (error.context, error.problem)))
        raise YamlError(mark.line + 1 if mark else 1, f"this is not YAML: {problem}.") from error
    except (ValueError, TypeError) as error:
        if isinstance(error, YamlError):
            raise
        raise YamlError(1, f"a value cannot be read: {error}.") from error
    except RecursionError as error:
        raise YamlError(1, "it is nested too deeply, or an entry contains itself.") from error
    finally:
        loader.dispose()


def _note_lines(node: yaml.Node | None, place: Place, lines: dict[Place, int]) -> None:
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            lines[*place, index] = item.start_mark.line + 1
            _note_lines(item, (*place, index), lines)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            line = key.start_mark.line + 1
            inside = (*place, str(key.value))
            if inside in lines:
                raise YamlError(
                    line, f"`{key.value}` is here a second time; it is on line {lines[inside]} too."
                )
            lines[inside] = line
            _note_lines(value, inside, lines)
