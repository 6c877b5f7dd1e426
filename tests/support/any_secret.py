"""Runs a check in this process on what a secret draws for it."""

import importlib.util
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from autograder.checking.check_data import CheckData, make_check_data
from autograder.checking.graded_submission import GradedSubmission
from autograder.checking.hints.graded import GRADED
from autograder.checking.run_check import run_check
from autograder.datasets.embedded import load_sample
from autograder.grading.check_inputs import CheckInputs
from autograder.grading.secret import Secret
from autograder.grading.standins import sources
from autograder.probing.experiment_data import helpers
from autograder.probing.graded import GradedProbes
from autograder.probing.loader import run_standins
from autograder.probing.nested_calls import NestedCalls
from autograder.probing.student_error import StudentError
from autograder.project import EMBEDDED_DIGITS

from . import CHECKS

Names = dict[str, Any]
Write = Callable[[Names], Names]  # a student's functions, from the names of the stand-ins


@cache
def _check_data(seed: int) -> CheckData:
    return make_check_data(load_sample(EMBEDDED_DIGITS), seed)


@cache
def _module(path: str) -> Any:
    spec = importlib.util.spec_from_file_location(path.replace("/", "_"), CHECKS / f"{path}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def hint(check: str, write: Write, number: int) -> str:
    """The hint of a check, such as `hidden/test_q4/test_data`, on what a secret draws; "" if it is
    passed.
    """
    path, _, name = check.rpartition("/")
    question = path[-2:]
    secret = Secret(number.to_bytes(32))
    key = secret.derive("check", question)
    inputs = CheckInputs(_check_data(secret.seed("digits")), key)
    ask = NestedCalls()
    names: Names = run_standins(sources(question), helpers(ask))
    probes = GradedProbes((names | write(names)).__getitem__, ask)
    seeds = iter(range(1, 1_000))

    def call(probe: str, arguments: Names, answer: Any = None) -> Any:
        return probes.run(probe, arguments, inputs.probe_seed(next(seeds)), answer)

    submission = GradedSubmission(call, key.value, inputs.network_seed())
    fixtures = {"submission": submission, "digits": inputs.digits, "generator": inputs.generator()}
    try:
        run_check(getattr(_module(path), name), fixtures.__getitem__, GRADED)
    except StudentError as error:
        return error.hint
    return ""


def hints(check: str, write: Write, secrets: Iterable[int]) -> set[str]:
    """The first words of the hints that a check gives under these secrets."""
    return {hint(check, write, number)[:40] for number in secrets}
