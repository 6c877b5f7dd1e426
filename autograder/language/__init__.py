"""Titles and pages in other languages: gettext, with a catalogue `de.po` a language in this folder.

The English sentence is the id of a message, so a sentence that a catalogue does not have stays
English. The words of hints are not here: see `probing/hints`.
"""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

TRANSLATIONS = Path(__file__).parent
ENGLISH = "en"
SEPARATORS = str.maketrans(",.", ".,")  # German separators of thousands and decimals


def counted(number: int, thing: str) -> str:
    """Return a number with what it counts, in English: `1 grade`, `2 grades`, `no grades`."""
    return f"{number or 'no'} {thing}{'' if number == 1 else 's'}"


def languages() -> list[str]:
    """Return the languages that there are, English first."""
    return [ENGLISH, *sorted(path.stem for path in TRANSLATIONS.glob("*.po"))]


def written(number: str, language: str) -> str:
    """Return a number in English digits with the language's separators."""
    return number if language == ENGLISH else number.translate(SEPARATORS)


def marked(sentence: str) -> str:
    """Mark a sentence that is translated where it is shown, and return it as it is."""
    return sentence


@cache
def translations(language: str) -> NullTranslations:
    """Return what translates English sentences into one of `languages()`."""
    if language == ENGLISH:
        return NullTranslations()
    with (TRANSLATIONS / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)
