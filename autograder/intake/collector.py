"""What a submission may hold: the limits, what is left out, what is refused."""

import re
import stat
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from ..text import clean

MB = 1_000_000
MAX_FILE = 5 * MB
MAX_TOTAL = 20 * MB  # of all files together
MAX_FILES = 1_000
MAX_LISTED = 50_000  # names, with those that are left out
MAX_NOTEBOOKS = 40 * MB  # of all notebooks together, outputs included
MAX_ARCHIVE = 100 * MB  # of an archive as it lies on the disk
MAX_PATH = 400  # bytes
MAX_PART = 200  # bytes of a name between two slashes

NOTEBOOK = ".ipynb"
ARCHIVES = (".zip", ".rar", ".7z", ".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz")

# These are left out without a message, for they cannot change a grade: folders that tools make or
# that hold datasets, and files that hold no code and no data for code. So are hidden files.
LEFT_OUT_FOLDERS = {
    *("__MACOSX", "__pycache__", "venv", "site-packages", "node_modules"),
    *("data_cache", "MNIST", "FashionMNIST", "KMNIST"),
}
LEFT_OUT_ENDINGS = (
    *(".pyc", ".pyo", ".ipynb", ".html", ".pdf", ".docx", "-ubyte", "-ubyte.gz"),
    *(".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".mp4", ".mov"),
    *ARCHIVES,
    ".whl",
)
KINDS = {
    stat.S_IFLNK: "a link",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


class IntakeError(Exception):
    """A submission that cannot be taken in: one sentence for the student."""

    def __init__(self, sentence: str) -> None:
        super().__init__(" ".join(clean(sentence, 600).split()))


@dataclass(frozen=True)
class Contents:
    """Files by their path, `digits/data.py`, and the names of what was left out.

    Notebooks are not among the files: `notebooks` has those for which there was room.
    """

    files: dict[str, bytes]
    left_out: tuple[str, ...]
    notebooks: dict[str, bytes] = field(default_factory=dict)


def leaves_out_folder(name: str) -> bool:
    """Say whether a folder of this name is left out with all its files; so are hidden files."""
    return name.startswith(".") or name in LEFT_OUT_FOLDERS


def leaves_out_file(name: str) -> bool:
    """Say whether a file of this name is left out for what it is."""
    return name.lower().endswith(LEFT_OUT_ENDINGS)


class Collector:
    """Takes in files one by one; refuses a submission as soon as it goes beyond a limit."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.listed = 0
        self.total = 0
        self.files: dict[str, bytes] = {}
        self.left_out: list[str] = []
        self.notebooks: dict[str, bytes] = {}
        self.spelled: dict[str, tuple[str, bool]] = {}  # caseless path -> path, is it a file

    def contents(self) -> Contents:
        """Return all that was taken in, sorted."""
        files, notebooks = dict(sorted(self.files.items())), dict(sorted(self.notebooks.items()))
        return Contents(files, tuple(sorted(self.left_out)), notebooks)

    def refuse(self, what: str) -> IntakeError:
        """Return the error that says `what` is wrong."""
        return IntakeError(f"{self.source} {what}")

    def check(self, name: str) -> str:
        """Return the path called `name` in its plain form; refuse one that leads out."""
        self.listed += 1
        if self.listed > MAX_LISTED:
            raise IntakeError(too_many(self.source))
        return plain_path(name, self.source)

    def add(self, name: str, mode: int, size: int, read: Callable[[int], bytes]) -> None:
        """Take in a file. `read(n)` returns its first n bytes, or all if there are fewer."""
        path = self.check(name)
        if leaves_out_file(path) or any(map(leaves_out_folder, path.split("/"))):
            self.left_out.append(path)
            self._add_notebook(path, mode, size, read)
            return
        if kind := KINDS.get(stat.S_IFMT(mode)):
            raise self.refuse(f"holds {kind}, {path}; please put the file itself in its place.")
        if len(self.files) == MAX_FILES:
            raise IntakeError(too_many(self.source))
        self._spell(path)
        room = min(MAX_FILE, MAX_TOTAL - self.total)
        data = read(room + 1) if size <= room else b""
        if size > room or len(data) > room:
            raise self.refuse(
                f"is too large: with {path} it goes beyond {MAX_FILE // MB} MB a file or"
                f" {MAX_TOTAL // MB} MB in all; please leave out data and saved networks."
            )
        self.total += len(data)
        self.files[path] = data

    def _add_notebook(self, path: str, mode: int, size: int, read: Callable[[int], bytes]) -> None:
        """Add a notebook to the notebooks, if it is a plain file and there is room for it."""
        room = MAX_NOTEBOOKS - sum(map(len, self.notebooks.values()))
        hidden = any(map(leaves_out_folder, path.split("/")))
        if not path.lower().endswith(NOTEBOOK) or hidden or size > room:
            return
        if stat.S_IFMT(mode) not in KINDS:
            data = read(room + 1)
            if len(data) <= room:
                self.notebooks[path] = data

    def _spell(self, path: str) -> None:
        """Refuse a name that differs from another only in upper and lower case."""
        parts = path.split("/")
        for end in range(1, len(parts) + 1):
            part, is_file = "/".join(parts[:end]), end == len(parts)
            key = unicodedata.normalize("NFC", part).casefold()
            other, other_is_file = self.spelled.setdefault(key, (part, is_file))
            if other != part or is_file != other_is_file:
                raise self.refuse(
                    f"holds both {other} and {part}, which are the same name on some computers;"
                    " please rename one."
                )
        if path in self.files:
            raise self.refuse(f"holds {path} twice; please pack it anew.")


def plain_path(name: str, source: str) -> str:
    """Return a path in its plain form; refuse one that leads out of `source`, or is strange."""
    path = name.replace("\\", "/")  # as some tools for Windows write it
    parts = [part for part in path.split("/") if part not in ("", ".")]
    shown = ascii(name[:80])
    if path.startswith("/") or ".." in parts or re.match("[A-Za-z]:", path):
        raise IntakeError(
            f"{source} holds the path {shown}, which leads out of it; please pack it anew."
        )
    if not parts or re.search(r"[\x00-\x1f\x7f-\x9f]", path):
        raise IntakeError(f"{source} holds a file with the strange name {shown}; please rename it.")
    if len(path.encode()) > MAX_PATH or any(len(part.encode()) > MAX_PART for part in parts):
        raise IntakeError(f"{source} holds a name that is too long, {shown}…; please shorten it.")
    return "/".join(parts)


def too_many(source: str) -> str:
    """Say that there are too many files in `source`."""
    return (
        f"{source} holds more than {MAX_FILES:,} files: please leave out virtual environments and"
        " datasets, and hand in your code only."
    )
