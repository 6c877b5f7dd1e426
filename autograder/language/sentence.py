"""A sentence as data: made once, kept with a result, and shown in every language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Union

from ..text import clean
from . import ENGLISH, translations, written

MAX_FIELD = 600  # characters
MOST_NAMES = 4  # of a list that are shown

Field = Union[int, str, "Sentence"]


@dataclass(frozen=True)
class Sentence:
    """An English sentence with names in braces, and what stands for each of them.

    A field may be a sentence itself, or a part of one.
    """

    text: str
    fields: Mapping[str, Field] = field(default_factory=dict)

    def in_language(self, language: str = ENGLISH) -> str:
        """Return the sentence in a language; in English where it has no translation."""
        shown = {name: _shown(one, language) for name, one in self.fields.items()}
        return translations(language).gettext(self.text).format(**shown)

    def __str__(self) -> str:
        return self.in_language()


def sentence(text: str, **fields: Field) -> Sentence:
    """Mark a sentence for translation, and return it with its fields, which are fit to be shown."""
    return Sentence(text, {name: _fit(one) for name, one in fields.items()})


def listed(names: Iterable[Field]) -> Sentence:
    """Return names as a list for a sentence: the first four, and how many more there are."""
    all_names = list(names)
    shown = {f"name_{number}": _fit(one) for number, one in enumerate(all_names[:MOST_NAMES])}
    first = Sentence(", ".join(f"{{{name}}}" for name in shown), shown)
    if len(all_names) <= MOST_NAMES:
        return first
    return sentence("{names} and {count} more", names=first, count=len(all_names) - MOST_NAMES)


def _fit(value: Field) -> Field:
    return clean(value, MAX_FIELD) if isinstance(value, str) else value


def _shown(value: Field, language: str) -> str:
    if isinstance(value, Sentence):
        return value.in_language(language)
    return written(f"{value:,}", language) if isinstance(value, int) else value


def joined(sentences: Iterable[Sentence], language: str = ENGLISH) -> str:
    """Return sentences one behind the other, on one line."""
    return " ".join(" ".join(one.in_language(language) for one in sentences).split())
