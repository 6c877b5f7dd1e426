"""A scratch root: this machine once more, for attacks to ruin, made with bubblewrap.

Everything in it is read-only or thrown away: the repository and the list of installed packages are
copies, folders for temporary files are empty, and it has its own processes and network. So an
attack on a weak level of isolation meets what it would meet on a machine, and harms none.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

USER = 1000  # whose rights the grader has at the level `process`
PACKAGES = "/run/packages"
LEFT_OUT = (".git", ".venv", "__pycache__", "results", "dist", ".mypy_cache", ".ruff_cache")
CAPABILITIES = (  # those that container engines leave to root
    *("CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "SETGID", "SETPCAP", "SETUID"),
    *("NET_BIND_SERVICE", "NET_RAW", "SYS_CHROOT"),
)


def missing(level: str) -> str:
    """Why there can be no scratch root for this level here; empty when there can."""
    if not sys.platform.startswith("linux") or not shutil.which("bwrap"):
        return "the scratch root for attacks is made with bubblewrap"
    if level == "user" and os.geteuid() != 0:
        return "only root can change to another user"
    trial = ["bwrap", "--ro-bind", "/", "/", "/usr/bin/true"]
    if subprocess.run(trial, capture_output=True, check=False).returncode:
        return "bubblewrap does not start here"
    return ""


def command(level: str, repository: Path, folder: Path, program: list[str]) -> list[str]:
    """The command that starts `program` in a scratch root, in its copy of the `repository`.

    `folder` is an empty one for the copies. At the level `process` the program has the rights of
    an ordinary user, at `user` those of root in a container.
    """
    copy, packages = folder / "repository", folder / "packages"
    shutil.copytree(repository, copy, ignore=shutil.ignore_patterns(*LEFT_OUT))
    installed = Path(sysconfig.get_paths()["purelib"])
    packages.mkdir()
    for name in os.listdir(installed):
        (packages / name).symlink_to(f"{PACKAGES}/{name}")
    root = ["bwrap", "--die-with-parent", "--new-session", "--unshare-pid", "--unshare-net"]
    root += ["--unshare-ipc", "--unshare-uts", "--ro-bind", "/", "/"]
    for temporary in map(Path, ("/tmp", "/var/tmp", "/run")):
        root += ["--perms", "1777", "--tmpfs", str(temporary)]
        root += _way(temporary, repository)
    root += ["--proc", "/proc", "--dev", "/dev", "--perms", "1777", "--tmpfs", "/dev/shm"]
    root += _readable_python()
    root += ["--bind", str(copy), str(repository), "--chdir", str(repository)]
    installation = Path(sys.prefix)
    if installation.is_relative_to(repository):  # then the copy has covered it
        (copy / installation.relative_to(repository)).mkdir(parents=True, exist_ok=True)
        root += ["--ro-bind", str(installation), str(installation)]
    root += ["--ro-bind", str(installed), PACKAGES, "--bind", str(packages), str(installed)]
    if os.geteuid() != 0:
        return [*root, "--", *program]
    root += ["--cap-drop", "ALL"]
    for capability in CAPABILITIES:
        root += ["--cap-add", f"CAP_{capability}"]
    if level != "process":
        return [*root, "--", *program]
    for path in (copy, packages, *copy.rglob("*")):
        os.chown(path, USER, USER)
    become = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups"]
    return [*root, "--", *become, "--inh-caps=-all", "--bounding-set=-all", *program]


def environment() -> dict[str, str]:
    """The environment of a program in a scratch root."""
    usual = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/tmp", "LANG": "C.UTF-8"}
    return usual | {"PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": "1"}


def closed_prefixes() -> Iterator[tuple[Path, Path]]:
    """Where Python lies behind a folder that others cannot enter; each with the outermost such."""
    for prefix in dict.fromkeys(map(Path, (sys.base_prefix, sys.base_exec_prefix, sys.prefix))):
        closed = [path for path in prefix.parents if not path.stat().st_mode & 0o001]
        if closed:
            yield prefix, closed[-1]


def _readable_python() -> list[str]:
    """Opens the way to Python where it lies in a folder that others cannot enter."""
    opened: list[str] = []
    for prefix, closed in closed_prefixes():
        opened += ["--perms", "0755", "--tmpfs", str(closed), *_way(closed, prefix)]
        opened += ["--ro-bind", str(prefix), str(prefix)]
    return opened


def _way(top: Path, target: Path) -> list[str]:
    """Makes the folders between an empty folder and what lies in it, for everybody to enter."""
    between = [parent for parent in reversed(target.parents) if top in parent.parents]
    return [word for path in between for word in ("--perms", "0755", "--dir", str(path))]
