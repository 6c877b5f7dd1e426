"""The script that makes the environment, with a package index of a few tiny packages."""

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from support import ROOT

BACKEND = """
import zipfile

def build_editable(folder, config_settings=None, metadata_directory=None):
    name = "autograder-1-py3-none-any.whl"
    with zipfile.ZipFile(f"{folder}/{name}", "w") as wheel:
        for file, text in {
            "METADATA": "Metadata-Version: 2.1\\nName: autograder\\nVersion: 1\\n",
            "WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
            "RECORD": "",
        }.items():
            wheel.writestr("autograder-1.dist-info/" + file, text)
    return name
"""
PROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "autograder"
version = "1"
"""
LOCKED = {
    "nvidia-cublas": "13.1",
    "rich": "13.7",
    "torch": "2.14.1",
    "torchvision": "0.29.1",
    "triton": "3.8.0",
}
pytestmark = pytest.mark.slow
HAS_GPU = any(Path("/dev").glob("nvidia*")) or Path("/dev/kfd").exists()


def write_wheel(folder: Path, name: str, version: str) -> Path:
    stem = f"{name.replace('-', '_')}-{version}"
    wheel, info = folder / f"{stem}-py3-none-any.whl", f"{stem}.dist-info"
    with zipfile.ZipFile(wheel, "w") as archive:
        about = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        archive.writestr(f"{info}/METADATA", about)
        tags = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        archive.writestr(f"{info}/WHEEL", tags)
        archive.writestr(f"{info}/RECORD", "")
    return wheel


@pytest.fixture(scope="module")
def empty_environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with nothing but pip; to make one takes seconds, to copy it none."""
    folder = tmp_path_factory.mktemp("empty") / "environment"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    return folder


@pytest.fixture
def project(tmp_path: Path, empty_environment: Path) -> Path:
    """A project with the script, a lock, and an index that has what is locked."""
    for folder in ("index", "project/scripts"):
        (tmp_path / folder).mkdir(parents=True)
    project = tmp_path / "project"
    shutil.copy(ROOT / "scripts" / "make-environment", project / "scripts")
    shutil.copytree(empty_environment, project / "environment", symlinks=True)
    (project / "pyproject.toml").write_text(PROJECT)
    (project / "backend.py").write_text(BACKEND)
    lines = []
    for name, version in LOCKED.items():
        wheel = write_wheel(tmp_path / "index", name, version)
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        lines += [f"{name}=={version} ; python_version >= '3' \\", f"    --hash=sha256:{digest}"]
    (project / "lock.txt").write_text("\n".join(lines) + "\n")
    return project


def make(project: Path) -> tuple[str, dict[str, str]]:
    """Make the environment; return what the script printed, and the versions installed by it."""
    index = project.parent / "index"
    settings = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(index), "PIP_CONFIG_FILE": os.devnull}
    run = subprocess.run(
        ["sh", "scripts/make-environment", "environment", "lock.txt", sys.executable],
        cwd=project,
        env={"PATH": "/usr/bin:/bin", "HOME": str(project.parent), **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    pip = [project / "environment/bin/python", "-m", "pip", "list", "--format=freeze"]
    listed = subprocess.run(pip, capture_output=True, text=True, check=True).stdout.split()
    versions = dict(line.split("==") for line in listed)
    return run.stdout, {name: versions[name] for name in {*LOCKED, "autograder"} & {*versions}}


def test_what_is_locked_is_installed_by_pip_where_uv_cannot_be_had(project: Path) -> None:
    printed, versions = make(project)
    assert versions == {
        "autograder": "1",
        "nvidia-cublas": "13.1",
        "rich": "13.7",
        "torch": "2.14.1",
        "torchvision": "0.29.1",
        "triton": "3.8.0",
    }
    assert "uv cannot be had from the package index: pip takes longer" in printed


@pytest.mark.skipif(HAS_GPU, reason="this machine has a GPU")
def test_without_a_gpu_the_build_for_the_cpu_is_taken_where_the_index_has_it(project: Path) -> None:
    for name, version in {"torch": "2.14.1+cpu", "torchvision": "0.29.1+cpu"}.items():
        write_wheel(project.parent / "index", name, version)
    printed, versions = make(project)
    assert versions == {
        "autograder": "1",
        "rich": "13.7",
        "torch": "2.14.1+cpu",
        "torchvision": "0.29.1+cpu",
    }
    assert "the package index has PyTorch for the CPU only: it is taken" in printed


def test_a_package_that_is_not_the_locked_one_is_refused(project: Path) -> None:
    with zipfile.ZipFile(project.parent / "index" / "rich-13.7-py3-none-any.whl", "a") as wheel:
        wheel.writestr("rich.py", "import os")
    with pytest.raises(AssertionError, match="THESE PACKAGES DO NOT MATCH THE HASHES"):
        make(project)
