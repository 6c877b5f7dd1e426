"""q6: a convolutional network.

PYTEST_DONT_REWRITE: the message of an assertion is a hint's id and fields, not a text.
"""

MOST_WITHOUT_WEIGHTS = 0.4  # accuracy; guessing has 0.1


def test_learns(exam):
    """CNN learns digits whose classes have been renamed

    The accuracy of your `CNN` on hidden digits, once the grader has trained it.
    """
    assert exam.accuracy >= exam.threshold, dict(
        hint="all.hidden-accuracy", network="CNN", found=exam.accuracy, threshold=exam.threshold
    )
    assert exam.scrambled_accuracy < MOST_WITHOUT_WEIGHTS, dict(
        hint="all.scrambled-accuracy", network="CNN", found=exam.scrambled_accuracy
    )
