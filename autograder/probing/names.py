"""Tells which statements of a text bind a name, and from which file a name comes."""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Self

from .statements import STAR, Statement

MAX_IMPORTS = 20  # by way of how many files a name may come


class Numbers(dict[str, set[int]]):
    """Numbers of statements by name; none for a name that is not there."""

    def __missing__(self, name: str) -> set[int]:
        return set()

    def add(self, name: str, number: int) -> None:
        """Add a statement's number."""
        self.setdefault(name, set()).add(number)


class Names:
    """The names of a text's statements, which are meant by their numbers.

    `package` is what relative imports start from; `other` returns the same for a module of the
    student's, None for any other module.
    """

    def __init__(
        self, statements: list[Statement], package: str, other: Callable[[str], Self | None]
    ) -> None:
        self.statements = statements
        self.package = package
        self.other = other

    @cached_property
    def made(self) -> Numbers:
        """What defines, imports, wraps or aliases a name; for `*`, what may bind any name."""
        made = Numbers()
        for number, statement in enumerate(self.statements):
            for name in statement.makes:
                made.add(name, number)
            if statement.effects.dynamic:
                made.add(STAR, number)
        return made

    @cached_property
    def assigned(self) -> Numbers:
        """What binds a name in any other way."""
        assigned = Numbers()
        for number, statement in enumerate(self.statements):
            for name in statement.sets:
                assigned.add(name, number)
        return assigned

    def binding(self, name: str) -> list[Statement]:
        """Return the statements that bind a name."""
        return [self.statements[number] for number in sorted(self.made[name] | self.assigned[name])]

    @cached_property
    def library(self) -> set[str]:
        """The names that stand for what comes from other people's modules."""
        return {
            name
            for name, numbers in self.made.items()
            if name not in self.imported
            and name not in self.assigned
            and all(self.statements[number].imports for number in numbers)
        }

    def is_students(self, name: str) -> bool:
        """Say whether a name comes from another file of the student's."""
        return name in self.imported or self._star_of(name) is not None

    def origin(self, name: str) -> tuple[Self, str]:
        """Return the text from which `name`, or `name.attribute`, comes, and its name there.

        The name of a module of the student's is empty.
        """
        names = self
        for _ in range(MAX_IMPORTS):
            head, dot, rest = name.partition(".")
            absolute = names.imported.get(head)
            if absolute is None:
                star = names._star_of(head)
                if star is None:
                    break
                names = star
                continue
            parts = f"{absolute}{dot}{rest}".split(".")
            name = parts[-1]  # where the file is missing
            for length in range(len(parts), 0, -1):
                found = names.other(".".join(parts[:length]))
                if found is not None:
                    names, name = found, ".".join(parts[length:])
                    break
        return names, name

    def imported_modules(self) -> Iterator[str]:
        """Yield the absolute names of what may be modules of those that the text imports."""
        for statement in self.statements:
            for module, name, _ in statement.imported(self.package):
                yield from (module, f"{module}.{name}")

    @cached_property
    def imported(self) -> dict[str, str]:
        """What names are that come from the student's files, such as `digits.data.make`."""
        return {
            bound: f"{module}.{name}" if name else module
            for statement in self.statements
            for module, name, bound in statement.imported(self.package)
            if bound and self.other(module.split(".")[0]) is not None
        }

    @cached_property
    def _stars(self) -> list[Self]:
        """The student's files of which all is imported."""
        modules = [
            module
            for number in sorted(self.made[STAR])
            for module, name, _ in self.statements[number].imported(self.package)
            if name == STAR
        ]
        return [found for module in modules if (found := self.other(module)) is not None]

    def _star_of(self, name: str, asking: tuple[Self, ...] = ()) -> Self | None:
        """Return the file whose `import *` binds a name; None if there is none."""
        if name in self.made or name in self.assigned or self in asking:
            return None
        for star in self._stars:
            known = name in star.made or name in star.assigned
            if known or star._star_of(name, (*asking, self)):
                return star
        return None
