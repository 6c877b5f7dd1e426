"""The secret of a run, from which everything that is drawn for grading is derived.

A secret is 256 bits, stretched from the run's seed together with random bits that were drawn once
and are kept on the instructor's machine. So a seed, which stands in results, tells nothing by
itself, and the same seed on the same machine repeats a grade. Each draw has a key of its own, from
which nobody gets back to the secret or to another key: a guest that knows its seeds knows no more.
"""

from dataclasses import dataclass, field
from hashlib import scrypt

import torch

from ..random_bits import NUM_BYTES, derive

SCRYPT = {"n": 2**14, "r": 8, "p": 1}  # 50 ms, 16 MB


@dataclass(frozen=True)
class Secret:
    """256 bits, or a key derived from them."""

    value: bytes = field(repr=False)

    def derive(self, *purpose: str | int) -> "Secret":
        """Return the key for a purpose, such as `"probe", "q2", 3`, by HMAC-SHA256."""
        return Secret(derive(self.value, *purpose))

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
