"""The package as `pip install .` makes it: from a wheel, in an environment of its own."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from support import ROOT

pytestmark = pytest.mark.slow
SOURCES = ("pyproject.toml", "setup.py", "README.md", "LICENSE", "grading.yml", "autograder")
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, from a copy of the sources: building leaves files behind."""
    copy = tmp_path_factory.mktemp("sources")
    for name in (*SOURCES, "data_cache/digits8x8.npz"):
        target = copy / name
        target.parent.mkdir(exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(ROOT / name, target)
    out = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    build = ["wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(out), str(copy)]
    subprocess.run([*pip, *build], check=True)
    return next(out.glob("autograder-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Install the wheel where nothing else of ours is; return what runs a program there."""
    place = tmp_path_factory.mktemp("environment")
    venv.create(place, with_pip=False, symlinks=True)
    own = next(place.glob("lib/python*/site-packages"))
    (own / "others.pth").write_text(sysconfig.get_path("purelib") + "\n")  # what it depends on
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    install = ["--python", str(place / "bin" / "python"), "install", "--no-deps", "--no-index"]
    subprocess.run([*pip, *install, str(wheel)], check=True)
    empty = tmp_path_factory.mktemp("elsewhere")
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    environment |= {"XDG_CACHE_HOME": str(empty / "cache")}

    def run(*arguments: str, program: str = "autograder") -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [str(place / "bin" / program), *arguments],
            cwd=empty,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_a_wheel_holds_the_package_and_what_the_grader_reads(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as files:
        names = {name for name in files.namelist() if ".dist-info/" not in name}
    tracked = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "autograder").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    added = {"autograder/installed/grading.yml", "autograder/installed/data_cache/digits8x8.npz"}
    assert names == tracked | added


def test_a_submission_is_graded_by_an_installed_package(installed: Run, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "solution" / "digits", tmp_path / "ada" / "digits")
    out = tmp_path / "out"  # at other levels the sandbox does not see what others.pth names
    options = ["--only", "q3", "--isolation", "process", "--out", str(out)]
    done = installed("grade", str(tmp_path / "ada"), *options)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads((out / "ada.json").read_bytes())["score"] == 10
    assert (out / "ada.html").is_file()
    status = installed("data", "status")
    assert status.returncode == 0, status.stderr
    assert "1,797" in status.stdout


INVOKE = """
import json, sys
from click.testing import CliRunner
from autograder.cli.commands import main
done = [CliRunner().invoke(main, words.split()) for words in sys.argv[1:]]
print(json.dumps([(one.exit_code, one.output) for one in done]))
"""
NEEDED = {  # folders of the project, by commands
    "demo": "solution/",
    "release": "solution/",
    "calibrate --runs 2": "solution/",
    "zoo": "tests/zoo/",
    "zoo attacks": "tests/zoo/",
    "grade . --similar": "assignment/",
}


def test_what_needs_the_projects_folders_says_so(installed: Run) -> None:
    done = installed("-c", INVOKE, *NEEDED, program="python")  # imports PyTorch once for all
    assert done.returncode == 0, done.stderr
    for (code, output), folder in zip(json.loads(done.stdout), NEEDED.values(), strict=True):
        assert code == 2, output
        assert f"this needs the project's folder {folder}, which is not in" in output
        assert "clone the project" in output
