"""Makes words of a message: one line, where to look, and the smallest example."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import MappingProxyType, ModuleType
from typing import Any, TypeGuard, TypeVar

from .en import advice, answers, code, common, ended, networks
from .language import LANGUAGE
from .phrases import Phrases

MOST_NUMBERS = 10  # of a list that are shown
MOST_DEEP = 5  # messages in each other
IDS = "hint", "because"  # where a message names its lines

Message = str | Mapping[str, Any]
Row = tuple[str, str, str]  # a name, what was expected, what came
Entry = TypeVar("Entry")
NOTHING: Mapping[str, Any] = MappingProxyType({})


ENGLISH_PARTS = advice, answers, code, common, ended, networks
PARTS = tuple(one.__name__.rpartition(".")[2] for one in ENGLISH_PARTS)


@dataclass(frozen=True)
class Hint:
    """What a student is told: `line` says what was expected and what came, `look` where to look and
    why, `example` the smallest input that shows it. The last two may be empty.
    """

    line: str
    look: str = ""
    example: str = ""


@dataclass(frozen=True)
class Catalogue:
    """A language's words. `lines` holds by id a line with its fields in braces and the name of a
    concept, `concepts` by name a text and the handout's heading that says more, `phrases` what
    stands around them. `rows` holds by id what the example compares, where a check gives none of
    its own: a name, what was expected, what came, with the line's fields.
    """

    lines: Mapping[str, tuple[str, str]]
    concepts: Mapping[str, tuple[str, str]]
    phrases: Phrases = common.PHRASES
    rows: Mapping[str, Row] = field(default_factory=dict)

    @cached_property
    def constants(self) -> dict[str, Any]:
        """The fields of every line and concept, beside those of the check."""
        return self.phrases.constants()

    def hint(self, message: Any) -> Hint:
        """Return the hint for a message.

        A dict holds the id `hint` and the line's fields; `because` is the id of a second line, that
        names the mistake; `example` has the dicts `given`, `expected` and `got` of values by name,
        or in place of the last two a `row`: the id of one of `rows`, with its fields. A field that
        is a message, or a list of them, is given in its words.
        """
        if not isinstance(message, Mapping):
            return Hint(str(message))
        fields = self._fields(message)
        lines = [self.lines[one][0].format(**fields) for one in _ids(message)]
        concept, example = self._concept(message), message.get("example")
        return Hint(
            " ".join([*map(_ended, lines[:-1]), *lines[-1:]]),
            self._look(concept) if concept else "",
            self._table(**example) if example else "",
        )

    def words(self, message: Any) -> str:
        """Return the line of a message."""
        return self.hint(message).line

    def _fields(self, message: Mapping[str, Any]) -> dict[str, Any]:
        return self.constants | {name: self._field(value) for name, value in message.items()}

    def _field(self, value: Any) -> Any:
        """Return what stands in a line for a field: of a message its words, without a full stop."""
        if is_message(value):
            return self.words(value).rstrip(". ")
        if isinstance(value, list) and value and all(map(is_message, value)):
            return "; ".join(map(self._field, value))
        return value

    def _concept(self, message: Mapping[str, Any]) -> str:
        """Return the concept of the last line that has one, else of a message in a field."""
        own = (self.lines[one][1] for one in reversed(_ids(message)))
        inner = (self._concept(value) for value in message.values() if is_message(value))
        return next(filter(None, own), "") or next(filter(None, inner), "")

    def _look(self, concept: str) -> str:
        text, heading = self.concepts[concept]
        where = self.phrases.handout.format(heading=heading)
        return f"{' '.join(text.format(**self.constants).split())} {where}"

    def _table(
        self,
        given: Mapping[str, Any],
        expected: Mapping[str, Any] = NOTHING,
        got: Mapping[str, Any] = NOTHING,
        row: Mapping[str, Any] = NOTHING,
    ) -> str:
        """Show an example: a line for each value that is given, then expected and got."""
        lines = [f"{name} = {shown(self._field(value))}" for name, value in given.items()]
        rows = [("", self.phrases.expected, self.phrases.got)]
        rows += [(name, shown(value), shown(got[name])) for name, value in expected.items()]
        if row:
            fields = self._fields(row)
            name, one, other = self.rows[row["hint"]]
            rows.append((name.format(**fields), one.format(**fields), other.format(**fields)))
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for one_row in rows:
            cells = (cell.ljust(width) for cell, width in zip(one_row, widths, strict=True))
            lines.append("  ".join(cells).rstrip())
        return "\n".join(lines)

    def has(self, message: Any, depth: int = MOST_DEEP) -> bool:
        """Say whether a message, which may come from anybody, can be made words of: its ids are
        here, its fields are plain values, and those that its lines want are among them.
        """
        if isinstance(message, str):
            return True
        if not depth or not is_message(message):
            return False
        if not all(isinstance(one, str) and one in self.lines for one in _ids(message)):
            return False
        for name, value in message.items():
            parts = value if isinstance(value, list) else [value]
            if name == "example" or not all(_is_plain(one) or self.has(one, depth - 1)
                                            for one in parts):  # fmt: skip
                return False
        try:
            self.hint(message)
        # A field is not what its line wants, such as a number too large to be a float.
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            return False
        return True


def is_message(value: Any) -> TypeGuard[Mapping[str, Any]]:
    """Say whether a value is a message with an id."""
    return isinstance(value, Mapping) and "hint" in value


def joined(parts: Iterable[Mapping[str, Entry]]) -> dict[str, Entry]:
    """Return the entries of several parts of a catalogue."""
    return {name: entry for part in parts for name, entry in part.items()}


def parts(package: str, names: Iterable[str]) -> list[ModuleType]:
    """Return the modules of these names that a package has, such as `q4`, and those that go on with
    them, such as `q4_train`; none if there is no such package.
    """
    found = find_spec(package)
    if not found:
        return []
    there = sorted(one.name for one in iter_modules(found.submodule_search_locations))
    own = [name for first in names for name in there if name.partition("_")[0] == first]
    return [import_module(f"{package}.{name}") for name in own]


@cache
def catalogue(language: str) -> Catalogue:
    """Return the words of a language; what it does not have is English."""
    own = [*ENGLISH_PARTS, *parts(f"{__package__}.{language}", PARTS)]
    return Catalogue(
        joined(one.LINES for one in own),
        joined(one.CONCEPTS for one in own),
        next(one.PHRASES for one in reversed(own) if hasattr(one, "PHRASES")),
        rows_of(own),
    )


def rows_of(modules: Iterable[ModuleType]) -> dict[str, Row]:
    """Return the rows of examples that modules of words have."""
    return joined(getattr(one, "ROWS", NOTHING) for one in modules)


ENGLISH = catalogue("en")
WORDS = catalogue(LANGUAGE)


def _ids(message: Mapping[str, Any]) -> list[Any]:
    return [message[key] for key in IDS if message.get(key)]


def _ended(line: str) -> str:
    return line if line.endswith((".", "?", "!", ":")) else f"{line}."


def _is_plain(value: Any) -> bool:
    return value is None or type(value) in (bool, int, float, str)


def shown(value: Any) -> str:
    """Return a number, or a list or tensor of numbers, in few characters."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, str) or not isinstance(value, Iterable):
        return str(value)
    values = list(value)
    more = ["…"] if len(values) > MOST_NUMBERS else []
    return f"[{', '.join([*map(shown, values[:MOST_NUMBERS]), *more])}]"
