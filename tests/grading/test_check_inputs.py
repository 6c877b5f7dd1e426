"""A public check is repeated on data from the secret, and what is told of that keeps the secret."""

import pytest

from autograder.checking.hints.graded import GRADED
from autograder.grading.check_inputs import NUM_REPEATS, repeat
from autograder.probing.student_error import StudentError


def test_a_check_that_fails_on_other_data_shows_no_example_of_these_data() -> None:
    tried = []

    def run(number: int) -> None:
        tried.append(number)
        example = {"given": {"a": 1}, "expected": {}, "got": {}}
        raise StudentError({"hint": "q4.last-cost", "example": example}, "line 3", words=GRADED)

    with pytest.raises(StudentError) as caught:
        repeat(run)
    assert len(tried) == NUM_REPEATS
    assert caught.value.look.startswith("The cost of an epoch is the mean")
    assert (caught.value.details, caught.value.example) == ("line 3", "")
    assert caught.value.hint.endswith(
        "it answers known inputs only. There: It is the cost of the last batch only."
    )
