"""Sets up what an attack may reach for: canaries (files that must not change) and listeners.

Every attack gets their addresses. So an attack that reaches none of them was stopped, and did not
just fail to find them.
"""

import hashlib
import os
import secrets
import select
import shutil
import socket
import sysconfig
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from ...files import write_files
from ...sandbox.clearing import SHARED

BREACHED = "BREACHED"
CHANGED_BY_NOBODY = ("grading.yml", "autograder/checks/public/test_q1.py")  # of the repository


@dataclass(frozen=True)
class WatchedState:
    """What must be the same before and after an attack."""

    canaries: dict[Path, str]  # a hash of each file's rights, time and content
    listings: dict[Path, frozenset[str]]


class Canaries:
    """A folder of canaries, and listeners at work; a context manager.

    `repository` is the folder of the grader. Where the harness is `alone` on the machine, every new
    file counts, elsewhere only those in its own folder and those that bear the run's marker.
    """

    def __init__(self, repository: Path, alone: bool) -> None:
        self.alone = alone
        self.repository = repository
        self.secret = secrets.token_hex(16)
        self.marker = f"mark{secrets.token_hex(6)}"
        self.environment = "AUTOGRADER_TOKEN"
        self.folder = Path(tempfile.mkdtemp(prefix="canaries-"))
        self.temporary = self.folder / "tmp"  # the grader's own temporary files, in the run
        self.originals = self._write_canaries()
        self.heard: list[str] = []
        self.sockets = self._listen()
        self.open = True

    def __enter__(self) -> Self:
        self.usual_temporary, tempfile.tempdir = tempfile.tempdir, str(self.temporary)
        os.environ[self.environment] = self.secret
        self.thread = threading.Thread(target=self._hear, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.open = False
        self.thread.join()
        for one in self.sockets.values():
            one.close()
        tempfile.tempdir = self.usual_temporary
        del os.environ[self.environment]
        shutil.rmtree(self.folder, ignore_errors=True)

    def target(self) -> str:
        """Return the source of the module that gives an attacker the addresses of all of this."""
        constants = {
            "GRADER_PID": os.getpid(),
            "PORT": self.sockets["TCP"].getsockname()[1],
            "UDP_PORT": self.sockets["UDP"].getsockname()[1],
            "SOCKET": str(self.folder / "socket"),
            "ABSTRACT_SOCKET": f"\0{self.marker}",
            "HOME": str(self.folder / "home"),
            "SECRET_FILE": str(self.folder / "home" / "token"),
            "RESULTS": str(self.folder / "results"),
            "NEIGHBOUR": str(self.folder / "submissions" / "neighbour"),
            "TEMPORARY": str(self.temporary),
            "REPOSITORY": str(self.repository),
            "ENVIRONMENT": self.environment,
            "MARKER": self.marker,
        }
        return "".join(f"{name} = {value!r}\n" for name, value in constants.items())

    def state(self) -> WatchedState:
        """Return how things are now."""
        canaries = {path: _digest(path) for path in self.originals}
        listings = {folder: _listing(folder) for folder in self._watched()}
        return WatchedState(canaries, listings)

    def problems(self, before: WatchedState) -> Iterator[str]:
        """Yield a sentence for each thing that an attack has reached since `before`."""
        yield from (f"the listener heard from it: {kind}" for kind in self.heard)
        after = self.state()
        for path, digest in after.canaries.items():
            if digest != before.canaries[path]:
                yield f"the file {path.name} was changed"
        for folder, names in after.listings.items():
            new = sorted(self._new(folder, names, before))
            if new:
                yield f"files are left in {folder.name}: {' '.join(new[:3])}"
            if before.listings[folder] - names and self._is_own(folder):
                yield f"files are gone from {folder.name}"

    def reset(self, before: WatchedState) -> None:
        """Put things back as they were, so that the next attack is judged for itself."""
        for path, content in self.originals.items():
            if _digest(path) != before.canaries[path]:
                path.unlink(missing_ok=True)
                path.write_bytes(content)
                path.chmod(0o644)
        for folder, names in self.state().listings.items():
            for name in self._new(folder, names, before):
                _remove(folder / name)
        self.heard.clear()

    def _new(self, folder: Path, names: frozenset[str], before: WatchedState) -> list[str]:
        """Return the files in a folder that an attack has left; others may leave files, too."""
        new = names - before.listings[folder]
        return [name for name in new if self._is_own(folder) or self.marker in name]

    def _is_own(self, folder: Path) -> bool:
        return self.alone or folder.is_relative_to(self.folder)

    def _write_canaries(self) -> dict[Path, bytes]:
        texts = {
            "home/token": self.secret,
            "home/.bashrc": "umask 077\n",
            "results/neighbour.json": '{"score": 50}\n',
            "results/grades.csv": "submission,score\nneighbour,50\n",
            "submissions/neighbour/digits/models.py": f"# {self.secret}\n",
        }
        files = {name: text.encode() for name, text in texts.items()}
        write_files(self.folder, files)
        originals = {self.folder / name: content for name, content in files.items()}
        self.temporary.mkdir()
        for path in [self.folder, *self.folder.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)  # permissions are not what protects them
        self.temporary.chmod(0o1777)
        for name in CHANGED_BY_NOBODY:
            originals[self.repository / name] = (self.repository / name).read_bytes()
        return originals

    def _watched(self) -> list[Path]:
        folders = [self.temporary, self.folder / "home", self.folder / "results"]
        folders += [self.repository, self.repository / "autograder"]
        folders += [self.repository / "data_cache", Path(sysconfig.get_paths()["purelib"])]
        return [folder for folder in (*folders, *map(Path, SHARED)) if folder.is_dir()]

    def _listen(self) -> dict[str, socket.socket]:
        made = {
            "TCP": socket.create_server(("127.0.0.1", 0)),
            "UDP": socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
            "unix": socket.socket(socket.AF_UNIX),
            "abstract unix": socket.socket(socket.AF_UNIX),
        }
        made["UDP"].bind(("127.0.0.1", 0))
        made["unix"].bind(str(self.folder / "socket"))
        (self.folder / "socket").chmod(0o777)
        made["abstract unix"].bind(f"\0{self.marker}")
        for name in ("unix", "abstract unix"):
            made[name].listen()
        return made

    def _hear(self) -> None:
        while self.open:
            for one in select.select(list(self.sockets.values()), [], [], 0.1)[0]:
                kind = next(name for name, known in self.sockets.items() if known is one)
                if kind == "UDP":
                    one.recv(4096)
                else:
                    one.accept()[0].close()
                self.heard.append(kind)


def _digest(path: Path) -> str:
    try:
        about = path.stat()
        rights = f"{about.st_mode} {about.st_uid} {about.st_mtime == 0}".encode()
        return hashlib.sha256(rights + path.read_bytes()).hexdigest()
    except OSError as error:
        return type(error).__name__


def _listing(folder: Path) -> frozenset[str]:
    return frozenset(os.listdir(folder))


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
