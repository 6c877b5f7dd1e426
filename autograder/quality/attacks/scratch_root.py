"""Makes a scratch root with bubblewrap: a copy of this machine that attacks may ruin.

Everything in it is read-only or thrown away: the repository and the list of installed packages are
copies, folders for temporary files are empty, and it has its own processes and network. So an
attack on a weak level of isolation meets what it would meet on a machine, and does no harm.
"""

import os
import shutil
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from ...sandbox import bubblewrap
from ...sandbox.isolation import Isolation
from ...sandbox.levels.user import NEEDS_ROOT

USER = 1000  # whose rights the grader has at the level `process`
PACKAGES = "/run/packages"
LEFT_OUT = {".git", ".venv", "__pycache__", ".mypy_cache", ".ruff_cache"}
LEFT_OUT_AT_THE_TOP = {"results", "dist"}  # further down, they are packages of ours
CAPABILITIES = (  # those that container engines leave to root
    *("CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "SETGID", "SETPCAP", "SETUID"),
    *("NET_BIND_SERVICE", "NET_RAW", "SYS_CHROOT"),
)


def missing(level: type[Isolation]) -> str:
    """Say why there can be no scratch root for this level here; empty when there can."""
    if level.needs_root and os.geteuid() != 0:
        return NEEDS_ROOT
    reason = bubblewrap.missing(["bwrap", *bubblewrap.read_only("/")])
    return f"the scratch root for attacks needs bubblewrap: {reason}" if reason else ""


def command(
    level: type[Isolation], repository: Path, folder: Path, program: list[str]
) -> list[str]:
    """Return the command that starts `program` in a scratch root, in its copy of `repository`.

    `folder` is an empty one for the copies. At a level that needs root, the program has the rights
    of root in a container; at others, those of an ordinary user.
    """
    copy, packages = folder / "repository", folder / "packages"
    installed = Path(sysconfig.get_paths()["purelib"])
    _copy(repository, copy, installed, packages)
    installation = Path(sys.prefix)
    root = [*bubblewrap.START, *bubblewrap.read_only("/")]
    for temporary in ("/tmp", "/var/tmp", "/run"):
        root += bubblewrap.empty(temporary, "1777")
        root += bubblewrap.folders_between(temporary, repository)
        if installation.is_relative_to(temporary):
            root += bubblewrap.folders_between(temporary, installation)
            root += bubblewrap.read_only(installation)
    root += ["--proc", "/proc", "--dev", "/dev", *bubblewrap.empty("/dev/shm", "1777")]
    for prefix, closed in closed_prefixes():
        root += bubblewrap.empty(closed, "0755")
        root += [*bubblewrap.folders_between(closed, prefix), *bubblewrap.read_only(prefix)]
    root += [*bubblewrap.writable(copy, repository), "--chdir", str(repository)]
    if installation.is_relative_to(repository):  # then the copy has covered it
        (copy / installation.relative_to(repository)).mkdir(parents=True, exist_ok=True)
        root += bubblewrap.read_only(installation)
    root += bubblewrap.read_only(installed, PACKAGES) + bubblewrap.writable(packages, installed)
    if os.geteuid() != 0:
        return [*root, "--", *program]
    root += ["--cap-drop", "ALL"]
    for capability in CAPABILITIES:
        root += ["--cap-add", f"CAP_{capability}"]
    if level.needs_root:
        return [*root, "--", *program]
    for path in (copy, packages, *copy.rglob("*")):
        os.chown(path, USER, USER)
    become = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups"]
    return [*root, "--", *become, "--inh-caps=-all", "--bounding-set=-all", *program]


def _copy(repository: Path, copy: Path, installed: Path, packages: Path) -> None:
    """Copy the repository, and the list of installed packages as links to them."""

    def left_out(folder: str, names: list[str]) -> set[str]:
        return LEFT_OUT | (LEFT_OUT_AT_THE_TOP if Path(folder) == repository else set())

    shutil.copytree(repository, copy, ignore=left_out)
    packages.mkdir()
    for name in os.listdir(installed):
        (packages / name).symlink_to(f"{PACKAGES}/{name}")


def environment() -> dict[str, str]:
    """Return the environment of a program in a scratch root."""
    usual = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/tmp", "LANG": "C.UTF-8"}
    return usual | {"PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": "1"}


def closed_prefixes() -> Iterator[tuple[Path, Path]]:
    """Yield where Python lies behind a folder that others cannot enter, and the outermost such."""
    for prefix in map(Path, bubblewrap.prefixes()):
        closed = [path for path in prefix.parents if not path.stat().st_mode & 0o001]
        if closed:
            yield prefix, closed[-1]
