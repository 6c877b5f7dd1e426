"""What a submission may hold: the limits, and what is left out of it."""

import stat

from ..language import marked
from ..language.sentence import Field, sentence
from ..text import one_line

MB = 1_000_000
MAX_FILE = 5 * MB  # of a file, or of all code of a notebook
MAX_TOTAL = 20 * MB  # of all files together
MAX_FILES = 1_000  # also cells of a notebook
MAX_PLACES = 10_000  # files and folders: a guest's own file system has room for twice as many
MAX_LISTED = 50_000  # names, with those that are left out
MAX_NOTEBOOK = 200 * MB  # outputs included, which are passed over
MAX_NOTEBOOKS = 2 * MAX_NOTEBOOK  # all of a submission's notebooks together
MAX_ARCHIVE = 200 * MB  # of an archive as it lies on the disk
MAX_INNER = 100 * MB  # of an archive in an archive, which is held in memory
MAX_PATH = 400  # bytes
MAX_PART = 200  # bytes of a name between two slashes

SOURCE = ".py"
NOTEBOOK = ".ipynb"
NOTEBOOKS = (NOTEBOOK, ".ipynb.txt", ".ipynb.json")  # as some browsers save it
ZIP = ".zip"
ARCHIVES = (ZIP, ".rar", ".7z", ".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz")

# These are left out without a message, for they cannot change a grade: folders that tools make or
# that hold datasets, and files that hold no code and no data for code. So are hidden files.
LEFT_OUT_FOLDERS = {
    *("__MACOSX", "__pycache__", "venv", "site-packages", "node_modules"),
    *("data_cache", "MNIST", "FashionMNIST", "KMNIST"),
}
LEFT_OUT_ENDINGS = (
    *(".pyc", ".pyo", ".html", ".pdf", ".docx", "-ubyte", "-ubyte.gz"),
    *(".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".mp4", ".mov"),
    *NOTEBOOKS,
    *ARCHIVES,
    ".whl",
)
ENVIRONMENT = ("pyvenv.cfg", "conda-meta")  # what a virtual environment has in its folder
SPECIAL_FILES = {
    stat.S_IFLNK: marked("a link"),
    stat.S_IFIFO: marked("a pipe"),
    stat.S_IFSOCK: marked("a socket"),
    stat.S_IFCHR: marked("a device"),
    stat.S_IFBLK: marked("a device"),
}


class IntakeError(Exception):
    """A submission that cannot be taken in: one sentence for the student, with its fields."""

    def __init__(self, text: str, **fields: Field) -> None:
        self.sentence = sentence(text, **fields)
        super().__init__(one_line(str(self.sentence), 600))


def leaves_out_folder(name: str) -> bool:
    """Say whether a folder of this name is left out with all its files; so are hidden files."""
    return name.startswith(".") or name in LEFT_OUT_FOLDERS


def leaves_out_file(name: str) -> bool:
    """Say whether a file of this name is left out for what it is."""
    return name.lower().endswith(LEFT_OUT_ENDINGS)
