"""The secret of a run, from which everything that is drawn for grading is derived.

A secret is 256 bits, stretched from the run's seed together with random bits that were drawn once
and are kept on the instructor's machine. So a seed, which stands in results, tells nothing by
itself, and the same seed on the same machine repeats a grade. Each draw has a key of its own, from
which nobody gets back to the secret or to another key: a guest that knows its seeds knows no more.
"""

import contextlib
import hmac
import os
import secrets
import tempfile
import warnings
from dataclasses import dataclass, field
from hashlib import scrypt
from pathlib import Path

import torch

from ..project import USER_STATE

NUM_BYTES = 32
SCRYPT = {"n": 2**14, "r": 8, "p": 1}  # 50 ms, 16 MB


@dataclass(frozen=True)
class Secret:
    """256 bits, or a key derived from them."""

    value: bytes = field(repr=False)

    def derive(self, *purpose: str | int) -> "Secret":
        """Return the key for a purpose, such as `"probe", "q2", 3`, by HMAC-SHA256."""
        return Secret(hmac.digest(self.value, repr(purpose).encode(), "sha256"))

    def seed(self, *purpose: str | int) -> int:
        """Return a seed for a purpose, in 0..2**63-1."""
        return int.from_bytes(self.derive(*purpose).value[:8]) >> 1

    def generator(self, *purpose: str | int) -> torch.Generator:
        """Return PyTorch's generator for a purpose.

        It has 32 bits of state to begin with, so what a guest sees of its numbers may tell the
        rest: what a guest must not know needs a purpose of its own.
        """
        return torch.Generator().manual_seed(self.seed(*purpose))


def stretch(seed: int, random_bits: bytes) -> Secret:
    """Return the secret of a run; the same arguments give the same."""
    return Secret(scrypt(str(seed).encode(), salt=random_bits, dklen=NUM_BYTES, **SCRYPT))


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
