"""q6: a convolutional network.

PYTEST_DONT_REWRITE: the message of an assertion is a hint's id and fields, not a text.
"""


def test_learns(exam):
    """CNN learns images whose classes have been renamed

    The accuracy of your `CNN` on hidden images, once the grader has trained it.
    """
    assert exam.accuracy >= exam.threshold, dict(
        hint="all.hidden-accuracy", network="CNN", found=exam.accuracy, threshold=exam.threshold
    )
    assert exam.accuracy_without_layer < exam.most_without_layer, dict(
        hint="all.shown-layer", network="CNN", found=exam.accuracy_without_layer
    )
