"""Runs what is fuzzed in a process of its own: a crash, a hang or a flood of memory is seen there.

`AUTOGRADER_FUZZ=100` makes a hundred times as many examples as usual, and others each time.
"""

import os
import pickle
import resource
import signal
import traceback
from collections.abc import Callable
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from autograder.inside.confinement import data_size
from autograder.inside.wire import DTYPES

FACTOR = int(os.environ.get("AUTOGRADER_FUZZ", "1"))
MEMORY = 1500 * 2**20  # bytes beyond what the process has when it begins
HANG_SECONDS = 120  # far more than anything takes, also on a machine that is busy

# Plain data as JSON holds it, and what a frame of the wire adds.
PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(-3, 3),
    st.sampled_from([2**31, 2**63, 10**30, -(2**63), 10**400]),
    st.floats(),
    st.text(max_size=5),
)
SIZES = st.one_of(st.integers(0, 4), PLAIN)
TENSORS = st.tuples(
    st.one_of(st.sampled_from(list(DTYPES)), st.text(max_size=8)),
    st.one_of(st.lists(SIZES, max_size=9), PLAIN),
).map(lambda pair: {"tensor": list(pair)})
TREES = st.recursive(
    st.one_of(PLAIN, TENSORS, st.builds(lambda size: {"bytes": size}, SIZES)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(["dict", "tensor", "bytes", "a"]), inner, max_size=2),
        st.builds(
            lambda one: {"dict": one}, st.dictionaries(st.text(max_size=3), inner, max_size=3)
        ),
    ),
    max_leaves=12,
)


def examples(number: int) -> settings:
    """So many examples: always the same ones, or `FACTOR` times as many new ones."""
    return settings(
        max_examples=number * FACTOR,
        derandomize=FACTOR == 1,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


class Apart:
    """Calls a function in a forked process, again and again; a context manager.

    The function returns text, and may raise nothing.
    """

    def __init__(self, function: Callable[[Any], str]) -> None:
        self.function = function
        self.pid = 0
        self.connection: Connection | None = None
        self.answers: dict[str, int] = {}

    def __enter__(self) -> "Apart":
        return self

    def __exit__(self, *error: object) -> None:
        if FACTOR > 1:
            print(self.function.__name__, self.answers)
        self._end()

    def __call__(self, argument: Any) -> str:
        """What the function returns; raises `AssertionError` when it does not return."""
        try:
            return self._ask(argument)
        except AssertionError as error:
            if FACTOR > 1:  # at once, for a long run may be stopped before it says so itself
                print(f"\n{error}\n{argument!r}", flush=True)
            raise

    def _ask(self, argument: Any) -> str:
        if self.connection is None:
            self._start()
        assert self.connection is not None
        self.connection.send_bytes(pickle.dumps(argument))
        if not self.connection.poll(HANG_SECONDS):
            self._end()
            raise AssertionError(f"nothing came back within {HANG_SECONDS} s")
        try:
            good, text = pickle.loads(self.connection.recv_bytes())
        except EOFError:
            raise AssertionError(f"the process crashed: {self._end()}") from None
        assert good, text
        self.answers[text] = self.answers.get(text, 0) + 1
        return str(text)

    def _start(self) -> None:
        self.connection, theirs = Pipe()
        self.pid = os.fork()
        if self.pid == 0:
            self.connection.close()
            try:
                self._serve(theirs)
            finally:
                os._exit(1)
        theirs.close()

    def _end(self) -> int:
        if self.connection is None:
            return 0
        self.connection.close()
        self.connection = None
        os.kill(self.pid, signal.SIGKILL)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def _serve(self, connection: Connection) -> None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # warnings of PyTorch's, by the thousand
        limit = data_size() + MEMORY
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        while True:
            argument = pickle.loads(connection.recv_bytes())
            try:
                answer = True, self.function(argument)
            except BaseException:
                answer = False, traceback.format_exc()
            connection.send_bytes(pickle.dumps(answer))
