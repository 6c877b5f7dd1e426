"""Writes and removes files: archives that are whole or not there, folders that resist."""

import shutil
import subprocess
import zipfile
from collections.abc import Collection, Mapping
from pathlib import Path

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip archive can tell
FILE, PROGRAM = 0o100644, 0o100755


def write_zip(path: Path, files: Mapping[str, bytes], programs: Collection[str] = ()) -> Path:
    """Write `files`, content by name, as the archive `path`, whole or not at all; return `path`.

    Those named in `programs` can be executed once they are unpacked.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in sorted(files.items()):
                entry = zipfile.ZipInfo(name, date_time=EPOCH)
                entry.create_system = 3  # Unix, wherever it is written
                entry.external_attr = (PROGRAM if name in programs else FILE) << 16
                archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return path


def remove_folder(folder: Path) -> None:
    """Remove a folder, also one that is too deep for Python or whose owner may not enter it.

    Links in it are removed, not followed.
    """
    try:
        shutil.rmtree(folder)
    except (OSError, RecursionError):
        for command in (["chmod", "-R", "u+rwX"], ["rm", "-rf"]):
            subprocess.run([*command, "--", str(folder)], capture_output=True, check=False)
