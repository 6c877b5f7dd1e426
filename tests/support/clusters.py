"""A Dask cluster of processes of this machine."""

import os
import subprocess
import sys
import time
from pathlib import Path

from . import ROOT

START_SECONDS = 120


class Cluster:
    """A scheduler and two workers, each a process of its own with nothing on disk in common."""

    def __init__(self, folder: Path, *options: str, **variables: str) -> None:
        self.folder = folder
        self.variables = variables
        self.file = folder / "scheduler.json"
        quiet = ["--no-dashboard", "--no-show"]
        place = ["--host", "127.0.0.1", "--port", "0", *quiet, *options]
        self.scheduler = self._start("scheduler", *place)
        self.workers = [
            self._start("worker", "--nthreads", "1", "--no-nanny", "--no-dashboard", "--name", name)
            for name in ("first", "second")
        ]

    def _start(self, kind: str, *options: str) -> subprocess.Popen[bytes]:
        program = [sys.executable, "-m", "dask", kind, *options, "--scheduler-file", str(self.file)]
        with open(self.folder / "log", "ab") as log:
            environment = {**os.environ, **self.variables}
            return subprocess.Popen(program, cwd=ROOT, stdout=log, stderr=log, env=environment)

    def address(self) -> str:
        """The scheduler's address, once its workers are there."""
        from distributed import Client  # noqa: PLC0415 - Dask is an extra

        deadline = time.monotonic() + START_SECONDS
        while not self.file.exists():
            assert time.monotonic() < deadline, (self.folder / "log").read_text()
            time.sleep(0.1)
        with Client(scheduler_file=str(self.file), set_as_default=False) as client:
            alive = sum(worker.poll() is None for worker in self.workers)
            client.wait_for_workers(alive, timeout=START_SECONDS)
            return str(client.scheduler.address)

    def close(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.terminate()
        for process in (*self.workers, self.scheduler):
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:  # Dask's own shutdown sometimes hangs
                process.kill()
                process.wait()
