"""What a submission costs before it is graded: a package of 200 files, and a notebook of 100 MB.

    python benchmarks/intake.py [--json FILE]

Each is read in a process of its own, as it is and from an archive. Then 200 files with 20 functions
each, all of which one function needs, are loaded as a guest loads them, and as Python imports them.
The seconds are the processor's, the memory is what it takes beyond the imports.
"""

import json
import multiprocessing
import os
import resource
import sys
import tempfile
import zipfile
from base64 import b64encode
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from time import process_time
from typing import Any

from table import Row, parser_of, report

from autograder.intake.submissions import read_submission
from autograder.probing.loader import StudentCode

ROOT = Path(__file__).resolve().parents[1]
SCALE = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss, to bytes
FILES, FUNCTIONS = 200, 20
FIGURE = b64encode(os.urandom(750_000)).decode()  # 1 MB, as hard to pack as a picture


def main() -> None:
    options = parser_of(__doc__ or "").parse_args()
    context = multiprocessing.get_context("forkserver")  # which stays small itself
    rows = []
    with tempfile.TemporaryDirectory() as name, context.Pool(1, maxtasksperchild=1) as pool:
        folder = Path(name)
        things = {
            f"package of {FILES} files": make_package(folder / "package"),
            "notebook, 100 MB of figures": make_notebook(folder / "figures.ipynb", [FIGURE] * 100),
            "notebook, 100 MB of printed lines": make_notebook(
                folder / "lines.ipynb", ["epoch 1: cost 0.123\n"] * 4_000_000
            ),
        }
        for what, path in things.items():
            for one in (path, pack(path)):
                size = f"{size_of(one) / 1e6:,.1f} MB{', zip' if one.suffix == '.zip' else ''}"
                rows.append(Row(f"{what} ({size})", pool.apply(measure, (read, one))))
        wide = make_wide_package(folder / "wide")
        for what, do in (("loaded", load), ("imported by Python", import_all)):
            name = f"{FILES} files with {FILES * FUNCTIONS:,} functions, {what}"
            rows.append(Row(name, pool.apply(measure, (do, wide))))
    report(rows, options.json)


def measure(do: Callable[[Path], None], path: Path) -> str:
    """Return the seconds that something takes, and the memory that it adds."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = process_time()
    do(path)
    seconds = process_time() - begun
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * SCALE
    return f"{seconds:.2f} s, {memory / 1e6:.0f} MB"


def read(path: Path) -> None:
    """Read a submission as a grader does."""
    assert read_submission(path).files


def load(folder: Path) -> None:
    """Load what q5 asks for, as a guest does."""
    assert StudentCode(folder, {"evaluate"}).find("evaluate")() == FILES * FUNCTIONS


def import_all(folder: Path) -> None:
    """Import the same as Python does."""
    sys.path.insert(0, str(folder))
    assert import_module("digits.evaluation").evaluate() == FILES * FUNCTIONS


def make_package(folder: Path) -> Path:
    """Write the reference with so many further files."""
    (folder / "digits").mkdir(parents=True)
    for file in (ROOT / "solution" / "digits").glob("*.py"):
        (folder / "digits" / file.name).write_bytes(file.read_bytes())
    for number in range(FILES):
        (folder / "digits" / f"part_{number}.py").write_text(f"PART = {number}\n" * 100, "utf-8")
    return folder


def make_wide_package(folder: Path) -> Path:
    """Write a package whose `evaluate` calls every function of every file."""
    (folder / "digits").mkdir(parents=True)
    (folder / "digits" / "__init__.py").write_text("", "utf-8")
    for number in range(FILES):
        names = [f"count_{number}_{one}" for one in range(FUNCTIONS)]
        text = "".join(f"def {name}():\n    return 1\n\n\n" for name in names)
        total = f"def all_of_{number}():\n    return {' + '.join(f'{name}()' for name in names)}\n"
        (folder / "digits" / f"part_{number}.py").write_text(text + total, "utf-8")
    imports = "".join(f"from .part_{n} import all_of_{n}\n" for n in range(FILES))
    calls = ", ".join(f"all_of_{number}()" for number in range(FILES))
    text = f"{imports}\n\ndef evaluate():\n    return sum([{calls}])\n"
    (folder / "digits" / "evaluation.py").write_text(text, "utf-8")
    return folder


def make_notebook(path: Path, output: list[str]) -> Path:
    """Write the reference as a notebook, the output below one of its cells."""
    sources = [file.read_text("utf-8") for file in (ROOT / "solution" / "digits").glob("*.py")]
    cells: list[dict[str, Any]] = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": one} for one in sources
    ]
    cells[0]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": output}]
    path.write_text(json.dumps({"cells": cells, "nbformat": 4}, indent=1), "utf-8")
    return path


def pack(path: Path) -> Path:
    """Pack a folder or file as a zip archive beside it."""
    target = path.with_suffix(".zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            archive.write(file, file.relative_to(path.parent))
    return target


def size_of(path: Path) -> int:
    """Return the bytes of a file, or of all files in a folder."""
    files = path.rglob("*.py") if path.is_dir() else [path]
    return sum(os.path.getsize(file) for file in files)


if __name__ == "__main__":
    main()
