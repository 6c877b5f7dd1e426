"""Where the project's own files lie: in its folder, or in the package once that is installed."""

import os
from pathlib import Path

GRADER_PACKAGE = Path(__file__).resolve().parent
INSTALLED = GRADER_PACKAGE / "installed"  # what setup.py puts into a wheel
IS_INSTALLED = INSTALLED.is_dir()
ROOT = INSTALLED if IS_INSTALLED else GRADER_PACKAGE.parent
CHECKS = GRADER_PACKAGE / "checks"
EMBEDDED_DIGITS = ROOT / "data_cache" / "digits8x8.npz"  # embedded
USER_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "autograder")
USER_STATE = Path(
    os.environ.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state"), "autograder"
)
DATA_CACHE = USER_CACHE if IS_INSTALLED else ROOT / "data_cache"


class MissingFolder(Exception):
    """Only the package is installed, and something needs a folder of the project."""


def project_folder(name: str) -> Path:
    """Return the project's folder `name`; raises `MissingFolder`."""
    folder = ROOT / name
    if not folder.is_dir():
        raise MissingFolder(
            f"this needs the project's folder {name}/, which is not in {ROOT}: clone the project,"
            " and run it there after `make` or `pip install --editable .`"
        )
    return folder


def project_root() -> Path:
    """Return the project's folder; raises `MissingFolder` where only the package is installed."""
    return project_folder("solution").parent
