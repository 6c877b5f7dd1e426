"""What a guest can see and reach: at the best level next to nothing, at every level no way back."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.sandbox.isolation import IsolationError, choose
from autograder.sandbox.sandbox import Sandbox
from support import CHECKS, LIMITS, ROOT, SOLUTION
from support.grades import full_marks
from support.guests import Asking
from support.processes import fork_server

LEVELS_WITH_USER = {"bwrap", "user"}


@pytest.fixture(scope="module")
def walls(zygote: Any) -> Iterator[Asking]:
    """Asks code in guests behind the highest walls."""
    try:
        isolation = choose("bwrap")
    except IsolationError as error:
        pytest.skip(str(error))
    with Sandbox(isolation, LIMITS, zygote.client) as sandbox:
        yield Asking(sandbox)


def test_there_is_no_network(walls: Asking) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        body = f"""
import socket
import sys
found = []
try:
    found += [name for _, name in socket.if_nameindex() if name != "lo"]
except OSError:
    pass
for address in (("127.0.0.1", {port}), ("192.0.2.1", 80), ("localhost", {port})):
    try:
        socket.create_connection(address, timeout=1)
        found.append(address)
    except OSError:
        pass
return found
"""
        assert walls(body) == []


def test_neither_repository_nor_home_nor_system_settings_are_there(walls: Asking) -> None:
    secrets = [*ROOT.iterdir(), CHECKS]
    secrets += map(Path, ("/home", "/etc/passwd", "/etc/shadow", "/var", "/run", "/mnt", "/sys"))
    pythons = Path(sys.prefix), Path(sys.base_prefix)  # the way to these is there, and is empty
    secrets = [s for s in secrets if not any(python.is_relative_to(s) for python in pythons)]
    assert SOLUTION in secrets
    body = f"""
import os
found = [path for path in {list(map(str, secrets))} if os.path.exists(path)]
for folder, folders, files in os.walk("/"):
    folders[:] = [] if folder.count("/") > 5 or folder in ("/usr", "/lib") else folders
    found += [f for f in files if f in ("grading.yml", "operators.py", "digits8x8.npz", "exam.py")]
return found
"""
    assert walls(body) == []


def test_home_holds_nothing_but_the_way_to_python(walls: Asking) -> None:
    entries = os.listdir(os.path.expanduser("~"))
    found = walls(
        f"import os\ntry: return os.listdir({os.path.expanduser('~')!r})\nexcept OSError: return []"
    )
    assert len(found) <= 1
    assert not [entry for entry in found if entry.startswith((".ssh", ".bash", ".git"))]
    assert set(found) <= set(entries)


def own_files() -> set[str]:
    """What of the grader lies in the sandbox, by path below `autograder/`."""
    grader = ROOT / "autograder"
    paths = [path for name in ("probing", "inside") for path in (grader / name).rglob("*.py")]
    return {"__init__.py", *(path.relative_to(grader).as_posix() for path in paths)}


def test_of_the_grader_only_the_guests_own_files_are_there(walls: Asking) -> None:
    body = """
import os
found = []
for folder, _, files in os.walk("/guest"):
    found += [os.path.relpath(os.path.join(folder, f), "/guest/autograder") for f in files]
return found
"""
    assert set(walls(body)) - {"../log"} == own_files()


def test_nothing_of_the_graders_memory_or_modules_is_inherited(walls: Asking) -> None:
    body = (
        "import sys\nreturn sorted(name for name in sys.modules if name.startswith('autograder'))"
    )
    names = {name.removesuffix(".py").replace("/", ".") for name in own_files()}
    allowed = {f"autograder.{name}".removesuffix(".__init__") for name in names}
    assert set(walls(body)) <= allowed


def test_the_environment_is_the_guests_own(asking: Asking) -> None:
    assert os.environ["A_SECRET_OF_THE_GRADER"] == "1"  # set before any zygote was started
    found = asking("import os\nreturn sorted(os.environ)")
    usual = {"PATH", "HOME", "TMPDIR", "USER", "LOGNAME", "LANG", "MPLBACKEND", "PYTHONHASHSEED"}
    extra = {name for name in set(found) - usual if not name.startswith(("OMP_", "MKL_", "KMP_"))}
    assert "A_SECRET_OF_THE_GRADER" not in found
    assert extra <= {
        "PWD",
        "MPLCONFIGDIR",
        "LC_CTYPE",
        "TORCHINDUCTOR_CACHE_DIR",
        "TRITON_CACHE_DIR",
    }


def test_no_process_is_in_sight(walls: Asking) -> None:
    body = """
import os
found = []
try:
    found += os.listdir("/proc")
except PermissionError:
    pass
try:
    os.kill(-1, 0)
    found.append("a process to signal")
except (ProcessLookupError, PermissionError):
    pass
return [found, os.getpid(), os.getppid()]
"""
    assert walls(body) == [[], 1, 0]


def test_only_the_guests_own_folders_can_be_written_to(walls: Asking) -> None:
    body = """
import os
found = [os.getcwd()]
for folder, folders, files in os.walk("/"):
    folders[:] = [] if folder.count("/") > 3 else folders
    try:
        open(os.path.join(folder, "mine"), "w").close()
        os.unlink(os.path.join(folder, "mine"))
        found.append(folder)
    except OSError:
        pass
    paths = [os.path.join(folder, f) for f in files]
    found += [p for p in paths if os.access(p, os.W_OK) and os.path.realpath(p)[:5] != "/dev/"]
return sorted(set(found))
"""
    found = walls(body)
    allowed = {"/submission", "/submission/digits", "/dev/shm", "/tmp"}
    assert "/submission" in found
    assert {path for path in found if not path.startswith("/submission/digits/")} <= allowed


def test_of_devices_there_are_the_harmless_ones_only(walls: Asking) -> None:
    body = """
import os, stat
try:
    names = os.listdir("/dev")
except PermissionError:
    names = []
harmful = ("mem", "kmem", "kvm", "fuse", "sda", "vda", "loop0")
names = [name for name in {*names, *harmful} if os.path.exists("/dev/" + name)]
modes = {name: os.lstat("/dev/" + name).st_mode for name in names}
return [name for name, mode in modes.items() if stat.S_ISBLK(mode) or name in harmful]
"""
    assert walls(body) == []


RIGHTS = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
found = {}
header, data = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
libc.capget(header, data)
found["capabilities"] = sum(data)
found["mount"] = libc.mount(b"tmpfs", b"/tmp", b"tmpfs", 0, None)
found["unmount"] = libc.umount2(b"/proc", 2)
found["namespaces"] = libc.unshare(0x00020000)
found["chroot"] = libc.chroot(b"/")
found["uid"] = list(os.getresuid())
found["gid"] = [*os.getresgid(), *os.getgroups()]
for name in ("setuid", "setgid"):
    try:
        getattr(os, name)(0)
        found[name] = 0
    except OSError:
        found[name] = -1
return found
"""


def test_there_is_no_way_back_to_root(asking: Asking) -> None:
    found: dict[str, Any] = asking(RIGHTS)
    assert found["capabilities"] == 0
    assert {found[name] for name in ("mount", "unmount", "chroot", "namespaces")} == {-1}
    if asking.sandbox.isolation.level in LEVELS_WITH_USER:
        assert 0 not in found["uid"] + found["gid"]
        assert (found["setuid"], found["setgid"]) == (-1, -1)


def test_limits_cannot_be_raised(asking: Asking) -> None:
    body = """
import resource
found = []
for name in ("CPU", "DATA", "NOFILE", "FSIZE", "CORE"):
    kind = getattr(resource, "RLIMIT_" + name)
    soft, hard = resource.getrlimit(kind)
    try:
        resource.setrlimit(kind, (soft + 1, hard + 1))
        found.append(name)
    except (OSError, ValueError):
        pass
return found
"""
    assert asking(body) == []


def test_a_new_user_namespace_gives_no_rights_over_what_is_outside(walls: Asking) -> None:
    body = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
libc.unshare(0x10000000)
try:
    os.listdir("/root/.ssh")
    return "home"
except OSError:
    pass
return libc.mount(b"proc", b"/proc", b"proc", 0, None)
"""
    assert walls(body) == -1


LOOK_INSIDE = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
found = []
for pid in {pids} + [os.getppid()]:
    if pid == 0:
        continue
    if libc.ptrace(16, pid, None, None) == 0:  # PTRACE_ATTACH
        found.append(["traced", pid])
        libc.ptrace(17, pid, None, None)
    for name in ("mem", "environ", "maps"):
        try:
            with open("/proc/%d/%s" % (pid, name), "rb") as file:
                if name == "mem":
                    file.seek(4096)
                if file.read(1) or name != "mem":
                    found.append([name, pid])
        except OSError as error:
            if name == "mem" and error.errno == 5:  # it was opened, and nothing lay there
                found.append([name, pid])
    {kill}
return found
"""
KILL = """
    try:
        os.kill(pid, 0)
        found.append(["signalled", pid])
    except OSError:
        pass
"""


def test_neither_fork_server_nor_grader_can_be_looked_into(asking: Asking) -> None:
    pids = [os.getpid(), fork_server(asking.sandbox)]
    apart = asking.sandbox.isolation.level in LEVELS_WITH_USER
    # At `process` guests are of the grader's own user, and could send signals.
    found = asking(LOOK_INSIDE.format(pids=pids, kill=KILL.strip() if apart else ""))
    assert found == []


@pytest.mark.slow
def test_files_named_like_modules_and_settings_neither_run_nor_stand_in_for_any(
    tmp_path: Path, rubric: Any, submit: Callable[..., Path]
) -> None:
    marks = full_marks(rubric, "q3")
    ada = submit("ada")
    marker = tmp_path / "ran"
    code = f"open({str(marker)!r}, 'a').write(__file__ + chr(10))\nraise SystemExit('hijacked')\n"
    names = "conftest.py sitecustomize.py usercustomize.py torch.py json.py pytest.py numpy.py"
    names += " autograder.py test_q3.py checks.py __pycache__/torch.py torch/__init__.py"
    for name in names.split():
        for place in (ada, ada / "digits"):
            if not (name.startswith("torch/") and place == ada):
                (place / name).parent.mkdir(exist_ok=True)
                (place / name).write_text(code)
    (ada / "pytest.ini").write_text("[pytest]\naddopts = --collect-only -p conftest\n")
    (ada / "setup.cfg").write_text("[tool:pytest]\naddopts = --collect-only\n")
    command = [sys.executable, "-P", "-m", "autograder.cli", "grade", ".", "--only", "q3"]
    done = subprocess.run(
        [*command, "--out", str(tmp_path / "out")],
        cwd=ada,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "COLUMNS": "100"},
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert f"ada: {marks} of {marks} points" in done.stdout
    assert not marker.exists()
