"""How a student's code can fail: the cause that goes with a failure, and what the student reads."""

from pathlib import Path

import pytest

from autograder.checking.answers import read_as, read_field
from autograder.probing.stubs import stub_question
from autograder.probing.student_error import Cause, StudentError, explain


def depth(error: BaseException) -> int:
    """The number of lines in an exception's traceback."""
    trace, lines = error.__traceback__, 0
    while trace is not None:
        trace, lines = trace.tb_next, lines + 1
    return lines


def test_an_unreadable_answer_has_a_traceback_of_its_own() -> None:
    depths = []
    for _ in range(3):
        with pytest.raises(StudentError) as caught:
            read_as("text", int)
        depths.append(depth(caught.value))
    assert depths == [2, 2, 2]  # this function and `read_as`


def test_an_unreadable_answer_says_so() -> None:
    with pytest.raises(StudentError) as caught:
        read_field({}, "cost")
    assert caught.value.hint == "The answer from your side is not readable."
    assert caught.value.cause == "unreadable answer"


def raised(code: str) -> BaseException:
    """What running this code raises."""
    try:
        exec(code, {})
    except BaseException as error:
        return error
    raise AssertionError("it raised nothing")


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        ("1 / 0", "raised"),
        ("raise SystemExit(3)", "raised"),
        ("raise KeyboardInterrupt", "raised"),
        ("raise NotImplementedError('later')", "raised"),
        ("raise ValueError('q4: train')", "raised"),
        ("raise NotImplementedError('q4: train')", "unwritten"),
        ("def f(:", "syntax"),
        ("if True:\nx = 1", "syntax"),
        ("import nowhere.at_all", "absent module"),
        ("raise ImportError('cannot import name')", "raised"),
        ("raise MemoryError", "memory"),
        ("raise RuntimeError('DefaultCPUAllocator: not enough memory')", "memory"),
    ],
)
def test_an_exception_has_its_cause(code: str, cause: str, tmp_path: Path) -> None:
    assert explain(raised(code), tmp_path, "trying").cause == cause


def test_a_stub_names_its_question(tmp_path: Path) -> None:
    failure = explain(NotImplementedError("q4: train it"), tmp_path, "calling train")
    assert (failure.hint, failure.details) == ("q4: train it (still to be written)", "")
    assert (failure.cause, failure.question) == ("unwritten", "q4")


@pytest.mark.parametrize(
    ("error", "question"),
    [
        (NotImplementedError("q12: more"), "q12"),
        (NotImplementedError("q4 train"), ""),
        (NotImplementedError("see q4: train"), ""),
        (RuntimeError("q4: train"), ""),
        (StudentError("q4: train (still to be written)", "", Cause.UNWRITTEN, "q4"), ""),
    ],
)
def test_a_stub_is_known_by_what_it_raises(error: BaseException, question: str) -> None:
    assert stub_question(error) == question


def test_other_failures_belong_to_no_question(tmp_path: Path) -> None:
    assert explain(raised("1 / 0"), tmp_path, "trying").question == ""
    assert StudentError("It is 1; expected 2.").question == ""


def test_what_a_function_returned_is_a_wrong_answer() -> None:
    assert StudentError("It is 1; expected 2.").cause == "wrong answer"


def test_a_failure_that_has_a_cause_keeps_it(tmp_path: Path) -> None:
    failure = StudentError("The time is over.", "line 3", Cause.TIME)
    assert explain(failure, tmp_path, "trying") is failure
