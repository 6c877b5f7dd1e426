"""How students are called on pages: by their names, or by pseudonyms that tell nobody.

On a blind page stands nothing of the student but what they themselves wrote. In that, too, names,
ids and addresses of the whole class are replaced, as far as they are written as the roster or the
LMS writes them, with whatever between their words: `Jane Doe`, `doe, jane`, `jane_doe`, `JaneDoe`.
"""

import builtins
import keyword
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path

from ..intake.classes import LeftOut
from ..intake.layout import FILES
from ..probing.questions import NAMES, PACKAGE
from ..results.changes import Change
from ..results.grade import CheckResult, Grade, Ruling, WrittenScore

BLIND_FOLDER = "blind"  # of the pages, which can be handed on as a whole
SOMEBODY = "[student]"  # in place of whoever may be several students, or has handed in nothing
WORD = re.compile(r"[^\W_]+")
FEWEST_LETTERS = 3  # of one word that is replaced
FEW_LETTERS = 6  # fewer are replaced just as they are written: `a b` is no name in `a, b = c`
FEWEST_DIGITS = 5  # of a number that is: shorter ones are numbers of lines
SPELLED_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
)
WORDS_OF_CODE = {  # words that code needs, whoever is called so, or has called a file so
    *("batch", "dataset", "device", "digit", "digits", "epoch", "image", "images", "input"),
    *("label", "labels", "layer", "loss", "main", "model", "network", "optimizer", "output"),
    *("self", "test", "torch", "weights"),
    *(PACKAGE, "assignment", "notebook", "solution", "submission", "ipynb", "py", "zip"),
    *(name.removesuffix(".py") for name in FILES),
    *(word for name in NAMES for word in name.split("_")),
    *(*keyword.kwlist, *dir(builtins)),
}


def identifying(name: str, ids: Iterable[str], email: str) -> tuple[str, ...]:
    """Return the texts that tell who a student is."""
    return (name, *ids, email, email.partition("@")[0])


class Names:
    """Students are called by their names."""

    blind = False
    digest = ""  # of whatever else changes a page

    def folder(self, out: Path) -> Path:
        """Return the folder for the pages of a class with results in `out`."""
        return out

    def name(self, submission: str) -> str:
        """Return what a submission is called on pages."""
        return submission

    def text(self, text: str) -> str:
        """Return a text as it is shown."""
        return text

    def files(self, files: Mapping[str, bytes]) -> Mapping[str, bytes]:
        """Return files as they are shown."""
        return files

    def grade(self, grade: Grade) -> Grade:
        """Return a grade as it is shown."""
        return grade

    def grades(self, grades: Sequence[Grade]) -> list[Grade]:
        """Return the grades of a class as they are shown, in the order of the page."""
        return list(grades)

    def cases(self, cases: Mapping[str, str]) -> dict[str, str]:
        """Return what is said of submissions, or of decisions about nobody."""
        return dict(cases)

    def changes(self, changes: Sequence[Change]) -> list[Change]:
        """Return whose grade changes as it is shown."""
        return list(changes)

    def left_out(self, left_out: Sequence[LeftOut]) -> list[LeftOut]:
        """Return what is shown of what was no submission."""
        return list(left_out)


WITH_NAMES = Names()


@dataclass(frozen=True)
class Blind(Names):
    """Students are called by `pseudonyms`, by submission.

    `known` are all texts that tell who somebody is, with the submission; an empty one stands for
    somebody who has handed in nothing, or may be several.
    """

    pseudonyms: Mapping[str, str]
    known: Sequence[tuple[str, str]] = field(repr=False)
    blind = True

    def folder(self, out: Path) -> Path:
        """Return a folder that holds nothing but pages."""
        return out / BLIND_FOLDER

    def name(self, submission: str) -> str:
        """Return the pseudonym."""
        return self.pseudonyms[submission]

    def text(self, text: str) -> str:
        """Return a text without whatever tells who somebody is."""
        text = unicodedata.normalize("NFC", text)
        parts, end = [], 0
        for word in WORD.finditer(text):
            for words, instead in self._phrases.get(word[0].casefold(), ()):
                if word.start() >= end and (found := _pattern(words).match(text, word.start())):
                    parts += [text[end : found.start()], instead]
                    end = found.end()
        return "".join((*parts, text[end:]))

    def files(self, files: Mapping[str, bytes]) -> Mapping[str, bytes]:
        """Return files with such names and texts; of two that are called the same now, both."""
        shown: dict[str, bytes] = {}
        for path, content in files.items():
            name = self.text(path)
            while name in shown:
                name += "\N{PRIME}"
            text = self.text(content.decode("utf-8", "replace"))
            shown[name] = text.encode("utf-8", "replace")
        return shown

    def grade(self, grade: Grade) -> Grade:
        """Return a grade of somebody."""

        def hidden(one: CheckResult) -> CheckResult:
            hint, details, example = map(self.text, (one.hint, one.details, one.example))
            printed = self.text(one.printed)
            return replace(one, hint=hint, details=details, example=example, printed=printed)

        return replace(
            grade,
            name=self.name(grade.name),
            note=self.text(grade.note),
            notes=(),
            results=tuple(map(hidden, grade.results)),
            rulings=tuple(map(self._ruling, grade.rulings)),
            hand_in=None,
            written=self._written(grade.written),
        )

    def _ruling(self, one: Ruling) -> Ruling:
        sentence, translated = self.text(one.sentence), self.text(one.translated)
        return replace(one, sentence=sentence, translated=translated)

    def _written(self, one: WrittenScore | None) -> WrittenScore | None:
        return None if one is None else replace(one, answer=self.text(one.answer))

    def grades(self, grades: Sequence[Grade]) -> list[Grade]:
        """Return the grades by pseudonym: the order of names would tell something."""
        return sorted(map(self.grade, grades), key=lambda grade: grade.name)

    def cases(self, cases: Mapping[str, str]) -> dict[str, str]:
        """Return what is said of submissions; others have a number for their name."""
        others = [name for name in cases if name not in self.pseudonyms]
        called = {name: f"{SOMEBODY} {number}" for number, name in enumerate(others, 1)}
        called |= {name: self.name(name) for name in cases if name in self.pseudonyms}
        return {called[name]: self.text(text) for name, text in cases.items()}

    def changes(self, changes: Sequence[Change]) -> list[Change]:
        """Return whose grade changes, by pseudonym."""
        shown = (
            replace(one, name=self.name(one.name), why=tuple(map(self.text, one.why)))
            for one in changes
        )
        return sorted(shown, key=lambda one: one.name)

    def left_out(self, left_out: Sequence[LeftOut]) -> list[LeftOut]:
        """Return nothing: a file that is no submission may be called like a student."""
        return []

    @cached_property
    def digest(self) -> str:  # type: ignore[override]
        """Return a digest of what is replaced, by what, and by which rule."""
        about = f"{self.pseudonyms} {self.known}".encode("utf-8", "replace")
        return sha256(Path(__file__).read_bytes() + about).hexdigest()

    @cached_property
    def _phrases(self) -> dict[str, list[tuple[tuple[str, ...], str]]]:
        """Return what is replaced, and by what, by the first word and by all words as one."""
        whose: dict[tuple[str, ...], set[str]] = {}
        for text, submission in self.known:
            for words in _spellings(text):
                whose.setdefault(words, set()).add(submission)
        phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for words in sorted(whose, key=lambda words: -len("".join(words))):
            [one, *others] = whose[words] - {""} or {""}
            instead = SOMEBODY if others or not one else self.pseudonyms[one]
            for key in dict.fromkeys((words[0].casefold(), "".join(words).casefold())):
                phrases.setdefault(key, []).append((words, instead))
        return phrases


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return how a phrase is found: few letters, and one word of letters, as they are written."""
    few = len("".join(words)) < FEW_LETTERS and not _is_caseless("".join(words))
    exact = few or (len(words) == 1 and words[0].isalpha())
    between = ",? " if few else r"[\W_]*"
    return re.compile(
        between.join(map(re.escape, words)) + r"(?![^\W_])", re.NOFLAG if exact else re.IGNORECASE
    )


def _spellings(text: str) -> Iterable[tuple[str, ...]]:
    """Return the words of a text that is to be replaced, in the orders that people write them."""
    spelled_out = _without_accents(unicodedata.normalize("NFC", text).translate(SPELLED_OUT))
    for plain in dict.fromkeys((text, _without_accents(text), spelled_out)):
        words = tuple(WORD.findall(unicodedata.normalize("NFC", plain)))
        if len(words) > 1 and not WORDS_OF_CODE.issuperset(words):
            yield from dict.fromkeys((words, words[-1:] + words[:-1], words[1:] + words[:1]))
        elif len(words) == 1 and _tells(words[0]):
            yield words


def _tells(word: str) -> bool:
    """Say whether a single word tells who somebody is."""
    if word.isdigit():
        return len(word) >= FEWEST_DIGITS
    return (len(word) >= FEWEST_LETTERS or _is_caseless(word)) and word not in WORDS_OF_CODE


def _is_caseless(word: str) -> bool:
    """Say whether a word is written in letters that are neither small nor large, such as Chinese.

    A name has few of them, and none is a name in code.
    """
    return len(word) > 1 and word.isalpha() and word.lower() == word.upper()


def _without_accents(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
