"""q2: a network with one hidden layer.

PYTEST_DONT_REWRITE: the message of an assertion is a hint's id and fields, not a text.
"""


def test_learns(exam):
    """MLP learns images whose classes have been renamed

    The accuracy of your `MLP` on hidden images, once the grader has trained it.
    """
    assert exam.accuracy >= exam.threshold, dict(
        hint="all.hidden-accuracy", network="MLP", found=exam.accuracy, threshold=exam.threshold
    )
    assert exam.accuracy_without_layer < exam.most_without_layer, dict(
        hint="all.shown-layer", network="MLP", found=exam.accuracy_without_layer
    )
