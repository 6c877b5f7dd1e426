"""Runs the checks on the functions of a notebook; Otter's test files name them.

In the student's folder every function is the student's, and the checks are the public ones. In
Otter's autograder there are hidden ones too, and `graded` beside this file has the grader's
own stand-ins for all questions but the one that is checked.
"""

import importlib.util
import itertools
import linecache
import random
import textwrap
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import numpy
import torch

from ..checking.check_data import PUBLIC_SEED, CheckData, make_check_data
from ..checking.hints.catalogue import WORDS
from ..checking.run_check import run_check
from ..checking.watched_submission import WatchedSubmission
from ..datasets.embedded import load_sample
from ..probing.default_type import default_type
from ..probing.hints.catalogue import Message
from ..probing.questions import NAMES, QUESTIONS
from ..probing.student_error import CHECKING, INNERMOST, Cause, StudentError, explain
from ..probing.time_limit import OutOfTime, limited
from ..probing.watching import WatchingProbes

HERE = Path(__file__).resolve().parents[1]
FOLDERS = (HERE.parent / "checks", HERE / "hidden")
CHECK_SECONDS = 30.0  # that a check may take in the student's folder, as in `pytest.ini`
WIDTH = 90  # characters of a line, where Otter does not wrap them
MISSING = object()

Names = dict[str, Any]  # the names of a notebook


class Hint(Exception):
    """What a failed check says to the student; Otter puts the name of this class before it."""


def check(env: Names, question: str, name: str) -> None:
    """Run the check `name` of a question on a notebook whose names are `env`.

    Raises `Hint` when it fails. The notebook's names, random numbers and PyTorch's default type
    stay as they are.
    """
    function, public = _find(question, name)
    grading = _grading()
    seed = PUBLIC_SEED if public else grading.seed()
    seeds = itertools.repeat(seed) if public else itertools.count(seed + 1)
    kinds = (grading.PROBES, grading.SUBMISSION) if grading else (WatchingProbes, WatchedSubmission)
    submission = kinds[1](_caller(env, kinds[0], seeds), seed=seed)
    fixtures: dict[str, Callable[[], Any]] = {
        "submission": lambda: submission,
        "digits": lambda: _digits(seed),
        "generator": lambda: torch.Generator().manual_seed(seed),
    }
    standins: Mapping[str, Any] = {}
    if grading:
        standins = grading.standins(question)
        fixtures["exam"] = lambda: grading.exam_run(question, env, submission)
    try:
        with (
            _replaced(env, standins),
            _same_random_numbers(),
            default_type(torch.float32),
            _limited(env, not grading),
        ):
            words = grading.WORDS if grading else WORDS
            run_check(function, lambda name: fixtures[name](), words, public)
    except StudentError as error:
        raise Hint(_page_of(error, question, folded=not grading)) from None


def _page_of(error: StudentError, question: str, folded: bool) -> str:
    """Return what a student is told. In a notebook Otter puts it in a page of HTML as it is, where
    the second and the third level are `folded`; what it has graded is shown as plain text.
    """
    elsewhere = error.question not in ("", question)
    hint = WORDS.words({"hint": "home.needs", "what": error.hint}) if elsewhere else error.hint
    parts = [("", textwrap.fill(hint, WIDTH)), ("", error.details)]
    parts += [(WORDS.words({"hint": "home.look"}), textwrap.fill(error.look, WIDTH))]
    parts += [(WORDS.words({"hint": "home.example"}), error.example)]
    shown: list[str] = []
    for title, text in parts:
        plain = text.replace("<", "‹")
        if title and folded:
            plain = text and f"<details><summary>{title}</summary>\n{plain}</details>"
        elif title:
            plain = text and f"\n{title}:\n{plain}"
        shown += filter(None, [plain])
    return "\n".join(shown)


def _caller(env: Names, kind: type[WatchingProbes], seeds: Iterator[int]) -> Callable[..., Any]:
    """Return what runs a probe on the functions in `env`; each call has the next of `seeds`."""

    def find(name: str) -> Any:
        if name not in env:
            raise StudentError({"hint": "missing.not-run", "name": name}, cause=Cause.MISSING)
        return env[name]

    probes = kind(find)

    def call(probe: str, arguments: dict[str, Any], *answer: Any) -> Any:
        try:
            return probes.run(probe, arguments, next(seeds), *answer)
        except (StudentError, KeyboardInterrupt):
            raise
        except NameError as error:
            if error.name in NAMES and error.name not in env:
                home = next(q for q, names in QUESTIONS.items() if error.name in names)
                message = {"hint": "code.needs-another", "doing": kind.DOING[probe]}
                message |= {"name": error.name, "home": home}
                raise StudentError(message, cause=Cause.MISSING) from None
            raise _explain(error, env, kind.DOING[probe]) from error
        except BaseException as error:
            raise _explain(error, env, kind.DOING[probe]) from error

    return call


def _explain(error: BaseException, env: Names, doing: Message) -> StudentError:
    """Explain an exception, with the line of the notebook that raised it."""
    failure = explain(error, HERE / "nothing of the student's", doing)
    if failure.cause is Cause.UNWRITTEN:
        return failure
    lines = [
        f"    line {number}: {linecache.getline(frame.f_code.co_filename, number).strip()}"
        for frame, number in traceback.walk_tb(error.__traceback__)
        if frame.f_globals is env
    ]
    if lines:  # the innermost
        lines[-1] = f"  {INNERMOST}{lines[-1].lstrip()}"
    return StudentError(failure.message, "\n".join(lines[-3:]), failure.cause)


def _find(question: str, name: str) -> tuple[Callable[..., None], bool]:
    """Return a check, and whether it is a public one."""
    for folder in FOLDERS:
        path = folder / f"test_{question}.py"
        if path.is_file() and hasattr(module := _module(path), name):
            function: Callable[..., None] = getattr(module, name)
            return function, folder == FOLDERS[0]
    raise LookupError(f"there is no check {name} of {question}")


@cache
def _module(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(f"{path.parent.name}_{path.stem}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def _grading() -> Any:
    """Return the module `graded`; None in the student's folder, which has none."""
    name = f"{__package__}.graded"
    return importlib.import_module(name) if importlib.util.find_spec(name) else None


@cache
def _digits(seed: int) -> CheckData:
    return make_check_data(load_sample(HERE.parent / "digits8x8.npz"), seed)


@contextmanager
def _limited(env: Names, at_home: bool) -> Iterator[None]:
    """End what takes too long in the student's notebook; Otter's autograder has limits of its own.

    Ctrl-C, or *Interrupt*, ends the cell: no check that it stopped counts as passed.
    """
    if not at_home:
        yield
        return
    try:
        with limited(CHECK_SECONDS):
            yield
    except OutOfTime as error:
        raise _explain(error, env, CHECKING) from error


@contextmanager
def _replaced(env: Names, standins: Mapping[str, Any]) -> Iterator[None]:
    """Let `standins` stand in for the names of a notebook for a while."""
    before = {name: env.get(name, MISSING) for name in standins}
    env.update(standins)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is MISSING:
                del env[name]
            else:
                env[name] = value


@contextmanager
def _same_random_numbers() -> Iterator[None]:
    """Give back the generators of random numbers as they were: probes seed them."""
    states = random.getstate(), numpy.random.get_state()
    try:
        with torch.random.fork_rng(devices=[]):
            yield
    finally:
        random.setstate(states[0])
        numpy.random.set_state(states[1])
