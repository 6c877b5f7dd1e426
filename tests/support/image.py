"""A scratch root in which the steps of the Dockerfile run, with this machine as the base image.

It is an overlay: what a step writes lies in memory, and is gone at the end. The environment that
runs the tests is there in the place of the image's, so that pip and uv find what is locked, and
nothing is downloaded. Likewise `apt-get` looks whether this machine has the packages.
"""

import contextlib
import json
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from dockerfile_parse import DockerfileParser

from . import ROOT, container

ENVIRONMENT = "/opt/environment"  # where the image has it
PACKAGES = ("bubblewrap", "python3", "python3-venv", "tzdata")
OFFLINE = {"PIP_NO_INDEX": "1", "UV_OFFLINE": "1"}
APT_GET = """#!/bin/sh
[ "$1" = install ] || exit 0
for word in "$@"; do
    case $word in install | -*) ;; *) dpkg --status "$word" >/dev/null || exit 100 ;; esac
done
"""
MOUNTS = f"""
set -eu
mount -t tmpfs -o mode=0755 tmpfs "$1"
cd "$1"
mkdir changes changes.work packages packages.work root
mount -t overlay -o lowerdir=/,upperdir=changes,workdir=changes.work overlay root
mkdir -p "root{ENVIRONMENT}"
mount -t overlay -o "lowerdir=$2,upperdir=packages,workdir=packages.work" overlay \\
    "root{ENVIRONMENT}"
echo mounted
cat
"""  # `cat` keeps the namespace until its input is closed


def missing() -> str:
    """Why the steps cannot run here; empty when they can."""
    if reason := container.missing():
        return reason
    if not Path(sys.base_prefix).is_relative_to("/usr"):
        return "the scratch root needs Debian's Python"
    for name in PACKAGES:
        found = subprocess.run(["dpkg", "--status", name], capture_output=True, check=False)
        if found.returncode:
            return f"the Debian package {name} is not installed"
    with (
        tempfile.TemporaryDirectory() as folder,
        contextlib.suppress(OSError),
        Image(Path(folder)),
    ):
        return ""
    return "no overlay can be mounted"


class Image:
    """The image as far as its steps have run; a context manager that removes it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder  # empty; whoever is in the namespace sees the scratch root there
        self.settings: dict[str, str] = {}
        self.entrypoint: list[str] = []
        self.work, self.user = "/", "0:0"

    def __enter__(self) -> Self:
        command = ["unshare", "--mount", "sh", "-c", MOUNTS, "sh", str(self.folder), sys.prefix]
        self.holder = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert self.holder.stdout
        if self.holder.stdout.readline() != b"mounted\n":
            self.__exit__(None, None, None)
            raise OSError("no overlay can be mounted")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.holder.communicate()

    def build(self) -> None:
        """Run the steps of the Dockerfile, in order."""
        self._write("/usr/local/bin/apt-get", APT_GET)
        for step in DockerfileParser(path=str(ROOT / "Dockerfile")).structure:
            name, value = step["instruction"], step["value"]
            if name == "RUN":
                run = self.run("/bin/sh", "-c", value, settings=OFFLINE)
                assert run.returncode == 0, f"{value}\n{run.stdout}\n{run.stderr}"
            elif name == "COPY":
                *sources, target = value.split()
                for source in sources:
                    self._copy(ROOT / source, Path(self.work, target))
            elif name in ("ARG", "ENV"):
                pairs = [word.split("=", 1) for word in shlex.split(value) if "=" in word]
                self.settings |= dict(pairs)
            elif name == "WORKDIR":
                self.work = value
                self._in_namespace("mkdir", "-p", f"{self.folder}/root{value}")
            elif name == "USER":
                self.user = value
            elif name == "ENTRYPOINT":
                self.entrypoint = json.loads(value)

    def start(
        self, *arguments: str, on: Path, user: str = "", namespaces: bool = True
    ) -> subprocess.CompletedProcess[str]:
        """Start a container with these arguments, in which the folder `on` is /class.

        With `user` it is that one; without `namespaces` the kernel refuses what Docker refuses.
        """
        self.user = user or self.user
        seen = ["--bind", str(on), "/class"]
        return self.run(*self.entrypoint, *arguments, options=seen, namespaces=namespaces)

    def run(
        self,
        *command: str,
        settings: Mapping[str, str] | None = None,
        options: list[str] | None = None,
        namespaces: bool = True,
    ) -> subprocess.CompletedProcess[str]:
        """Run a command inside, with what the steps have set, and without the network."""
        words = ["bwrap", "--bind", f"{self.folder}/root", "/", "--dev", "/dev"]
        words += ["--perms", "1777", "--tmpfs", "/tmp", *(options or []), "--chdir", self.work]
        words += ["--unshare-net", "--unshare-ipc", "--die-with-parent"]
        if namespaces:  # bubblewrap can mount a /proc only where another is seen whole
            words += ["--bind", "/proc", "/proc"]
        else:  # it masks parts of this one, as engines do
            words += ["--unshare-pid", "--proc", "/proc"]
        words += ["--clearenv", "--setenv", "PATH", "/usr/local/bin:/usr/sbin:/usr/bin:/bin"]
        for key, value in {**self.settings, **(settings or {})}.items():
            words += ["--setenv", key, value]
        words += ["--cap-drop", "ALL"]
        for capability in container.CAPABILITIES:
            words += ["--cap-add", f"CAP_{capability}"]
        uid, gid = self.user.split(":")
        become = ["setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups", "--"]
        with tempfile.TemporaryFile() as filter:
            if not namespaces:
                filter.write(container.seccomp_filter())
                filter.seek(0)
                words += ["--seccomp", str(filter.fileno())]
            return self._in_namespace(*words, "--", *become, *command, pass_fds=[filter.fileno()])

    def _copy(self, source: Path, target: Path) -> None:
        """Copy a file or what is in a folder into the folder `target` inside."""
        inside = f"{self.folder}/root{target}"
        self._in_namespace("mkdir", "-p", inside)
        what = f"{source}/." if source.is_dir() else str(source)
        self._in_namespace("cp", "-r", what, inside)

    def _write(self, path: str, text: str) -> None:
        """Write a program inside."""
        target = f"{self.folder}/root{path}"
        script = 'printf %s "$1" >"$2"; chmod 755 "$2"'
        self._in_namespace("sh", "-c", script, "sh", text, target)

    def _in_namespace(
        self, *command: str, pass_fds: list[int] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a command of this machine where the scratch root is seen."""
        enter = ["nsenter", f"--mount=/proc/{self.holder.pid}/ns/mnt", "--"]
        return subprocess.run(
            [*enter, *command],
            pass_fds=pass_fds or [],
            capture_output=True,
            text=True,
            check=not pass_fds,
        )
