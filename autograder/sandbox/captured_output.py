"""Reads what a guest prints, from outside."""

import os
import select
import threading

PART = 65_536  # bytes read at once
PIPE = 2**20  # the most that a pipe holds, unless root has enlarged it


class CapturedOutput:
    """What a guest prints, read at once so that the guest never waits; the first part is kept."""

    def __init__(self, descriptor: int, limit: int) -> None:
        self.descriptor = descriptor
        self.limit = limit
        self.kept = bytearray()
        self.position = 0
        self.open = True
        self.lock = threading.Lock()
        threading.Thread(target=self._follow, daemon=True).start()

    def take(self) -> str:
        """Return the text printed since the last call."""
        self._catch_up()
        text = bytes(self.kept[self.position :]).decode(errors="replace")
        self.position = len(self.kept)
        return text

    def close(self) -> None:
        """Read what has been printed so far, and no more after that."""
        self._catch_up()
        self.open = False

    def _follow(self) -> None:
        while self.open:
            if select.select([self.descriptor], [], [], 0.05)[0]:
                self._read()
        with self.lock:
            os.close(self.descriptor)

    def _catch_up(self) -> None:
        """Read what the pipe can hold, and not what is still being printed without end."""
        for _ in range(PIPE // PART):
            if not self._read():
                return

    def _read(self) -> bool:
        """Read one piece of text if there is any; return whether there was."""
        with self.lock:
            if not self.open or not select.select([self.descriptor], [], [], 0)[0]:
                return False
            part = os.read(self.descriptor, PART)
            self.kept += part[: max(self.limit - len(self.kept), 0)]
            self.open = bool(part)
            return self.open
