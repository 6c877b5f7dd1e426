"""Digests of what was handed in. Imports no PyTorch, for processes that only read and write."""

import os
from collections.abc import Mapping
from hashlib import file_digest, sha256
from pathlib import Path

from ..project import GRADER_PACKAGE


def unread_fingerprint(path: Path) -> str:
    """Return the digest of all that results depend on of a submission that cannot be read: its
    bytes, and the code that reads. It is empty where the bytes cannot be had, either.
    """
    code = sorted((GRADER_PACKAGE / "intake").rglob("*.py"))
    whole = sha256(digest({one.name: one.read_bytes() for one in code}).encode())
    try:
        for one in [path, *sorted(path.rglob("*"))] if path.is_dir() else [path]:
            whole.update(f"{one.relative_to(path.parent)!r} ".encode())
            if one.is_symlink():
                whole.update(f"link {os.readlink(one)!r}".encode())
            elif one.is_file():
                with one.open("rb") as file:
                    whole.update(file_digest(file, "sha256").digest())
    except (OSError, RecursionError):
        return ""
    return whole.hexdigest()


def digest(*parts: Mapping[str, bytes]) -> str:
    """Return the digest of contents by name, with lengths, so that they never run together."""
    whole = sha256()
    for part in parts:
        whole.update(f"{len(part)} ".encode())
        for name, content in sorted(part.items()):
            title = f"{len(name)} {len(content)} {name}"
            whole.update(title.encode("utf-8", "surrogatepass"))
            whole.update(content)
    return whole.hexdigest()
