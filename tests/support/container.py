"""A scratch root laid out like Gradescope's container: root, but without the right to namespaces.

What Docker forbids there is forbidden here too: the capabilities that it takes away, and the system
calls that make namespaces or mount, which a seccomp filter refuses with EPERM.
"""

import os
import platform
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

CAPABILITIES = (  # those that Docker leaves to root
    *("CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "SETFCAP", "SETGID"),
    *("SETPCAP", "SETUID", "SYS_CHROOT", "AUDIT_WRITE", "NET_BIND_SERVICE", "NET_RAW"),
)
# System calls of x86-64: mount, umount2, pivot_root, unshare, setns, clone, clone3.
FORBIDDEN, CLONE, CLONE3 = (165, 166, 155, 272, 308), 56, 435
NEW_NAMESPACE = 0x7E020000  # clone's flags CLONE_NEW…
EPERM, ENOSYS = 1, 38
LOAD, EQUAL, ANY_BIT, RETURN = 0x20, 0x15, 0x45, 0x06  # seccomp(2), in the machine code of BPF
ALLOW, FAIL = 0x7FFF0000, 0x00050000


def missing() -> str:
    """Why there can be no scratch root here; empty when there can."""
    if platform.machine() != "x86_64" or not sys.platform.startswith("linux"):
        return "the scratch root is for Linux on x86-64"
    if os.geteuid() != 0:
        return "only root can make the scratch root"
    if not shutil.which("bwrap"):
        return "the scratch root is made with bubblewrap"
    trial = ["bwrap", "--ro-bind", "/", "/", "/usr/bin/true"]
    if subprocess.run(trial, capture_output=True, check=False).returncode:
        return "bubblewrap does not start here"
    return ""


class Container:
    """One submission's container: `/autograder` lies in the folder `autograder`."""

    def __init__(self, folder: Path, archive: Path) -> None:
        self.autograder = folder / "autograder"
        for name in ("source", "submission", "results"):
            (self.autograder / name).mkdir(parents=True)
        with zipfile.ZipFile(archive) as files:
            files.extractall(self.autograder / "source")
        program = self.autograder / "run_autograder"  # Gradescope puts it there
        shutil.copyfile(self.autograder / "source" / "run_autograder", program)
        program.chmod(0o755)

    def run(self, *command: str, seconds: float = 600) -> subprocess.CompletedProcess[str]:
        """Run a command as root in the container, by default the one that Gradescope runs."""
        with tempfile.TemporaryFile() as filter:
            filter.write(seccomp_filter())
            filter.seek(0)
            return subprocess.run(
                [
                    *(*self._bwrap(), "--seccomp", str(filter.fileno()), "--"),
                    *(command or ["/autograder/run_autograder"]),
                ],
                pass_fds=[filter.fileno()],
                env={"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/root"},
                capture_output=True,
                text=True,
                timeout=seconds,
                check=False,
            )

    def _bwrap(self) -> list[str]:
        """The call of bubblewrap; the environment that runs the tests is at /opt/autograder."""
        command = ["bwrap", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--die-with-parent"]
        command += ["--ro-bind", "/usr", "/usr", "--ro-bind", "/etc", "/etc"]
        for folder in ("/bin", "/sbin", "/lib", "/lib64"):
            if Path(folder).is_symlink():
                command += ["--symlink", os.readlink(folder), folder]
            elif Path(folder).is_dir():
                command += ["--ro-bind", folder, folder]
        if not Path(sys.base_prefix).is_relative_to("/usr"):
            for parent in reversed(Path(sys.base_prefix).parents[:-1]):
                command += ["--perms", "0755", "--dir", str(parent)]
            command += ["--ro-bind", sys.base_prefix, sys.base_prefix]
        command += ["--perms", "0755", "--dir", "/opt", "--ro-bind", sys.prefix, "/opt/autograder"]
        command += ["--perms", "1777", "--tmpfs", "/tmp", "--proc", "/proc", "--dev", "/dev"]
        command += ["--bind", str(self.autograder), "/autograder", "--chdir", "/autograder"]
        command += ["--cap-drop", "ALL"]
        for capability in CAPABILITIES:
            command += ["--cap-add", f"CAP_{capability}"]
        return command


def seccomp_filter() -> bytes:
    """A seccomp filter for x86-64 that refuses what makes namespaces and mounts."""
    program = [(LOAD, 0, 0, 0)]  # the number of the system call
    for number in FORBIDDEN:
        program += [(EQUAL, 0, 1, number), (RETURN, 0, 0, FAIL | EPERM)]
    program += [(EQUAL, 0, 1, CLONE3), (RETURN, 0, 0, FAIL | ENOSYS)]  # else clone is asked
    program += [(EQUAL, 0, 3, CLONE), (LOAD, 0, 0, 16)]  # its flags
    program += [(ANY_BIT, 0, 1, NEW_NAMESPACE), (RETURN, 0, 0, FAIL | EPERM)]
    program += [(RETURN, 0, 0, ALLOW)]
    return b"".join(struct.pack("HBBI", *instruction) for instruction in program)
