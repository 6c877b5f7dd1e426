"""q1: the digits, and batches of them.

PYTEST_DONT_REWRITE: the message of an assertion is a hint's id and fields, not a text.
"""

import torch


def test_contents(submission, digits):
    """load_mnist keeps every image beside its label

    Every image and every label of both files; your checks look at the first of them.
    """
    for train in (True, False):
        loaded = submission.load_mnist(digits.files, train)
        labels = digits.folder[train][1]
        assert len(loaded.images) == len(labels) == loaded.length, dict(
            hint="q1.length", train=train, found=loaded.length, expected=len(labels)
        )
        shapes = {tuple(image.shape) for image in loaded.images}
        assert shapes == {submission.image_shape}, dict(hint="q1.shapes", found=sorted(shapes))
        found = torch.stack([image.float() for image in loaded.images])
        assert torch.allclose(found, digits.floats(train), atol=1e-3), dict(
            hint="q1.pixels", train=train
        )
        wrong = sum(a != b for a, b in zip(loaded.labels, labels.tolist()))
        assert wrong == 0, dict(hint="q1.labels", train=train, wrong=wrong, count=len(labels))
