"""q2: a network with one hidden layer."""

MOST_WITHOUT_WEIGHTS = 0.4  # accuracy; guessing has 0.1


def test_learns(exam):
    """MLP learns digits whose classes have been renamed

    The accuracy of your `MLP` on hidden digits, once the grader has trained it.
    """
    assert exam.accuracy >= exam.threshold, (
        f"Trained in the grader's own way, MLP got {exam.accuracy:.1%} of the hidden images"
        f" right; {exam.threshold:.1%} are needed. Look at its layers and at whether all of them"
        " are trained."
    )
    assert exam.scrambled_accuracy < MOST_WITHOUT_WEIGHTS, (
        f"With the numbers of its parameters in other places the trained MLP still gets"
        f" {exam.scrambled_accuracy:.1%} of the hidden images right, so its answers come from"
        " elsewhere. Look at what it computes with besides its registered parameters."
    )
