"""What a guest prints, taken in from outside."""

import os
import select
import threading


class Printed:
    """What a guest prints, read as it comes so that it never waits; only the first part is kept."""

    def __init__(self, descriptor: int, limit: int) -> None:
        self.descriptor = descriptor
        self.limit = limit
        self.kept = bytearray()
        self.position = 0
        self.open = True
        self.lock = threading.Lock()
        threading.Thread(target=self._follow, daemon=True).start()

    def take(self) -> str:
        """The text printed since the last call."""
        while self._read():
            pass
        text = bytes(self.kept[self.position :]).decode(errors="replace")
        self.position = len(self.kept)
        return text

    def close(self) -> None:
        """Take in what has been printed so far, and read no more."""
        while self._read():
            pass
        self.open = False

    def _follow(self) -> None:
        while self.open:
            if select.select([self.descriptor], [], [], 0.05)[0]:
                self._read()
        with self.lock:
            os.close(self.descriptor)

    def _read(self) -> bool:
        """Take in one piece of text if there is any."""
        with self.lock:
            if not self.open or not select.select([self.descriptor], [], [], 0)[0]:
                return False
            part = os.read(self.descriptor, 65536)
            self.kept += part[: max(self.limit - len(self.kept), 0)]
            self.open = bool(part)
            return self.open
