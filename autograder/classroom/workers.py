"""How processes that work side by side are made, and how they begin. Imports no PyTorch."""

import multiprocessing
import os
import signal
import tempfile
from multiprocessing import util
from multiprocessing.context import BaseContext
from typing import Any

from ..inside.processes import CAN_FORK
from .signals import FROM_TERMINALS, end_with_parent

LONGEST_FOLDER = 70  # a Unix socket's path has room for 107 bytes, its name for about 35 of them


def worker_context(*modules: str) -> BaseContext:
    """Return how processes are made: from one that has imported `modules`, where it can fork."""
    if not CAN_FORK:
        return multiprocessing.get_context("spawn")
    _keep_socket_paths_short()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*modules])  # where no forkserver is at work already
    return context


def begin_worker(at_stop: Any) -> None:
    """Leave a terminal's signals to the process that has begun this one, and end with it; `at_stop`
    handles SIGTERM.
    """
    for number in FROM_TERMINALS:
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, at_stop)
    end_with_parent()


def _keep_socket_paths_short() -> None:
    """Put multiprocessing's sockets into /tmp, where the usual folder's name is too long for them.

    It keeps the folder that it is given first.
    """
    usual = tempfile.gettempdir()
    if len(os.fsencode(usual)) > LONGEST_FOLDER:
        tempfile.tempdir = "/tmp"
        try:
            util.get_temp_dir()
        finally:
            tempfile.tempdir = usual
