"""Collects the files of a submission: takes in, leaves out, refuses."""

import re
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import IO

from ..language.sentence import Sentence, listed, sentence
from .encodings import read_source
from .filenames import caseless
from .foreign import what_is
from .json_stream import Steps
from .limits import (
    ENVIRONMENT,
    MAX_FILE,
    MAX_FILES,
    MAX_NOTEBOOK,
    MAX_NOTEBOOKS,
    MAX_PART,
    MAX_PATH,
    MAX_PLACES,
    MAX_TOTAL,
    MB,
    NOTEBOOKS,
    SOURCE,
    SPECIAL_FILES,
    ZIP,
    IntakeError,
    leaves_out_file,
    leaves_out_folder,
)
from .notebooks import Notebook, read_notebook

FILES = sentence("{count} files", count=MAX_FILES)
PLACES = sentence("{count} files and folders", count=MAX_PLACES)
TEXT = re.compile(r"(\.py)\.txt$", re.IGNORECASE)  # as Windows hides it


@dataclass(frozen=True)
class Entry:
    """A file to be taken in: its path as listed, its mode, its size, and how it is opened."""

    name: str
    mode: int
    size: int
    open: Callable[[], IO[bytes]]


@dataclass(frozen=True)
class Contents:
    """Files by their path, `digits/data.py`, and the names of what was left out.

    Notebooks are not among the files: `notebooks` has their cells, or why these cannot be read.
    `remarks` say, by path, what was done to a file that the student should know.
    """

    files: dict[str, bytes]
    left_out: tuple[str, ...] = ()
    notebooks: dict[str, Notebook | IntakeError] = field(default_factory=dict)
    remarks: dict[str, Sentence] = field(default_factory=dict)

    @property
    def notes(self) -> list[Sentence]:
        """All remarks, a sentence for those that are the same."""
        paths: dict[str, list[str]] = {}
        for path, remark in self.remarks.items():
            paths.setdefault(str(remark), []).append(path)
        return [
            Sentence(
                "{paths}: {remark}.", {"paths": listed(those), "remark": self.remarks[those[0]]}
            )
            for those in paths.values()
        ]

    @property
    def archives(self) -> list[str]:
        """The zip archives among the files."""
        return [
            path for path in self.left_out if path.lower().endswith(ZIP) and not _is_hidden(path)
        ]


class Collector:
    """Takes in files one by one; refuses a submission as soon as it goes beyond a limit."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.total = 0
        self.total_notebooks = 0
        self.steps = Steps()  # through all notebooks
        self.files: dict[str, bytes] = {}
        self.left_out: list[str] = []
        self.notebooks: dict[str, Notebook | IntakeError] = {}
        self.remarks: dict[str, Sentence] = {}
        self.spelled: dict[str, tuple[str, bool]] = {}  # caseless path -> path, is it a file

    def collect(self, entries: Sequence[Entry]) -> Contents:
        """Take in files, code first, so that data are left out rather than code."""
        pairs = [(plain_path(entry.name, self.source), entry) for entry in entries]
        paths = {path for path, _ in pairs}
        outside = {place for path in paths if (place := _environment(path))}
        for path, entry in sorted(pairs, key=lambda pair: not pair[0].endswith(SOURCE)):
            if _is_hidden(path) or not outside.isdisjoint(_folders(path)):
                self.left_out.append(path)
            else:
                plain = TEXT.sub(r"\1", path)
                self.add(path if plain in paths else plain, entry)
        return Contents(
            dict(sorted(self.files.items())),
            tuple(sorted(self.left_out)),
            dict(sorted(self.notebooks.items())),
            dict(sorted(self.remarks.items())),
        )

    def add(self, path: str, entry: Entry) -> None:
        """Take in a file that is not hidden."""
        if leaves_out_file(path):
            self.left_out.append(path)
            if path.lower().endswith(NOTEBOOKS) and stat.S_IFMT(entry.mode) not in SPECIAL_FILES:
                self.notebooks[path] = self._read_notebook(path, entry)
            return
        if kind := SPECIAL_FILES.get(stat.S_IFMT(entry.mode)):
            if stat.S_ISLNK(entry.mode) and not path.endswith(SOURCE):
                self._leave_out(path, sentence("a link, and not the file itself; left out"))
                return
            raise IntakeError(
                "{source} holds {kind}, {path}; please put the file itself in its place.",
                source=self.source,
                kind=sentence(kind),
                path=path,
            )
        full = len(self.files) == MAX_FILES
        if full or len(self.spelled) > MAX_PLACES:
            most = FILES if full else PLACES
            if path.endswith(SOURCE):
                raise too_many(self.source, most)
            self._leave_out(path, sentence("left out, for there are more than {most}", most=most))
            return
        self._spell(path)
        data = self._read(path, entry)
        if data is None:
            return
        self.total += len(data)
        if path.endswith(SOURCE):
            data, how = read_source(data)
            if what := what_is(data):
                how = sentence("{what}, and no code", what=what)
            if how:
                self.remarks[path] = how
        self.files[path] = data

    def _read(self, path: str, entry: Entry) -> bytes | None:
        """Return the bytes of a file; None where it is left out because it is too large."""
        room = min(MAX_FILE, MAX_TOTAL - self.total)
        data = b""
        if entry.size <= room:
            with entry.open() as file:
                data = file.read(room + 1)
        if max(entry.size, len(data)) <= room:
            return data
        limits = sentence(
            "{file} MB a file or {total} MB in all", file=MAX_FILE // MB, total=MAX_TOTAL // MB
        )
        if path.endswith(SOURCE):
            raise IntakeError(
                "{source} is too large: with {path} it goes beyond {limits}; please leave out"
                " data.",
                source=self.source,
                path=path,
                limits=limits,
            )
        self._leave_out(path, sentence("left out, for it goes beyond {limits}", limits=limits))
        return None

    def _leave_out(self, path: str, why: Sentence) -> None:
        self.left_out.append(path)
        self.remarks[path] = why

    def _read_notebook(self, path: str, entry: Entry) -> Notebook | IntakeError:
        """Return what is in a notebook, or why it cannot be read."""
        self.total_notebooks += entry.size
        try:
            check_size(entry.size, path)
            if self.total_notebooks > MAX_NOTEBOOKS:
                raise IntakeError(
                    "{source} holds more than {size} MB of notebooks.",
                    source=self.source,
                    size=MAX_NOTEBOOKS // MB,
                )
            with entry.open() as file:
                notebook = read_notebook(file, path, self.steps)
        except IntakeError as error:
            return error
        self.total += sum(map(len, notebook.cells.values()))
        if self.total > MAX_TOTAL:
            raise IntakeError(
                "{source} holds more than {size} MB of code.",
                source=self.source,
                size=MAX_TOTAL // MB,
            )
        return notebook

    def _spell(self, path: str) -> None:
        """Refuse a name that differs from another only in upper and lower case."""
        parts = path.split("/")
        for end in range(1, len(parts) + 1):
            part, is_file = "/".join(parts[:end]), end == len(parts)
            key = caseless(part)
            other, other_is_file = self.spelled.setdefault(key, (part, is_file))
            if other != part or is_file != other_is_file:
                raise IntakeError(
                    "{source} holds both {one} and {other}, which are the same name on some"
                    " computers; please rename one.",
                    source=self.source,
                    one=other,
                    other=part,
                )
        if path in self.files:
            raise IntakeError(
                "{source} holds {path} twice; please pack it anew.", source=self.source, path=path
            )


def check_size(size: int, shown: str) -> None:
    """Refuse a notebook of more than so many bytes."""
    if size > MAX_NOTEBOOK:
        raise IntakeError(
            "{shown} is larger than {size} MB; please clear its outputs and hand it in again.",
            shown=shown,
            size=MAX_NOTEBOOK // MB,
        )


def plain_path(name: str, source: str) -> str:
    """Return a path in its plain form; refuse one that leads out of `source`, or is strange."""
    path = name.replace("\\", "/")  # as some tools for Windows write it
    parts = [part for part in path.split("/") if part not in ("", ".")]
    shown = ascii(name[:80])
    if path.startswith("/") or ".." in parts or re.match("[A-Za-z]:", path):
        raise IntakeError(
            "{source} holds the path {path}, which leads out of it; please pack it anew.",
            source=source,
            path=shown,
        )
    if not parts or re.search(r"[\x00-\x1f\x7f-\x9f]", path):
        raise IntakeError(
            "{source} holds a file with the strange name {name}; please rename it.",
            source=source,
            name=shown,
        )
    if len(path.encode()) > MAX_PATH or any(len(part.encode()) > MAX_PART for part in parts):
        raise IntakeError(
            "{source} holds a name that is too long, {name}…; please shorten it.",
            source=source,
            name=shown,
        )
    return "/".join(parts)


def too_many(source: str, most: Sentence = FILES) -> IntakeError:
    """Return the error that there are more files, or files and folders, in `source` than `most`."""
    return IntakeError(
        "{source} holds more than {most}: please leave out virtual environments and datasets, and"
        " hand in your code only.",
        source=source,
        most=most,
    )


def _is_hidden(path: str) -> bool:
    return any(map(leaves_out_folder, path.split("/")))


def _folders(path: str) -> list[str]:
    """Return the folders in which a file lies, the outermost first."""
    return [path[: found.start()] for found in re.finditer("/", path)]


def _environment(path: str) -> str:
    """Return the folder of the virtual environment that this file shows, if it is in a folder."""
    folders = _folders(path)
    inside = [folder for folder, part in zip(folders, path.split("/")[1:], strict=True)
              if part in ENVIRONMENT]  # fmt: skip
    return inside[0] if inside else ""
