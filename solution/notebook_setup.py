# @title Run this cell first. Colab and Kaggle need it; where all is there, it does nothing.
import importlib.util
import io
import shutil
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

REPO = None  # where this notebook comes from, such as "owner/name" on GitHub

if importlib.util.find_spec("otter") is None:
    command = [sys.executable, "-m", "pip", "install", "--quiet", "otter-grader>=7"]
    subprocess.run(command, check=True)

if not Path("tests/kit").is_dir():  # the checks are not here yet
    uploads = Path("/kaggle/input").glob("**/tests/kit")
    if uploaded := next(uploads, None):
        shutil.copytree(uploaded.parent, "tests", dirs_exist_ok=True)
    else:
        archive = Path("assignment.zip")
        if not archive.is_file():
            if REPO is None:
                raise FileNotFoundError(
                    "There are no checks here. Upload assignment.zip (in Colab: into the Files"
                    " pane on the left; on Kaggle: Add Input → Upload), then run this cell again."
                )
            address = f"https://github.com/{REPO}/archive/HEAD.zip"
            archive = io.BytesIO(urllib.request.urlopen(address).read())
        with zipfile.ZipFile(archive) as files:
            names = [name for name in files.namelist() if not name.endswith("/")]
            marker = "tests/kit/__init__.py"
            found = min((name for name in names if name.endswith(marker)), key=len)
            folder = found.removesuffix(marker)
            for name in names:
                if name.startswith(f"{folder}tests/"):
                    path = Path(name.removeprefix(folder))
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(files.read(name))
