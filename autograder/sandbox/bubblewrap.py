"""Builds the command of bubblewrap, `bwrap`, for the sandbox and for the scratch root of attacks.

Every function returns words of the command. See bwrap(1).
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

INSTALL = "install bubblewrap (`apt-get install bubblewrap`) for full isolation"
START = [
    "bwrap",
    "--die-with-parent",
    "--new-session",
    "--unshare-ipc",
    "--unshare-net",
    "--unshare-pid",
    "--unshare-uts",
]

Location = str | os.PathLike[str]


def missing(command: list[str]) -> str:
    """Say why bubblewrap does not start here with this `command`; empty when it does."""
    if not sys.platform.startswith("linux"):
        return "bubblewrap is for Linux"
    if not shutil.which("bwrap"):
        return INSTALL
    trial = [*command, "/usr/bin/true"]
    result = subprocess.run(trial, capture_output=True, text=True, check=False)
    if result.returncode == 0:
        return ""
    return f"bubblewrap does not start ({' '.join(result.stderr.strip().splitlines()[-1:])})"


def read_only(source: Location, target: Location | None = None) -> list[str]:
    """Show a file or folder inside, where nobody can write to it: at `target`, or in its place."""
    return ["--ro-bind", str(source), str(target or source)]


def writable(source: Location, target: Location) -> list[str]:
    """Show a file or folder inside, as it is, at `target`."""
    return ["--bind", str(source), str(target)]


def empty(folder: Location, mode: str) -> list[str]:
    """Put an empty folder in the place of `folder`, with these permissions."""
    return ["--perms", mode, "--tmpfs", str(folder)]


def folders_between(top: Location, target: Location) -> list[str]:
    """Make the folders between `top`, which is empty, and `target`, so that every user can pass."""
    between = [one for one in reversed(Path(target).parents) if Path(top) in one.parents]
    return [word for path in between for word in ("--perms", "0755", "--dir", str(path))]


def prefixes() -> list[str]:
    """Return where Python and the environment are installed."""
    return list(dict.fromkeys([sys.base_prefix, sys.base_exec_prefix, sys.prefix]))
