"""The process from which benches are forked, and what a bench does in it.

It imports PyTorch, runs no operator, and is told of nothing but the sockets of benches. A bench is
forked for one question of one submission. It shuts itself in, does what it is asked until the
grader hangs up, and is ended by the kernel when the time of its question is over.
"""

import contextlib
import gc
import os
import resource
import signal
import socket
import sys
import time
from types import ModuleType
from typing import Any, NoReturn

import torch

from ...inside import confinement, landlock, seccomp
from ...inside.fork_server import Child, Children, listen
from ...inside.wire import Channel, WireClosed
from ...probing.student_error import MEMORY, Cause
from ..admission import admit
from ..nodes import GraphError
from .tasks import Tasks

SMALLEST = {
    "mode": "evaluation",
    "batch": 1,
    "constants": [],
    "nodes": [
        {
            "operator": "aten.relu.default",
            "arguments": [{"value": 0}],
            "options": {},
            "outputs": [1],
        }
    ],
    "output": 1,
    "written": {},
}


def main() -> None:
    """Serve the socket whose number is the first argument until the grader hangs up."""
    requests = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal's are for the grader
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    do_without_compiler()
    torch.set_num_threads(1)
    torch.backends.cpu.get_cpu_capability()  # PyTorch reads it from /proc, which no bench can
    confinement.keep_private()
    if sys.argv[2:]:
        serve(requests, confinement.data_size())
    admit(SMALLEST)  # on `meta`: PyTorch imports what it computes shapes with
    gc.collect()
    gc.freeze()  # so that collections in a bench do not copy the zygote's pages
    confinement.use_huge_pages()
    benches: Children = {}
    size = confinement.data_size()
    for number, (_, descriptors) in enumerate(listen(requests, benches)):
        pid = os.fork()
        if pid == 0:
            confinement.close_all_but({0, 1, 2, descriptors[0]})
            confinement.die_with_parent()
            serve(socket.socket(fileno=descriptors[0]), size)
        benches[number] = Child(pid, os.pidfd_open(pid))


def do_without_compiler() -> None:
    """Put a module that does nothing in place of PyTorch's compiler, which takes seconds to import.

    PyTorch imports it when an operator written in Python first computes a shape, to say that this
    is not to be compiled. Nothing is compiled here.
    """
    compiler = ModuleType("torch._dynamo")
    vars(compiler)["disable"] = lambda function, *_, **__: function
    sys.modules[compiler.__name__] = vars(torch)["_dynamo"] = compiler


def serve(connection: socket.socket, data_size: int) -> NoReturn:
    """Be a bench until the grader hangs up; then end the process."""
    channel, tasks = Channel(connection), Tasks()
    shut_in()
    with contextlib.suppress(WireClosed):
        limit_memory(data_size + channel.receive()["memory_mb"] * 2**20)
        while True:
            request = channel.receive()
            end_at(request["deadline"])
            channel.send(answer(tasks, request))
    os._exit(0)


def shut_in() -> None:
    """Give up what a bench has no use for, as guests do: whoever finds an operator of PyTorch that
    writes past its memory has reached no file, no network and no other process.
    """
    confinement.be_killed_first()
    confinement.drop_privileges()
    landlock.restrict(writable=())
    seccomp.restrict(same_user=True)


def limit_memory(size: int) -> None:
    """Limit this process's memory to `size` bytes, and leave no image of it behind."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform.startswith("linux"):
        resource.setrlimit(resource.RLIMIT_DATA, (size, size))


def end_at(deadline: float) -> None:
    """Have the kernel end this process at a time on the clock of `time.monotonic`, whatever it is
    doing by then."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, max(deadline - time.monotonic(), 0.001))


def answer(tasks: Tasks, request: dict[str, Any]) -> dict[str, Any]:
    """Do what is asked, and return the value or what is wrong with the network."""
    try:
        return {"value": tasks.do(request["task"], request["arguments"])}
    except GraphError as error:
        return {"message": error.message, "cause": str(error.cause)}
    except Exception as error:
        if not isinstance(error, MemoryError) and not MEMORY.search(str(error)):
            raise
        return {"message": {"hint": "graph.memory"}, "cause": str(Cause.MEMORY)}
