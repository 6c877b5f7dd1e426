"""A public check is repeated on data from the secret, and what is told of that keeps the secret."""

import pytest

from autograder.grading.check_inputs import NUM_REPEATS, repeat
from autograder.probing.student_error import StudentError


def test_a_check_that_fails_on_other_data_shows_no_example_of_these_data() -> None:
    tried = []

    def run(number: int) -> None:
        tried.append(number)
        raise StudentError("It is 1.", "line 3", look="Look there.", example="a = 1")

    with pytest.raises(StudentError) as caught:
        repeat(run)
    assert len(tried) == NUM_REPEATS
    assert (caught.value.look, caught.value.example) == ("Look there.", "")
    assert caught.value.hint.endswith("it answers known inputs only. There: It is 1.")
