"""A check called with its fixtures: what it says becomes a hint, what breaks is ours."""

import pytest

from autograder.checking.run_check import run_check
from autograder.probing.student_error import Cause, StudentError

FIXTURES = {"submission": 3, "digits": 4}


def test_a_check_gets_the_fixtures_that_it_names() -> None:
    seen = []
    run_check(lambda digits, submission: seen.append((digits, submission)), FIXTURES.__getitem__)
    assert seen == [(4, 3)]


def test_an_assertion_becomes_a_hint() -> None:
    def check(submission: int) -> None:
        assert submission == 5, "Look at five."

    with pytest.raises(StudentError) as caught:
        run_check(check, FIXTURES.__getitem__)
    assert (caught.value.hint.split("\n")[0], caught.value.cause) == (
        "Look at five.",
        Cause.WRONG_ANSWER,
    )


@pytest.mark.parametrize("error", [StudentError("a hint", "details", Cause.TIME), KeyError("ours")])
def test_what_a_probe_raises_goes_on_as_it_is(error: Exception) -> None:
    def check(submission: int) -> None:
        raise error

    with pytest.raises(type(error)) as caught:
        run_check(check, FIXTURES.__getitem__)
    assert caught.value is error
