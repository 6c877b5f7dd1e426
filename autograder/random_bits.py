"""Random bits that are drawn once and kept on the instructor's machine, and keys made of them.

What is made of them is the same in each run on this machine, and nobody elsewhere can work it out.
"""

import contextlib
import hmac
import os
import secrets
import tempfile
import warnings
from pathlib import Path

from .project import USER_STATE

NUM_BYTES = 32


def derive(key: bytes, *purpose: str | int) -> bytes:
    """Return the key for a purpose, such as `"probe", "q2", 3`, by HMAC-SHA256: 32 bytes."""
    return hmac.digest(key, repr(purpose).encode(), "sha256")


def kept_random_bits(folder: Path = USER_STATE) -> bytes:
    """Return this machine's 256 random bits; the first call draws them and keeps them in `folder`.

    Where they cannot be kept, they are drawn anew: a seed repeats no grade there.
    """
    path = folder / "random_bits"
    try:
        if not path.exists():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=folder) as new:  # of mode 0600
                new.write(secrets.token_bytes(NUM_BYTES))
                new.flush()
                with contextlib.suppress(FileExistsError):  # another process was first
                    os.link(new.name, path)  # whole or not at all
        bits = path.read_bytes()
    except OSError as error:
        warnings.warn(
            f"{path} can be neither read nor written ({error.strerror}), so a seed does not repeat"
            " a grade.",
            stacklevel=2,
        )
        return secrets.token_bytes(NUM_BYTES)
    if len(bits) != NUM_BYTES:
        raise ValueError(f"{path} does not hold {NUM_BYTES} bytes; remove it to draw them anew.")
    return bits
