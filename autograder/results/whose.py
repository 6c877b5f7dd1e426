"""Whose grade a decision is about: found by a submission's name, a pseudonym, an id or an address.

Capitals do not count, nor do the two forms of letters with accents. But whatever is called so
letter for letter comes first.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ..intake.filenames import HandIn, Person, caseless
from .pseudonyms import in_key

NUMBERED = re.compile(r"(.+)-\d+", re.DOTALL)  # a result whose name another one had already


@dataclass(frozen=True)
class AboutWhom:
    """The submissions that a name is `about`, of one student; or else those of several students
    that it `may` be about.
    """

    about: tuple[str, ...] = ()
    may: tuple[str, ...] = ()


@dataclass(frozen=True)
class Whose:
    """Submissions by name, and who handed them in; `pseudonyms` as `read_key` has them."""

    hand_ins: Mapping[str, HandIn] = field(default_factory=dict)
    pseudonyms: Mapping[str, str] = field(default_factory=dict)

    def find(self, name: str) -> AboutWhom:
        """Find the submissions that a decision about `name` is about."""
        key = caseless(name)
        if name in self.hand_ins:
            return AboutWhom((name,))
        if key in self._called:
            one = self._called[key]
            others = [*self._namesakes(one), *self.with_id(one)] if caseless(one) == key else []
            return AboutWhom((), (one, *others)) if others else AboutWhom((one,))
        if key not in self._known:
            namesakes = tuple(self._named.get(key, ()))
            return AboutWhom((), namesakes if len(namesakes) > 1 else ())
        found = self._known[key]
        names = tuple(dict.fromkeys(name for name, _ in found))
        several = all(len({of(person) for _, person in found}) > 1 for of in (student_of, _name))
        return AboutWhom((), names) if several else AboutWhom(names)

    def describe(self, submission: str) -> str:
        """Say which submission this is: its name, and what is known of its students."""
        about = [
            text
            for person in self.hand_ins[submission].people
            for text in dict.fromkeys((person.name, *person.ids, person.email))
            if text and text != submission
        ]
        if others := self._namesakes(submission):
            about.append(f"another one is {', '.join(others)}")
        if others := self.with_id(submission):
            about.append(f"an id or address of {', '.join(others)} is the same")
        return f"{submission} ({', '.join(about)})" if about else submission

    @cached_property
    def names(self) -> set[str]:
        """All that a decision can call somebody."""
        known = {text for one in self.hand_ins.values() for text in names_of(one)}
        keys = {in_key(name) for name in self.hand_ins}
        return {*self.hand_ins, *known, *(self.pseudonyms[k] for k in keys & {*self.pseudonyms})}

    @cached_property
    def submissions(self) -> dict[str, str]:
        """The submissions, by all that a decision can call them, as `caseless` writes it.

        What may be several of them is left out; what a submission is called is that submission.
        """
        found = {caseless(name): self.find(name).about for name in self.names}
        known = {name: about[0] for name, about in found.items() if len(about) == 1}
        return known | {caseless(name): name for name in self.hand_ins}

    @cached_property
    def _called(self) -> dict[str, str]:
        """The submissions, by pseudonyms and by names, of which no two are the same."""
        keys = ((self.pseudonyms.get(in_key(name)), name) for name in self.hand_ins)
        called = {caseless(pseudonym): name for pseudonym, name in keys if pseudonym}
        return called | {caseless(name): name for name in self.hand_ins}

    @cached_property
    def _known(self) -> dict[str, list[tuple[str, Person]]]:
        """The submissions and their students, by ids and addresses."""
        known: dict[str, list[tuple[str, Person]]] = {}
        for name, one in self.hand_ins.items():
            for person in one.people:
                for what in dict.fromkeys(map(caseless, filter(None, (*person.ids, person.email)))):
                    known.setdefault(what, []).append((name, person))
        return known

    @cached_property
    def _named(self) -> dict[str, list[str]]:
        """The submissions by their students' names: what can only be a doubt about several."""
        named: dict[str, list[str]] = {}
        for name, one in self.hand_ins.items():
            for who in {_name(person) for person in one.people} | {caseless(name.split(" (")[0])}:
                named.setdefault(who, []).append(name)
        return named

    @cached_property
    def _numbered(self) -> dict[str, list[str]]:
        """The submissions with a number behind a name that another one had, by that name."""
        numbered: dict[str, list[str]] = {}
        for name in self.hand_ins:
            if found := NUMBERED.fullmatch(name):
                numbered.setdefault(caseless(found[1]), []).append(name)
        return numbered

    def _namesakes(self, name: str) -> list[str]:
        """Return the submissions of the same name, but for their number, of other students."""
        whose = students_of(self.hand_ins[name])
        others = self._numbered.get(caseless(name), [])
        return [one for one in others if not whose or students_of(self.hand_ins[one]) != whose]

    def with_id(self, name: str) -> list[str]:
        """Return the submissions of other students of whom an id or address is this name."""
        whose = students_of(self.hand_ins[name])
        found = dict.fromkeys(one for one, _ in self._known.get(caseless(name), ()))
        return [one for one in found if one != name and students_of(self.hand_ins[one]) != whose]


def names_of(one: HandIn) -> Iterable[str]:
    """Yield the ids and addresses of who handed something in."""
    for person in one.people:
        yield from filter(None, (*person.ids, person.email))


def student_of(person: Person) -> str:
    """Return what tells a student from others: the address, or else the first id; empty where
    neither is known.
    """
    return caseless(person.email or next(iter(person.ids), ""))


def students_of(one: HandIn) -> tuple[str, ...]:
    """Return what tells the students from others; nothing where it is not known of all."""
    known = [student_of(person) for person in one.people]
    return tuple(sorted(known)) if all(known) else ()


def _name(person: Person) -> str:
    return caseless(person.name)
